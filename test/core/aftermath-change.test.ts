/** Another rating within a day: by another star or in words, counted once, and by nobody who was not asked. */
import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/core/decision.ts";
import { agentsRead, aSolvedTicket, bo, learnerReads, pressOf, type World } from "./world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

function rated(stars: string): { readonly world: World; readonly asked: Decision; readonly thanked: Decision } {
  const { world, asked } = aSolvedTicket();
  return { world, asked, thanked: world.learnerPresses(pressOf(asked, stars)) };
}

describe("a rating may be changed for a day", () => {
  test("by another star: it takes the place of the first, and says so in the log", () => {
    const { world, asked } = rated("5");
    world.wait(DAY_MS - MINUTE_MS);

    const decision = world.learnerPresses(pressOf(asked, "4"));

    expect(learnerReads(decision)).toEqual(["All right, that is 4/5 now."]);
    expect(agentsRead(decision)).toEqual(["⭐ The learner changed the rating from 5/5 to 4/5."]);
    expect(decision.rating).toEqual({ ticketId: 1, episode: 1, rating: 4 });
    const figures = world.facts.filter(({ kind }) => kind === "rated" || kind === "rating_changed");
    expect(figures.map(({ kind, value }) => [kind, value])).toEqual([
      ["rated", 5],
      ["rating_changed", 4],
    ]);
  });

  test.each(["改成4分", "make it 4", "4"])("in words while the comment is awaited: %s", (words) => {
    const { world } = rated("2");

    world.learnerSays(words);

    expect(world.ticket).toMatchObject({ rating: 4 });
    expect(world.conversation.mode).toBe("bot");
    expect(world.decisions.some(({ remark }) => remark)).toBe(false);
  });

  test("in words that say so at any time of that day, while a bare figure is no longer one", () => {
    const { world } = rated("2");
    world.learnerSays("reset_password");

    const figure = world.learnerSays("4");
    const change = world.learnerSays("please change my rating to 5 stars");

    expect(figure.outcome).toEqual({ outcome: "missed" });
    expect(change.rating).toEqual({ ticketId: 1, episode: 1, rating: 5 });
    expect(world.conversation.mode).toBe("bot");
  });

  test("a change to a low one asks what was wrong", () => {
    const { world, asked } = rated("5");

    const decision = world.learnerPresses(pressOf(asked, "2"));
    const comment = world.learnerSays("it broke again");

    expect(learnerReads(decision)[0]).toMatch(/2\/5 now.*What went wrong/s);
    expect(comment.outcome).toEqual({ outcome: "commented" });
  });

  test("counted from the first one, and not a minute longer", () => {
    const { world, asked } = rated("5");
    world.wait(DAY_MS - MINUTE_MS);
    world.learnerPresses(pressOf(asked, "4"));
    world.wait(MINUTE_MS);

    const pressed = world.learnerPresses(pressOf(asked, "1"));
    const said = world.learnerSays("make it 1");

    expect(learnerReads(pressed)).toEqual(["You have already rated this. Thank you!"]);
    expect(learnerReads(said)).toEqual(["You have already rated this. Thank you!"]);
    expect(world.ticket).toMatchObject({ rating: 4 });
  });

  test("but not once the next episode began", () => {
    const { world, asked, thanked } = rated("2");
    world.learnerPresses(pressOf(thanked, "Not solved"));

    const decision = world.learnerPresses(pressOf(asked, "5"));

    expect(decision.outcome).toEqual({ outcome: "stale_press" });
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 2 }]);
  });

  test("words to a person are never a change of an old rating", () => {
    const { world } = rated("2");
    world.learnerOrders("human");
    world.agentDoes(bo, { verb: "claim" });

    const decision = world.learnerSays("make it 4");

    expect(agentsRead(decision)).toEqual(["👤 make it 4"]);
    expect(world.ratings).toHaveLength(1);
  });

  test("whoever was never asked cannot change anything", () => {
    const { world } = aSolvedTicket();
    world.learnerSays("reset_password");

    const decision = world.learnerSays("make it 4");

    expect(decision.outcome).toEqual({ outcome: "missed" });
    expect(world.ratings).toEqual([]);
  });
});
