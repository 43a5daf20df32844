/** What follows a rating: what was wrong, by button and in words; and the survey that got lost. */
import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/core/decision.ts";
import type { TicketId } from "../../src/core/model.ts";
import type { Press } from "../../src/core/press.ts";
import { agentsRead, ann, aSolvedTicket, buttonsIn, learnerReads, pressOf, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function rated(stars: string): { readonly world: World; readonly asked: Decision; readonly thanked: Decision } {
  const { world, asked } = aSolvedTicket();
  return { world, asked, thanked: world.learnerPresses(pressOf(asked, stars)) };
}

const remarks = (world: World) => world.decisions.flatMap(({ remark }) => (remark === undefined ? [] : [remark]));

describe("after a low rating", () => {
  test("the learner is asked what was wrong, with a way back, and after a high one is only thanked", () => {
    const labels = buttonsIn(rated("3").thanked).map(({ label }) => label);

    expect(labels).toHaveLength(6);
    expect(labels.join()).toMatch(/Too slow.*Did not help.*Unclear.*Unfriendly.*Something else.*Not solved yet/);
    expect(buttonsIn(rated("4").thanked)).toEqual([]);
    expect(learnerReads(rated("4").thanked)).toEqual(["Thank you for your 4/5!"]);
  });

  test("several reasons may be given, each once, and the agents read them", () => {
    const { world, thanked } = rated("2");

    const slow = world.learnerPresses(pressOf(thanked, "Too slow"));
    world.learnerPresses(pressOf(thanked, "Something else"));
    world.learnerPresses(pressOf(thanked, "Unclear"));
    const again = world.learnerPresses(pressOf(thanked, "Too slow"));

    expect(remarks(world).at(-1)).toEqual({ ticketId: 1, episode: 1, reasons: ["slow", "unclear", "other"] });
    expect(learnerReads(slow)).toEqual(["Noted: 🐢 Too slow. Thank you!"]);
    expect(agentsRead(slow)).toEqual(["⭐ Reason for the rating: 🐢 Too slow"]);
    expect(learnerReads(again)).toEqual(learnerReads(slow));
    expect([again.remark, again.messages, agentsRead(again)]).toEqual([undefined, [], []]);
  });

  test("the next words are kept as the comment, passed on to the agents, and the learner is thanked", () => {
    const { world } = rated("2");

    const decision = world.learnerSays("nobody read what I wrote");

    expect(decision.outcome).toEqual({ outcome: "commented" });
    expect(remarks(world)).toEqual([{ ticketId: 1, episode: 1, comment: "nobody read what I wrote" }]);
    expect(agentsRead(decision)).toEqual([
      "👤 nobody read what I wrote",
      "⭐ That is the learner's comment on the rating.",
    ]);
    expect(learnerReads(decision)[0]).toContain("just ask again");
    expect(decision.messages[0]).toMatchObject({ text: "nobody read what I wrote", ticketId: 1 });
    expect(decision.facts).toMatchObject([{ kind: "commented", ticketId: 1, value: null }]);
    expect(world.conversation.mode).toBe("bot");
  });

  test("whoever meant a question gets a person by the button under the thanks", () => {
    const { world } = rated("2");
    const thanked = world.learnerSays("and my certificate then");

    const decision = world.learnerPresses(pressOf(thanked, "person"));

    expect(decision.outcome).toEqual({ outcome: "escalated" });
  });

  test("only the next words are the comment", () => {
    const { world } = rated("1");
    world.learnerSays("nobody read what I wrote");

    const decision = world.learnerSays("nobody reads this either");

    expect(decision.outcome).toEqual({ outcome: "missed" });
    expect(remarks(world)).toHaveLength(1);
  });

  test.each([
    ["a question the bot is sure of", "reset_password", "answered"],
    ["a wish for a person", "talk_to_human", "escalated"],
  ])("%s is no comment", (_what, words, outcome) => {
    const { world } = rated("2");

    const decision = world.learnerSays(words);

    expect(decision.outcome).toEqual({ outcome });
    expect(remarks(world)).toEqual([]);
  });

  test("a question behind other words is answered, so they are no comment", () => {
    const { world } = rated("2");

    const decision = world.learnerSays("you are slow + reset_password");

    expect(learnerReads(decision)).toContain("Answer reset_password");
    expect(remarks(world)).toEqual([]);
  });

  test("words that come after ten minutes are a new question", () => {
    const { world } = rated("2");
    world.wait(10 * MINUTE_MS);

    const decision = world.learnerSays("nobody read what I wrote");

    expect(decision.outcome).toEqual({ outcome: "missed" });
    expect(remarks(world)).toEqual([]);
  });

  test("a picture alone is no comment, and is not met with silence", () => {
    const { world } = rated("2");
    const photo = { kind: "photo", keeper: "telegram", ref: "r", name: null, mime: null, bytes: 9 } as const;

    const decision = world.learnerSays("", { attachments: [photo] });

    expect(remarks(world)).toEqual([]);
    expect(learnerReads(decision)[0]).toContain("only read text");
  });

  test("a reason counts neither for somebody else's ticket, nor for a good rating, nor for an episode that is over", () => {
    const { world, asked, thanked } = rated("2");
    const why = pressOf(thanked, "Too slow");
    const stranger: Press = { press: "why", ticketId: 999 as TicketId, episode: 1, reason: "slow" };

    const ofStranger = world.learnerPresses(stranger);
    world.learnerPresses(pressOf(asked, "5"));
    const ofGood = world.learnerPresses(why);
    world.learnerPresses(pressOf(asked, "Not solved"));
    const ofOld = world.learnerPresses(why);

    for (const decision of [ofStranger, ofGood, ofOld]) expect(decision.outcome).toEqual({ outcome: "stale_press" });
    expect(remarks(world)).toEqual([]);
  });

  test("a learner who has a person meanwhile keeps that person", () => {
    const { world, asked } = aSolvedTicket();
    world.learnerOrders("human");

    world.learnerPresses(pressOf(asked, "1"));
    const words = world.learnerSays("that was for the last one");

    expect(world.conversation).toMatchObject({ mode: "queued", ticketId: 2 });
    expect(words.messages[0]).toMatchObject({ ticketId: 2 });
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 1 }]);
  });
});

