/** Promises that hold whatever learners and agents do, in whatever order: random histories, the same few sentences. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision } from "../../src/core/decision.ts";
import type { TicketId } from "../../src/core/model.ts";
import { formatPress, type Press } from "../../src/core/press.ts";
import { agentsRead, ann, aWorld, bo, buttonsIn, learnerReads, rowsIn, type World } from "./world.ts";

type Step = { readonly name: string; readonly run: (world: World) => Decision };

const WORDS = [
  "reset_password",
  "reset_password 50 login_problem 40",
  "request_refund",
  "complaint",
  "talk_to_human",
  "greeting",
  "qwertz",
  "五星",
  "4",
  "\u200b",
  "😀",
  "字".repeat(4096),
];
const ticketIds = fc.integer({ min: 1, max: 3 }).map((id) => id as TicketId);
const presses: fc.Arbitrary<Press | null> = fc.oneof(
  fc.record({ press: fc.constantFrom("solved", "rephrase", "none"), turn: fc.nat({ max: 6 }) }),
  fc.record({ press: fc.constant("person"), turn: fc.nat({ max: 6 }) }),
  fc.record({
    press: fc.constant("pick"),
    turn: fc.nat({ max: 6 }),
    intentId: fc.constantFrom("reset_password", "complaint", "gone"),
  }),
  fc.record({ press: fc.constantFrom("cancel", "unsolved"), ticketId: ticketIds }),
  fc.record({
    press: fc.constant("rate"),
    ticketId: ticketIds,
    episode: fc.integer({ min: 1, max: 3 }),
    rating: fc.constantFrom(1, 2, 3, 4, 5),
  }),
  fc.constant(null),
);

const learnerSteps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...WORDS)
      .map((text) => ({ name: `says ${text.slice(0, 40)}`, run: (w: World) => w.learnerSays(text) })),
  },
  {
    weight: 3,
    arbitrary: presses.map((press) => ({
      name: `presses ${JSON.stringify(press)}`,
      run: (w: World) => w.learnerPresses(press),
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("start", "help", "human", "status", "cancel", "language", "what"),
        fc.constantFrom("", "order 12345"),
      )
      .map(([command, argument]) => ({
        name: `orders /${command} ${argument}`,
        run: (w: World) => w.learnerOrders(command, argument),
      })),
  },
);
const agentSteps: fc.Arbitrary<Step> = fc
  .tuple(
    fc.constantFrom(ann, bo),
    fc.oneof(
      fc.constantFrom("claim", "release", "solve", "reopen", "history", "unknown").map((verb) => ({ verb }) as const),
      fc.constant({ verb: "say", text: "a word of a person", attachments: [] } as const),
      fc.constant({ verb: "note", text: "a note" } as const),
    ),
    ticketIds,
  )
  .map(([agent, does, ticketId]) => ({
    name: `${agent.name} ${does.verb} #${ticketId}`,
    run: (w: World) => w.agentDoes(agent, does, ticketId),
  }));
const worldSteps: fc.Arbitrary<Step> = fc.constantFrom("unreachable", "not_delivered", "unanswered").map((what) => ({
  name: what,
  run: (w: World) => w.happens({ by: "world", what }),
}));

const steps = fc.oneof(
  { weight: 5, arbitrary: learnerSteps },
  { weight: 4, arbitrary: agentSteps },
  { weight: 1, arbitrary: worldSteps },
);
const histories = fc.array(steps, { minLength: 1, maxLength: 40 });

function always(promise: (world: World, decision: Decision, step: Step) => void): void {
  fc.assert(
    fc.property(histories, (history) => {
      const world = aWorld();
      for (const step of history) promise(world, step.run(world), step);
    }),
    { numRuns: 300 },
  );
}

const isLearners = ({ name }: Step) => /^(says|presses|orders)/.test(name);

test("a learner is never met with silence: the bot says something, or a person gets the words", () => {
  always((_world, decision, step) => {
    if (!isLearners(step)) return;
    const isSettled = rowsIn(decision).some(({ content }) => content.kind === "toast");
    expect(learnerReads(decision).length + agentsRead(decision).length + Number(isSettled), step.name).toBeGreaterThan(
      0,
    );
  });
});

test("there is an open ticket exactly while a person is wanted or holds the conversation, and never two", () => {
  always((world) => {
    const open = world.tickets.filter(({ status }) => status !== "solved");
    const { mode } = world.conversation;

    expect(open).toHaveLength(mode === "queued" || mode === "agent" ? 1 : 0);
    if (open[0]) expect(world.conversation).toMatchObject({ ticketId: open[0].id });
    if (open[0]) expect(open[0].status).toBe(mode === "agent" ? "open" : "new");
  });
});

test("an episode is rated at most once, and only when the learner was asked", () => {
  always((world, decision) => {
    const keys = world.ratings.map(({ ticketId, episode }) => `${ticketId}/${episode}`);
    const asked = world.facts
      .filter(({ kind }) => kind === "rating_asked")
      .map((fact) => `${fact.ticketId}/${fact.episode}`);

    expect(new Set(keys).size).toBe(keys.length);
    if (decision.rating) expect(asked).toContain(`${decision.rating.ticketId}/${decision.rating.episode}`);
  });
});

test("while an agent holds the ticket the bot does not answer what the learner writes", () => {
  fc.assert(
    fc.property(histories, (history) => {
      const world = aWorld();
      for (const step of history) {
        const wasHeld = world.conversation.mode === "agent";
        const decision = step.run(world);
        if (wasHeld && step.name.startsWith("says")) expect(learnerReads(decision), step.name).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

test("a note never reaches the learner", () => {
  always((_world, decision) => {
    const noted = decision.messages.filter(({ kind }) => kind === "note");

    expect(noted.flatMap(({ deliveries }) => deliveries).filter(({ audience }) => audience === "learner")).toEqual([]);
  });
});

test("every row fits its network: no blank words, no text over the limit, no press over 64 bytes", () => {
  always((_world, decision) => {
    for (const { content } of rowsIn(decision)) {
      if (content.kind !== "say") continue;
      expect(content.text.length).toBeLessThanOrEqual(4096);
      expect(content.text.trim().length + content.attachments.length).toBeGreaterThan(0);
    }
    for (const button of buttonsIn(decision)) {
      expect(button.label.length).toBeLessThanOrEqual(80);
      if ("press" in button) expect(Buffer.byteLength(formatPress(button.press))).toBeLessThanOrEqual(64);
    }
  });
});

test("the same history always gives the same rows", () => {
  fc.assert(
    fc.property(histories, (history) => {
      const [one, other] = [aWorld(), aWorld()];
      expect(history.map((step) => step.run(one))).toEqual(history.map((step) => step.run(other)));
    }),
    { numRuns: 50 },
  );
});

test("what a learner says is never filed under a solved ticket, nor shown to its agents", () => {
  fc.assert(
    fc.property(histories, (history) => {
      const world = aWorld();
      for (const step of history) {
        const solved = new Set(world.tickets.filter(({ status }) => status === "solved").map(({ id }) => id));
        const isSaid = /^(says|orders)/.test(step.name);
        const said = isSaid ? step.run(world).messages.filter(({ author }) => author.kind === "learner") : [];
        if (!isSaid) step.run(world);
        const isRating = world.decisions.at(-1)?.rating !== null;
        for (const { ticketId } of said) if (ticketId !== null && !isRating) expect(solved.has(ticketId)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});
