/** The 0–10 question: when a learner is asked, what counts as an answer, and that whoever wants no such question gets none. */
import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/core/decision.ts";
import type { Rating } from "../../src/core/model.ts";
import { LIKELIHOODS, NPS_EVERY_MS_MIN } from "../../src/core/nps/survey.ts";
import { formatPress, parsePress } from "../../src/core/press.ts";
import { ALWAYS, ann, aSolvedTicket, aWorld, buttonsIn, learnerReads, pressOf, say, type World } from "./world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const QUESTION = /how likely would you recommend us/;

const due = (world: World): Decision => world.happens({ by: "world", what: "nps_due" });
const isAsked = (decision: Decision): boolean => learnerReads(decision).some((text) => QUESTION.test(text));
const kinds = (world: World) => world.facts.map(({ kind }) => kind);

function aHelpedLearner(): World {
  const world = aWorld();
  const answered = world.learnerSays("reset_password");
  world.learnerPresses(pressOf(answered, "Solved"));
  return world;
}

function anAskedLearner(): { readonly world: World; readonly asked: Decision } {
  const world = aHelpedLearner();
  world.wait(HOUR);
  return { world, asked: due(world) };
}

describe("a learner is asked how likely they would recommend us", () => {
  test("an hour after an answer they called helpful, once, with eleven buttons and a way out", () => {
    const world = aHelpedLearner();
    world.wait(HOUR - 3000);
    const early = due(world);
    world.wait(3000);

    const asked = due(world);
    const again = due(world);

    expect([early, asked, again].map(isAsked)).toEqual([false, true, false]);
    expect(buttonsIn(asked).map(({ label }) => label)).toEqual([
      ...LIKELIHOODS.map(String),
      "🔕 Do not ask me this again",
    ]);
    expect(kinds(world).filter((kind) => kind === "nps_asked")).toHaveLength(1);
  });

  test.each<[Rating, boolean]>([
    [5, true],
    [4, true],
    [3, false],
    [1, false],
  ])("after a ticket rated %i: %s", (rating, isIt) => {
    const { world, asked } = aSolvedTicket();
    const press = pressOf(asked, `${rating} ⭐`);

    const rated = world.learnerPresses(press);
    world.wait(2 * HOUR);

    expect(isAsked(rated)).toBe(false);
    expect(isAsked(due(world))).toBe(isIt);
  });

  test.each<[string, (world: World) => unknown]>([
    ["the bot did not understand them since", (world) => world.learnerSays("gibberish")],
    ["a person was wanted since", (world) => world.learnerOrders("human")],
    ["they blocked the bot since", (world) => world.learnerDoes({ kind: "blocked" })],
    ["they wished not to be", (world) => world.learnerOrders("survey", "off")],
  ])("not when %s", (_why, happens) => {
    const world = aHelpedLearner();
    happens(world);
    world.wait(2 * HOUR);

    expect(isAsked(due(world))).toBe(false);
  });

  test("not in the middle of a talk: an hour after their last words", () => {
    const world = aHelpedLearner();
    world.wait(HOUR / 2);
    world.learnerSays("reset_password");
    world.wait(HOUR / 2);
    const first = due(world);
    world.wait(HOUR / 2);

    expect([first, due(world)].map(isAsked)).toEqual([false, true]);
  });

  test("at most once a quarter, however happy they are", () => {
    const { world } = anAskedLearner();
    const again = () => {
      world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Solved"));
      world.wait(HOUR);
      return isAsked(due(world));
    };

    world.wait(NPS_EVERY_MS_MIN - DAY);
    const before = again();
    world.wait(DAY);

    expect([before, again()]).toEqual([false, true]);
  });

  test("never at night: what falls due then waits for the next opening", () => {
    const world = aWorld();
    const schedule = { ...ALWAYS.schedule, weekly: Array.from({ length: 7 }, () => [{ from: 540, to: 660 }]) };
    const rules = { ...ALWAYS, schedule };
    world.staff = { ...world.staff, rules, calendar: [{ version: 0, from: 0, schedule }] };
    world.wait(HOUR);
    world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Solved"));

    world.wait(2 * HOUR);
    const atNight = due(world);
    world.wait(20 * HOUR);

    expect([atNight, due(world)].map(isAsked)).toEqual([false, true]);
  });

  test.each([
    ["switched off", { isOn: false, after: ["confirmed"] as const }],
    ["for ratings only", { isOn: true, after: ["rated"] as const }],
  ])("not when the rules have it %s", (_how, nps) => {
    const world = aWorld();
    world.staff = {
      ...world.staff,
      rules: { ...ALWAYS, nps: { ...nps, quietMs: HOUR, everyMs: NPS_EVERY_MS_MIN } },
    };
    world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Solved"));
    world.wait(2 * HOUR);

    expect(isAsked(due(world))).toBe(false);
  });
});

