/** The rules of a conversation, one sentence each. */
import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/core/decision.ts";
import type { TicketId } from "../../src/core/model.ts";
import { agentsRead, ann, aWorld, bo, buttonsIn, learnerReads, pressOf, rowsIn } from "./world.ts";

const say = (text: string) => ({ verb: "say", text, attachments: [] }) as const;
const DAY_MS = 24 * 60 * 60 * 1000;

function kindsIn(decision: Decision): readonly string[] {
  return rowsIn(decision).map(({ audience, content }) => `${audience} ${content.kind}`);
}

function aQueuedLearner() {
  const world = aWorld();
  world.learnerSays("talk_to_human");
  return world;
}

function aLearnerWithAnn() {
  const world = aQueuedLearner();
  world.agentDoes(ann, { verb: "claim" });
  return world;
}

function aSolvedTicket() {
  const world = aLearnerWithAnn();
  world.agentDoes(ann, say("Done."));
  const asked = world.agentDoes(ann, { verb: "solve" });
  return { world, asked };
}

describe("while the bot holds the conversation", () => {
  test("a question it is sure about is answered, with three buttons under it", () => {
    const world = aWorld();

    const decision = world.learnerSays("reset_password");

    expect(decision.outcome).toEqual({ outcome: "answered" });
    expect(learnerReads(decision)).toEqual(["Answer reset_password"]);
    expect(buttonsIn(decision).map(({ label }) => label)).toEqual(["✅ Solved", "🤔 Not quite", "🙋 A person"]);
  });

  test("the answer comes in the language of the question", () => {
    const world = aWorld();

    const decision = world.learnerSays("怎么办 reset_password");

    expect(learnerReads(decision)).toEqual(["答案 reset_password"]);
  });

  test("small talk gets no question whether it helped", () => {
    const decision = aWorld().learnerSays("greeting");

    expect(learnerReads(decision)).toEqual(["Answer greeting"]);
    expect(buttonsIn(decision)).toEqual([]);
  });

  test("of two close intents the learner is asked which, and the pick is answered", () => {
    const world = aWorld();

    const asked = world.learnerSays("reset_password 50 login_problem 40");
    const answered = world.learnerPresses(pressOf(asked, "Title login_problem"));

    expect(asked.outcome).toEqual({ outcome: "clarified" });
    expect(buttonsIn(asked).map(({ label }) => label)).toEqual([
      "Title reset_password",
      "Title login_problem",
      "None of these",
      "🙋 A person",
    ]);
    expect(learnerReads(answered)).toContain("Answer login_problem");
  });

  test("what is not understood twice in a row becomes a ticket", () => {
    const world = aWorld();

    const first = world.learnerSays("qwertz");
    const second = world.learnerSays("asdf");

    expect(first.outcome).toEqual({ outcome: "missed" });
    expect(second.outcome).toEqual({ outcome: "escalated" });
    expect(world.ticket).toMatchObject({ status: "new", reason: "missed", priority: "normal" });
    expect(world.conversation.mode).toBe("queued");
  });

  test("an understood question between two misses starts the count anew", () => {
    const world = aWorld();
    world.learnerSays("qwertz");
    world.learnerSays("reset_password");

    const decision = world.learnerSays("asdf");

    expect(decision.outcome).toEqual({ outcome: "missed" });
  });

  test("'not quite' twice in a row becomes a ticket", () => {
    const world = aWorld();
    world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Not quite"));

    const decision = world.learnerPresses(pressOf(world.learnerSays("login_problem"), "Not quite"));

    expect(decision.outcome).toEqual({ outcome: "escalated" });
    expect(world.facts.map(({ kind }) => kind).filter((kind) => kind === "not_quite")).toHaveLength(2);
  });

  test("'solved' is confirmed and counted for the intent", () => {
    const world = aWorld();

    const decision = world.learnerPresses(pressOf(world.learnerSays("reset_password"), "Solved"));

    expect(decision.outcome).toEqual({ outcome: "confirmed" });
    expect(world.facts.at(-1)).toMatchObject({ kind: "confirmed", intentId: "reset_password" });
    expect(kindsIn(decision)).toContain("learner settle_buttons");
  });

  test("who asks for a person gets a ticket at once, without an answer first", () => {
    const world = aQueuedLearner();

    expect(world.ticket).toMatchObject({ id: 1, reason: "asked", status: "new" });
    expect(kindsIn(world.decisions[0] as Decision)).toEqual(["learner say", "staff card", "staff transcript"]);
  });

  test("an intent that always needs a person is answered and handed over with its priority", () => {
    const world = aWorld();

    const decision = world.learnerSays("complaint");

    expect(learnerReads(decision)[0]).toBe("Answer complaint");
    expect(world.ticket).toMatchObject({ reason: "intent", priority: "urgent", intentId: "complaint" });
  });

  test("an intent that offers a person says so under its answer", () => {
    const decision = aWorld().learnerSays("request_refund");

    expect(learnerReads(decision)[0]).toContain("a person can look into it");
  });

  test("the person button keeps what the talk was about, and its priority", () => {
    const world = aWorld();

    world.learnerPresses(pressOf(world.learnerSays("request_refund"), "A person"));

    expect(world.ticket).toMatchObject({ reason: "asked", intentId: "request_refund", priority: "high" });
  });

  test("a picture without words is asked to be described, and a second one goes to a person", () => {
    const world = aWorld();
    const photo = { attachments: [{ kind: "photo", ref: "f", name: null, mime: null, bytes: 1 }] } as const;

    const first = world.learnerSays("", photo);
    const second = world.learnerSays("", photo);

    expect(learnerReads(first)[0]).toContain("only read text");
    expect(second.outcome).toEqual({ outcome: "escalated" });
  });

  test("an album of three pictures is one message, not three misses", () => {
    const world = aWorld();
    const album = { albumId: "a" };

    const outcomes = ["", "", ""].map((text) => world.learnerSays(text, album).outcome.outcome);

    expect(outcomes).toEqual(["missed", "acknowledged", "acknowledged"]);
  });

  test("an old button says that it is old and changes nothing", () => {
    const world = aWorld();
    const old = pressOf(world.learnerSays("reset_password"), "Solved");
    world.learnerSays("login_problem");
    const before = world.conversation;

    const decision = world.learnerPresses(old);

    expect(decision.outcome).toEqual({ outcome: "stale_press" });
    expect(learnerReads(decision)[0]).toContain("earlier moment");
    expect(world.conversation).toEqual(before);
  });

  test("an edited question is read again only while it is unanswered", () => {
    const world = aWorld();
    world.learnerSays("qwertz");
    const again = world.learnerDoes({ kind: "edited", messageId: "m1", text: "reset_password" });
    const later = world.learnerDoes({ kind: "edited", messageId: "m1", text: "login_problem" });

    expect(again.outcome).toEqual({ outcome: "answered" });
    expect(learnerReads(later)).toEqual([]);
  });
});

