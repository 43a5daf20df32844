/** Putting aside, sorting, merging, blocking, being away: one sentence each, as an agent would say it. */
import { describe, expect, test } from "vitest";
import { cardOf } from "../../src/core/card.ts";
import { type Ticket, UNTIL_LEARNER_WRITES } from "../../src/core/model.ts";
import { style } from "./agents.ts";
import {
  agentsRead,
  aLearnerWithAnn,
  ann,
  aQueuedLearner,
  aSolvedTicket,
  bo,
  learnerReads,
  say,
  type World,
} from "./world.ts";

describe("putting a ticket aside", () => {
  test("for two hours: the card and the thread say until when", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(ann, { verb: "snooze", until: "2h" });

    expect(world.ticket).toMatchObject({ snoozedUntil: Date.parse("2026-03-02T12:00:03Z") });
    expect(agentsRead(decision)[0]).toBe("💤 Ann snoozed this ticket until 2026-03-02 12:00.");
    expect(cardOf(world.ticket as Ticket, style).text).toContain("snoozed until 2026-03-02 12:00");
    expect(learnerReads(decision)).toEqual([]);
  });

  test("without a time: until the learner writes, which ends any snooze", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, { verb: "snooze", until: "" });
    expect(world.ticket).toMatchObject({ snoozedUntil: UNTIL_LEARNER_WRITES });

    const decision = world.learnerSays("hello again");

    expect(world.ticket).toMatchObject({ snoozedUntil: null, waitingFor: "agent" });
    expect(decision.facts.map(({ kind }) => kind)).toEqual(["learner_wrote", "woken"]);
  });

  test("waking it ends the snooze; a ticket that is not snoozed says so", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, { verb: "snooze", until: "明天" });

    expect(world.agentDoes(ann, { verb: "wake" }).outcome).toEqual({ outcome: "woken" });
    expect(world.agentDoes(ann, { verb: "wake" }).outcome).toEqual({ outcome: "not_snoozed" });
  });

  test("a time nobody can read and one too far away change nothing", () => {
    const world = aLearnerWithAnn();

    expect(world.agentDoes(ann, { verb: "snooze", until: "soonish" }).outcome).toEqual({ outcome: "unreadable" });
    expect(world.agentDoes(ann, { verb: "snooze", until: "100d" }).outcome).toEqual({ outcome: "too_far" });
    expect(world.ticket).toMatchObject({ snoozedUntil: null });
  });

  test("whoever takes a snoozed ticket over looks at it now", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, { verb: "snooze", until: "2h" });

    world.agentDoes(bo, { verb: "takeover" });

    expect(world.ticket).toMatchObject({ holder: bo, snoozedUntil: null });
  });

  test("whoever releases or passes on a snoozed ticket leaves it awake", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, { verb: "snooze", until: "2h" });

    world.agentDoes(ann, { verb: "release" });

    expect(world.ticket).toMatchObject({ status: "new", snoozedUntil: null });
  });
});

describe("sorting", () => {
  test("more than twenty tags are a mistake", () => {
    const world = aQueuedLearner();
    const add = Array.from({ length: 21 }, (_, index) => `tag${index}`);

    expect(world.agentDoes(ann, { verb: "tag", add, remove: [] }).outcome).toEqual({ outcome: "unreadable" });
  });

  test("anybody changes the priority of a ticket that waits", () => {
    const world = aQueuedLearner();

    const decision = world.agentDoes(bo, { verb: "priority", priority: "urgent" });

    expect(world.ticket).toMatchObject({ priority: "urgent" });
    expect(agentsRead(decision)[0]).toContain("URGENT");
    expect(world.agentDoes(bo, { verb: "priority", priority: "urgent" }).tickets).toEqual([]);
    expect(world.agentDoes(bo, { verb: "priority", priority: null }).outcome).toEqual({ outcome: "unreadable" });
  });

  test("tags are kept once each in order, whatever case they are written in", () => {
    const world = aQueuedLearner();

    world.agentDoes(ann, { verb: "tag", add: ["Refund", "billing", "退款"], remove: [] });
    world.agentDoes(bo, { verb: "tag", add: ["refund"], remove: ["wants-person", "BILLING"] });

    expect(world.ticket?.tags).toEqual(["refund", "退款"]);
    expect(cardOf(world.ticket as Ticket, style).text).toContain("tags: refund, 退款");
  });

  test("what is no tag is refused as a whole", () => {
    const world = aQueuedLearner();
    const before = world.ticket?.tags;

    for (const add of [["ok", "a b"], ["<b>"], ["x".repeat(33)], []]) {
      expect(world.agentDoes(ann, { verb: "tag", add, remove: [] }).outcome).toEqual({ outcome: "unreadable" });
    }
    expect(world.ticket?.tags).toEqual(before);
  });
});