describe("a survey that could not be delivered", () => {
  function lost(): World {
    const { world } = aSolvedTicket();
    world.happens({ by: "world", what: "unreachable" });
    return world;
  }

  test("is asked once more, under the answer to what the learner writes next", () => {
    const world = lost();
    world.wait(6 * DAY_MS);

    const decision = world.learnerSays("reset_password");
    const later = world.learnerSays("reset_password");
    world.learnerPresses(pressOf(decision, "5 ⭐"));

    expect(learnerReads(decision)).toEqual(["Answer reset_password", expect.stringContaining("from 1 (poor) to 5")]);
    expect(learnerReads(later)).toEqual(["Answer reset_password"]);
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 5 }]);
    expect(world.facts.filter(({ kind }) => kind === "rating_asked")).toHaveLength(1);
  });

  test("is not asked again when a week is over", () => {
    const world = lost();
    world.wait(7 * DAY_MS);

    expect(learnerReads(world.learnerSays("reset_password"))).toEqual(["Answer reset_password"]);
  });

  test("is not asked again of whoever saw it and blocked us", () => {
    const { world } = aSolvedTicket();
    world.learnerDoes({ kind: "blocked" });
    world.learnerDoes({ kind: "unblocked" });

    expect(learnerReads(world.learnerSays("reset_password"))).toEqual(["Answer reset_password"]);
  });

  test("is not asked beside a person, nor of whoever rates at once", () => {
    const [waiting, rating] = [lost(), lost()];

    const queued = waiting.learnerOrders("human");
    const given = rating.learnerSays("5");

    expect(learnerReads(queued).join()).not.toContain("1 (poor)");
    expect(learnerReads(given)).toEqual(["Thank you for your 5/5!"]);
  });
});

describe("an episode nobody wrote in", () => {
  test("is not asked about when it is solved again, and the rating before it stays", () => {
    const { world, thanked } = rated("3");
    world.learnerPresses(pressOf(thanked, "Not solved"));
    world.agentDoes(ann, { verb: "claim" });

    const decision = world.agentDoes(ann, { verb: "solve" });

    expect(buttonsIn(decision)).toEqual([]);
    expect(world.ticket).toMatchObject({ rating: null, isRatingAsked: false });
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 3 }]);
  });
});
