/** What becomes of two open tickets of one learner when their chats are linked, or an agent merges them. */
import { describe, expect, test } from "vitest";
import { decide } from "../../src/core/decide.ts";
import type { Before, Decision, Facts } from "../../src/core/decision.ts";
import type { Event } from "../../src/core/inbound.ts";
import type { Ticket, TicketId } from "../../src/core/model.ts";
import {
  agentsRead,
  aLearnerWithAnn,
  ann,
  aQueuedLearner,
  bo,
  home,
  learnerReads,
  pack,
  say,
  staffRoom,
  type World,
} from "./world.ts";

const NUMBER_TWO = 2 as TicketId;

/** The second ticket, as another world left it. */
function asSecond(world: World, more: Partial<Ticket> = {}): Ticket {
  const { ticket } = world;
  if (ticket === undefined) throw new Error("that world has a ticket");
  return Object.assign({ ...ticket, id: NUMBER_TWO }, more);
}

function linked(world: World, other: Ticket): Decision {
  const said = {
    kind: "command",
    messageId: "m",
    name: "link",
    argument: "ABCD",
    attachments: [],
    albumId: null,
  } as const;
  return after(world, other, { by: "learner", chat: home, name: "Ming", said });
}

function after(world: World, other: Ticket, event: Event): Decision {
  const current = world.ticket ?? null;
  const before: Before = {
    ...{ conversation: world.conversation, current, named: current, other, nextTicketId: 3 as TicketId },
    ...{ waiting: { low: 0, normal: 0, high: 0, urgent: 0 }, ahead: 0, held: 0 },
  };
  return decide(before, event, factsAt(world));
}

const ABLE: Facts["can"]["web"] = {
  ...{ textLengthMax: 4096, buttons: { rowsMax: 5, perRowMax: 5, labelLengthMax: 80 }, edits: true, quotes: true },
  ...{ reacts: true, typing: true, threads: true, files: { bytesMax: 10_000_000 } },
};

function factsAt(world: World): Facts {
  return {
    ...{ now: world.now, pack, matches: [], otherQuestions: [], isAngry: false, staffRooms: [staffRoom] },
    ...{ staffLanguage: "en", can: { telegram: ABLE, discord: ABLE, web: ABLE, terminal: ABLE } },
    ...{ link: { outcome: "joined" }, waitAt: () => null, ...world.staff },
  };
}

describe("a learner who links two chats that both have an open ticket", () => {
  test("has one ticket afterwards, the one a person holds, and is told once", () => {
    const other = asSecond(aQueuedLearner(), { tags: ["refund"], priority: "high" });
    const world = aLearnerWithAnn();

    const decision = linked(world, other);

    const [goes, stays] = decision.tickets;
    expect(stays).toMatchObject({ id: 1, status: "open", holder: ann, priority: "high", tags: ["refund"] });
    expect(goes).toMatchObject({ id: 2, status: "solved", solveReason: "merged", isRatingAsked: false });
    expect(decision.conversation).toMatchObject({ mode: "agent", ticketId: 1, agentId: ann.id });
    expect(decision.merged).toEqual({ ticketId: 2, intoId: 1 });
    expect(learnerReads(decision)).toEqual([expect.stringContaining("your two requests are one: #1")]);
    expect(agentsRead(decision).filter((text) => /#[12]/.test(text))).toHaveLength(2);
  });

  test("keeps the place in line of the older one when nobody held either", () => {
    const older = aQueuedLearner();
    const world = aQueuedLearner();
    const since = world.now - 3_600_000;
    const clocks = { ...asSecond(older).clocks, waitingSince: since };

    const decision = linked(world, asSecond(older, { openedAt: since, clocks }));

    expect(decision.tickets[1]).toMatchObject({
      id: 1,
      status: "new",
      openedAt: since,
      clocks: { waitingSince: since },
    });
    expect(decision.conversation).toMatchObject({ mode: "queued", ticketId: 1 });
  });

  test("is asked for a rating in the end when a person wrote in the one that went", () => {
    const answered = aLearnerWithAnn();
    answered.agentDoes(ann, say("Try this."));

    const decision = linked(aLearnerWithAnn(), asSecond(answered));

    expect(decision.tickets[1]).toMatchObject({ id: 1, humanReplies: 1, clocks: { first: null } });
  });

  test("is only told that both are one when nothing waits in the other", () => {
    const decision = linked(
      aLearnerWithAnn(),
      asSecond(aQueuedLearner(), { status: "solved", solvedAt: 1 } as Partial<Ticket>),
    );

    expect(decision.tickets.filter(({ id }) => id === NUMBER_TWO)).toEqual([]);
    expect(learnerReads(decision)).toEqual([expect.stringContaining("Both are one conversation now")]);
  });
});

test("an agent who merges a ticket into one a colleague holds leaves it with the colleague", () => {
  const theirs = aQueuedLearner();
  theirs.agentDoes(bo, { verb: "claim" });
  const world = aLearnerWithAnn();

  const does = { verb: "merge", into: NUMBER_TWO } as const;
  const decision = after(world, asSecond(theirs), { by: "agent", agent: ann, place: null, does });

  expect(decision.outcome).toEqual({ outcome: "merged" });
  expect(decision.tickets.find(({ id }) => id === NUMBER_TWO)).toMatchObject({ status: "open", holder: bo });
  expect(decision.conversation).toMatchObject({ mode: "agent", ticketId: NUMBER_TWO, agentId: bo.id });
});
