/** What became of a question, told from what happened after it. */
import { expect, test } from "vitest";
import { askedOf, handlingMs } from "../../src/insight/asked.ts";
import { aPastFact, aPastTicket, aTurn, HOUR_MS, NOW } from "./questions.ts";

const LATER = { now: NOW + 100 * HOUR_MS, smallTalk: new Set(["thanks"]) };
const ANSWERED = [aPastFact("answered", 0, { intentId: "invoice", value: 0.95 })];
const MISSED = [aPastFact("missed", 0, { value: 0.2 })];
const thanks = [aPastFact("asked", 5), aPastFact("answered", 5, { intentId: "thanks" })];
const another = [aPastFact("asked", 9), aPastFact("answered", 9, { intentId: "refund" })];

test.each([
  ["the learner taps solved", ANSWERED, [aPastFact("confirmed", 3)], "confirmed"],
  ["thanks come before the tap", ANSWERED, [...thanks, aPastFact("confirmed", 8)], "confirmed"],
  ["the learner taps not quite", ANSWERED, [aPastFact("not_quite", 3)], "not_quite"],
  ["they come back with something else", ANSWERED, another, "bounced"],
  ["they only say thanks", ANSWERED, thanks, "silent"],
  ["nothing more is heard", ANSWERED, [], "silent"],
  ["they ask for a person after the answer", ANSWERED, [aPastFact("escalated", 3)], "escalated"],
  [
    "a miss is asked again until a person comes",
    MISSED,
    [aPastFact("asked", 3), aPastFact("missed", 3), aPastFact("escalated", 3)],
    "escalated",
  ],
  ["a miss is asked again and answered", MISSED, another, "bounced"],
] as const)("when %s", (_, facts, after, fate) => {
  expect(askedOf(aTurn(facts, after), LATER).fate).toBe(fate);
});

test("before three days are over silence says nothing", () => {
  expect(askedOf(aTurn(ANSWERED), { ...LATER, now: NOW + HOUR_MS }).fate).toBe("open");
});

test("what the learner picks after being asked back is what they meant", () => {
  const turn = aTurn(
    [aPastFact("clarified", 0, { intentId: "refund", value: 0.5 })],
    [
      aPastFact("picked", 2, { intentId: "invoice" }),
      aPastFact("answered", 2, { intentId: "invoice", value: 1 }),
      aPastFact("confirmed", 4),
    ],
  );

  expect(askedOf(turn, LATER)).toMatchObject({
    did: "clarified",
    answered: ["invoice"],
    guessed: "refund",
    fate: "confirmed",
  });
});

test("what the FAQ itself hands to a person is no failed answer, and carries the ticket", () => {
  const ticket = aPastTicket();
  const turn = aTurn([...ANSWERED, aPastFact("escalated", 0, { ticketId: ticket.id })], [], { ticket });

  expect(askedOf(turn, LATER)).toMatchObject({ fate: "escalated", isByFaq: true, ticket });
});

test("handling counts the first words, short pauses as they are, and long ones as a quarter of an hour", () => {
  const at = (minute: number) => NOW + minute * 60_000;
  const replies = [at(0), at(4), at(400)].map((time, index) => ({
    messageId: index,
    text: "…",
    at: time,
    agentId: null,
  }));

  expect(handlingMs(aPastTicket({ replies, solvedAt: at(402) }))).toBe((3 + 4 + 15 + 2) * 60_000);
  expect(handlingMs(aPastTicket({ solvedAt: at(9) }))).toBe(0);
});