describe("merging", () => {
  /** Ticket 1 solved with a person's words, ticket 2 claimed by Ann. */
  function aSecondTicket(): World {
    const { world } = aSolvedTicket();
    world.learnerSays("talk_to_human");
    world.agentDoes(ann, { verb: "claim" });
    return world;
  }

  test("the learner's new ticket goes on in the old one, with the same agent and no survey", () => {
    const world = aSecondTicket();
    const [old, fresh] = world.tickets;

    const decision = world.agentDoes(ann, { verb: "merge", into: old?.id ?? null });

    expect(decision.outcome).toEqual({ outcome: "merged" });
    expect(world.tickets).toMatchObject([
      { id: old?.id, status: "open", episode: 2, holder: ann },
      { id: fresh?.id, status: "solved", solveReason: "merged", isRatingAsked: false, rating: null },
    ]);
    expect(world.conversation).toMatchObject({ mode: "agent", ticketId: old?.id, agentId: ann.id });
    expect(agentsRead(decision)).toEqual([
      expect.stringContaining(`Merged into #${old?.id}`),
      expect.stringContaining(`#${fresh?.id} was merged`),
    ]);
    expect(learnerReads(decision)).toEqual([]);
    expect(world.learnerSays("and now?").messages[0]).toMatchObject({ ticketId: old?.id });
  });

  test("a ticket of somebody else, the same one, and one solved long ago are refused", () => {
    const world = aSecondTicket();
    const [old, fresh] = world.tickets;

    expect(world.agentDoes(ann, { verb: "merge", into: 99 as never }).outcome).toEqual({ outcome: "no_such_target" });
    expect(world.agentDoes(ann, { verb: "merge", into: fresh?.id ?? null }).outcome).toEqual({
      outcome: "same_ticket",
    });
    expect(world.agentDoes(ann, { verb: "merge", into: null }).outcome).toEqual({ outcome: "unreadable" });
    world.wait(8 * 24 * 3_600_000);
    expect(world.agentDoes(ann, { verb: "merge", into: old?.id ?? null }).outcome).toEqual({ outcome: "too_late" });
    expect(world.tickets.map(({ status }) => status)).toEqual(["solved", "open"]);
  });

  test("merging again after it is done says that the ticket is solved", () => {
    const world = aSecondTicket();
    const [old, fresh] = world.tickets;
    world.agentDoes(ann, { verb: "merge", into: old?.id ?? null });

    const again = world.agentDoes(ann, { verb: "merge", into: old?.id ?? null }, fresh?.id ?? null);

    expect(again.outcome).toEqual({ outcome: "already_solved" });
  });
});

describe("blocking a learner", () => {
  test("their open ticket ends as spam without a survey, and they are told once and kindly", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, say("Stop it."));

    const decision = world.agentDoes(ann, { verb: "block", ms: 7_200_000, reason: "insults" });

    expect(decision.outcome).toEqual({ outcome: "blocked" });
    expect(world.ticket).toMatchObject({ status: "solved", solveReason: "spam", isRatingAsked: false });
    expect(world.conversation).toMatchObject({ mode: "bot", blockReason: "insults" });
    expect(learnerReads(decision)).toEqual([expect.stringContaining("not taken up until 2026-03-02 12:00")]);
    expect(decision.facts.map(({ kind, agentId }) => [kind, agentId])).toEqual([
      ["blocked", ann.id],
      ["dropped", ann.id],
    ]);
  });

  test("what they say meanwhile is kept and goes nowhere", () => {
    const world = aLearnerWithAnn();
    world.agentDoes(ann, { verb: "block", ms: null, reason: "" });

    const heard = [world.learnerSays("reset_password"), world.learnerOrders("human"), world.learnerPresses(null)];

    for (const decision of heard) {
      expect(decision.outcome).toEqual({ outcome: "ignored" });
      expect([...learnerReads(decision), ...agentsRead(decision)]).toEqual([]);
      expect(decision.tickets).toEqual([]);
    }
    expect(heard.flatMap(({ messages }) => messages.map(({ text }) => text))).toEqual(["reset_password", "/human"]);
  });

  test("when the time is over, or an agent says so, they are answered again", () => {
    const world = aLearnerWithAnn();
    const id = world.ticket?.id ?? null;
    world.agentDoes(ann, { verb: "block", ms: 60_000, reason: "" });
    world.wait(60_000);
    expect(learnerReads(world.learnerSays("reset_password"))).not.toEqual([]);
    expect(world.agentDoes(bo, { verb: "unblock" }, id).outcome).toEqual({ outcome: "not_blocked" });

    world.agentDoes(bo, { verb: "block", ms: null, reason: "" }, id);
    expect(world.agentDoes(bo, { verb: "unblock" }, id).outcome).toEqual({ outcome: "unblocked" });
    expect(learnerReads(world.learnerSays("reset_password"))).not.toEqual([]);
  });

  test("a learner somebody else is helping is not blocked behind their back", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(bo, { verb: "block", ms: null, reason: "spam" });

    expect(decision.outcome).toEqual({ outcome: "not_holder", holder: ann });
    expect(world.conversation.blockedUntil).toBeNull();
  });
});

describe("presence", () => {
  test("an agent who goes away is told until when, and what they still hold", () => {
    const world = aLearnerWithAnn();
    const id = world.ticket?.id;
    world.staff = {
      ...world.staff,
      presence: { outcome: "away", until: Date.parse("2026-03-02T12:00Z"), holds: id ? [id] : [] },
    };

    const decision = world.agentDoes(ann, { verb: "away", until: "2h" });

    expect(decision.outcome).toEqual({ outcome: "away" });
    expect(agentsRead(decision)[0]).toContain("away until 2026-03-02 12:00. You still hold 1 ticket: #1");
  });
});