describe("while a learner waits", () => {
  test("more words go onto the ticket and are confirmed at most once a minute", () => {
    const world = aQueuedLearner();

    const early = world.learnerSays("reset_password");
    world.wait(60_000);
    const late = world.learnerSays("and one more thing");

    expect(learnerReads(early)).toEqual([]);
    expect(agentsRead(early)).toEqual(["👤 reset_password"]);
    expect(learnerReads(late)[0]).toContain("Added to your request #1");
  });

  test("cancel takes the request back, asks for no rating, and tells the agents", () => {
    const world = aQueuedLearner();

    const decision = world.learnerOrders("cancel");

    expect(world.conversation.mode).toBe("bot");
    expect(world.ticket).toMatchObject({ status: "solved", isRatingAsked: false, holder: null });
    expect(agentsRead(decision)[0]).toContain("took the request back");
  });

  test("asking for a person again tells where the request stands instead of opening another", () => {
    const world = aQueuedLearner();

    const decision = world.learnerOrders("human");

    expect(world.tickets).toHaveLength(1);
    expect(learnerReads(decision)[0]).toContain("#1 is waiting");
  });
});

describe("while an agent holds the ticket", () => {
  test("of two agents who claim, the second learns who was first", () => {
    const world = aQueuedLearner();
    world.agentDoes(ann, { verb: "claim" });

    const decision = world.agentDoes(bo, { verb: "claim" });

    expect(decision.outcome).toEqual({ outcome: "already_claimed", by: ann });
    expect(agentsRead(decision)).toEqual(["Already claimed by Ann."]);
  });

  test("the bot is mute: the learner's words go to the agent and nowhere else", () => {
    const decision = aLearnerWithAnn().learnerSays("reset_password");

    expect(learnerReads(decision)).toEqual([]);
    expect(agentsRead(decision)).toEqual(["👤 reset_password"]);
  });

  test("the agent's words reach the learner as they are", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(ann, say("Hi, I look into it."));

    expect(learnerReads(decision)).toEqual(["Hi, I look into it."]);
    expect(world.ticket).toMatchObject({ waitingFor: "learner", humanReplies: 1 });
  });

  test("words of someone who does not hold the ticket are not sent, and they are told", () => {
    const decision = aLearnerWithAnn().agentDoes(bo, say("me too"));

    expect(decision.outcome).toEqual({ outcome: "not_holder", holder: ann });
    expect(learnerReads(decision)).toEqual([]);
    expect(agentsRead(decision)[0]).toContain("Ann holds this ticket");
  });

  test("words in an unclaimed ticket are not sent", () => {
    const decision = aQueuedLearner().agentDoes(ann, say("who takes this?"));

    expect(decision.outcome).toEqual({ outcome: "not_holder", holder: null });
    expect(learnerReads(decision)).toEqual([]);
  });

  test("a note by anybody stays inside", () => {
    const decision = aLearnerWithAnn().agentDoes(bo, { verb: "note", text: "knows her from last week" });

    expect(decision.outcome).toEqual({ outcome: "noted" });
    expect(learnerReads(decision)).toEqual([]);
    expect(decision.messages[0]).toMatchObject({ kind: "note", text: "knows her from last week" });
  });

  test("a release puts the learner back in line and says so", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(ann, { verb: "release" });

    expect(world.conversation.mode).toBe("queued");
    expect(learnerReads(decision)[0]).toContain("back in line");
  });

  test("a learner who blocked the bot is written to no more, and the agent is told once", () => {
    const world = aLearnerWithAnn();

    const first = world.happens({ by: "world", what: "unreachable" });
    const second = world.happens({ by: "world", what: "unreachable" });
    const words = world.agentDoes(ann, say("Are you there?"));

    expect(agentsRead(first)[0]).toContain("cannot be reached");
    expect(agentsRead(second)).toEqual([]);
    expect(learnerReads(words)).toEqual([]);
  });
});