describe("an answer", () => {
  test.each(LIKELIHOODS)("%i by a button is that, and the buttons stay", (value) => {
    const { world, asked } = anAskedLearner();

    const decision = world.learnerPresses(pressOf(asked, String(value)));

    expect(decision.facts).toMatchObject([{ kind: "nps_answered", value }]);
    expect(decision.nps).toMatchObject([{ change: "answered", value }]);
    expect(decision.outbound.map(({ content }) => content.kind)).toEqual(["toast"]);
  });

  test.each<[string, number]>([
    ["9", 9],
    ["十分", 10],
    ["8/10", 8],
    ["I'd say 7", 7],
    ["给个六分吧", 6],
    ["0", 0],
    ["🔟", 10],
    ["９分", 9],
    ["满分", 10],
  ])("in words: %s", (text, value) => {
    const { world } = anAskedLearner();

    const decision = world.learnerSays(text);

    expect(decision.facts).toMatchObject([{ kind: "nps_answered", value }]);
  });

  test.each(["11", "4/5", "5 stars", "8.5", "-3", "一百分", "reset_password", "8 of the videos do not play"])(
    "“%s” is none but a new question",
    (text) => {
      const { world } = anAskedLearner();

      const decision = world.learnerSays(text);

      expect(decision.nps ?? []).not.toContainEqual(expect.objectContaining({ change: "answered" }));
      expect(decision.facts.map(({ kind }) => kind)).toContain("asked");
    },
  );

  test("a bare number counts only while nothing else was said", () => {
    const { world } = anAskedLearner();
    world.learnerSays("reset_password");

    expect(world.learnerSays("9").facts.map(({ kind }) => kind)).not.toContain("nps_answered");
  });

  test("may be another one for a day; the same one, or one that comes later, changes nothing and says so", () => {
    const { world, asked } = anAskedLearner();
    world.learnerPresses(pressOf(asked, "1"));

    const mended = world.learnerPresses(pressOf(asked, "10"));
    const same = world.learnerPresses(pressOf(asked, "10"));
    world.wait(DAY);
    const late = world.learnerPresses(pressOf(asked, "3"));

    expect(mended.facts).toMatchObject([{ kind: "nps_answered", value: 10 }]);
    expect([same, late].map(learnerReads)).toEqual(Array(2).fill(["You have already answered this. Thank you!"]));
    expect([...same.facts, ...late.facts]).toEqual([]);
  });

  test("a forged button counts for nobody", () => {
    const { world } = anAskedLearner();

    const decision = world.learnerPresses(parsePress("nps:999999:10"));

    expect(decision.outcome).toEqual({ outcome: "stale_press" });
  });

  test("may be followed by a comment, which is kept; a question is answered instead", () => {
    const [{ world: one }, { world: other }] = [anAskedLearner(), anAskedLearner()];
    one.learnerSays("6");
    other.learnerSays("6");

    expect(one.learnerSays("the videos are too long").nps).toMatchObject([
      { change: "commented", comment: "the videos are too long" },
    ]);
    expect(one.learnerSays("and too loud").outcome).toEqual({ outcome: "missed" });
    expect(other.learnerSays("reset_password").outcome).toEqual({ outcome: "answered" });
  });

  test("1–5 and 0–10 are never mixed up: stars after a ticket are no answer, and an answer is no rating", () => {
    const { world } = anAskedLearner();

    world.learnerSays("5");

    expect(world.ratings).toEqual([]);
    expect(kinds(world)).not.toContain("rated");
  });

  test("the buttons under the answer before stay good", () => {
    const world = aHelpedLearner();
    const answered = world.learnerSays("reset_password");
    world.wait(2 * HOUR);
    due(world);

    expect(world.learnerPresses(pressOf(answered, "Not quite")).outcome).toEqual({ outcome: "missed" });
  });
});

describe("whoever does not want to be asked", () => {
  test("says so by a button, and is never asked again", () => {
    const { world, asked } = anAskedLearner();

    world.learnerPresses(pressOf(asked, "Do not ask me"));
    world.wait(2 * NPS_EVERY_MS_MIN);
    world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Solved"));
    world.wait(2 * HOUR);

    expect(isAsked(due(world))).toBe(false);
    expect(kinds(world).filter((kind) => kind === "nps_declined")).toHaveLength(1);
  });

  test.each(["no thanks", "不用了", "skip"])("“%s” is a no for this time", (text) => {
    const { world } = anAskedLearner();

    expect(world.learnerSays(text).nps).toMatchObject([{ change: "declined" }]);
    expect(world.nps.isOff).toBe(false);
  });

  test.each(["别再问了", "don't ask me again", "unsubscribe"])("“%s” is a no for ever", (text) => {
    const { world } = anAskedLearner();
    world.learnerSays(text);

    expect(world.nps.isOff).toBe(true);
  });

  test("/survey tells how it is, and takes the wish back", () => {
    const world = aWorld();
    world.learnerOrders("survey", "off");
    const told = world.learnerOrders("survey");

    world.learnerPresses(pressOf(told, "You may ask me"));

    expect(learnerReads(told)).toEqual(["I do not ask you how likely you would recommend us."]);
    expect(world.nps.isOff).toBe(false);
  });
});

test("a ticket that a person solves asks 1–5 alone", () => {
  const { world, asked } = aSolvedTicket();

  expect(isAsked(asked)).toBe(false);
  expect(isAsked(due(world))).toBe(false);
  expect(world.agentDoes(ann, say("Anything else?")).nps).toBeUndefined();
});

test("presses survive the network, and what was tampered with is none", () => {
  const press = parsePress("nps:7:10");

  expect(press).toEqual({ press: "nps", id: 7, value: 10 });
  expect(press === null ? null : formatPress(press)).toBe("nps:7:10");
  expect(["nps:7:11", "nps:7:-1", "nps:7:", "nps::3", "nps:7:3:1", "surveys:", "surveys:offf"].map(parsePress)).toEqual(
    Array(7).fill(null),
  );
});