describe("when a ticket is solved", () => {
  test("the learner is asked for 1–5 and a star closes the circle", () => {
    const { world, asked } = aSolvedTicket();

    const decision = world.learnerPresses(pressOf(asked, "5"));

    expect(decision.outcome).toEqual({ outcome: "rated" });
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 5 }]);
    expect(world.conversation.mode).toBe("bot");
  });

  test("words count as a rating too", () => {
    const { world } = aSolvedTicket();

    world.learnerSays("五星");

    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 5 }]);
  });

  test("what is no rating is a new question, and the buttons stay good", () => {
    const { world, asked } = aSolvedTicket();

    const question = world.learnerSays("reset_password");
    world.learnerPresses(pressOf(asked, "4"));

    expect(learnerReads(question)).toEqual(["Answer reset_password"]);
    expect(world.ratings).toEqual([{ ticketId: 1, episode: 1, rating: 4 }]);
  });

  test("a second star changes nothing", () => {
    const { world, asked } = aSolvedTicket();
    world.learnerPresses(pressOf(asked, "5"));

    const decision = world.learnerPresses(pressOf(asked, "1"));

    expect(learnerReads(decision)[0]).toContain("already rated");
    expect(world.ratings).toHaveLength(1);
  });

  test("a star for somebody else's ticket is refused kindly", () => {
    const { world } = aSolvedTicket();

    const decision = world.learnerPresses({ press: "rate", ticketId: 999 as TicketId, episode: 1, rating: 1 });

    expect(learnerReads(decision)).toEqual(["That button does not belong to a request of yours."]);
    expect(world.ratings).toEqual([]);
  });

  test("nothing is asked when no person wrote a word", () => {
    const world = aLearnerWithAnn();

    const decision = world.agentDoes(ann, { verb: "solve" });

    expect(world.ticket).toMatchObject({ status: "solved", isRatingAsked: false });
    expect(buttonsIn(decision)).toEqual([]);
    expect(world.conversation.mode).toBe("bot");
  });

  test("a low star offers to look again, which opens the next episode of the same ticket", () => {
    const { world, asked } = aSolvedTicket();
    const low = world.learnerPresses(pressOf(asked, "2"));

    const decision = world.learnerPresses(pressOf(low, "Not solved"));

    expect(decision.outcome).toEqual({ outcome: "reopened" });
    expect(world.tickets).toHaveLength(1);
    expect(world.ticket).toMatchObject({ id: 1, episode: 2, status: "new", humanReplies: 0 });
  });

  test("each episode is rated for itself", () => {
    const { world, asked } = aSolvedTicket();
    world.learnerPresses(pressOf(world.learnerPresses(pressOf(asked, "2")), "Not solved"));
    world.agentDoes(bo, { verb: "claim" });
    world.agentDoes(bo, say("Now?"));
    const again = world.agentDoes(bo, { verb: "solve" });

    world.learnerPresses(pressOf(again, "5"));

    expect(world.ratings.map(({ episode, rating }) => [episode, rating])).toEqual([
      [1, 2],
      [2, 5],
    ]);
  });

  test("a claim of a solved ticket is refused with what to do instead", () => {
    const { world } = aSolvedTicket();

    const decision = world.agentDoes(bo, { verb: "claim" });

    expect(decision.outcome).toEqual({ outcome: "already_solved" });
    expect(agentsRead(decision)[0]).toContain("/reopen");
  });

  test("an agent who reopens holds the ticket, within seven days", () => {
    const { world } = aSolvedTicket();

    const decision = world.agentDoes(bo, { verb: "reopen" });

    expect(decision.outcome).toEqual({ outcome: "reopened" });
    expect(world.ticket).toMatchObject({ status: "open", holder: bo, episode: 2 });
  });

  test("after seven days a ticket stays closed", () => {
    const { world, asked } = aSolvedTicket();
    world.wait(7 * DAY_MS);

    expect(world.agentDoes(bo, { verb: "reopen" }).outcome).toEqual({ outcome: "too_late" });
    expect(learnerReads(world.learnerPresses(pressOf(asked, "Not solved")))[0]).toContain("too long ago");
  });

  test("a ticket is not reopened beside another open one", () => {
    const { world } = aSolvedTicket();
    world.learnerOrders("human");

    const decision = world.agentDoes(ann, { verb: "reopen" }, 1 as TicketId);

    expect(decision.outcome).toEqual({ outcome: "other_ticket_open", ticketId: 2 });
  });
});

describe("whatever happens", () => {
  test("a message that broke the bot is kept and goes to a person", () => {
    const world = aWorld();

    const decision = world.happens({ by: "world", what: "poisoned", text: "boom" });

    expect(world.ticket).toMatchObject({ reason: "poisoned", priority: "high" });
    expect(decision.messages[0]).toMatchObject({ text: "boom", author: { kind: "learner" } });
    expect(learnerReads(decision)[0]).toContain("your message is not lost");
  });

  test("/language fixes the language whatever is written after", () => {
    const world = aWorld();
    world.learnerOrders("language", "中文");

    const decision = world.learnerSays("reset_password");

    expect(learnerReads(decision)).toEqual(["答案 reset_password"]);
  });

  test("/language without a language shows both, and a button chooses", () => {
    const world = aWorld();

    world.learnerPresses(pressOf(world.learnerOrders("language"), "中文"));

    expect(world.conversation).toMatchObject({ language: "zh", isLanguageChosen: true });
  });

  test.each(["start", "help", "status", "cancel", "nonsense"])("/%s is answered", (command) => {
    expect(learnerReads(aWorld().learnerOrders(command))).toHaveLength(1);
  });

  test("what an agent writes longer than the network takes is split, not cut", () => {
    const world = aLearnerWithAnn();
    const long = "字".repeat(5000);

    const decision = world.agentDoes(ann, say(long));

    expect(learnerReads(decision)).toHaveLength(2);
    expect(learnerReads(decision).join("")).toBe(long);
  });
});
