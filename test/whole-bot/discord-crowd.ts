/**
 * A crowd on Discord whose every question has an answer of its own, so that what was lost, doubled or overtaken shows in what
 * people read. Not to break: what is expected is exact wherever the network knows our keys.
 */
import { expect } from "vitest";
import type { User } from "../emulators/discord/user.ts";
import { type AgentAt, inDiscord, roomsOf } from "./across-agents.ts";
import { aMember, type Learner, onDiscord } from "./across-people.ts";
import { type Across, appears, type Ticket, untilHandedOver, written } from "./across-place.ts";

const FIRST = ["I forgot my password", 'Choose "Forgot password" where you sign in.'] as const;
/** What all ask in turn, and what they are to read. */
export const ROUNDS = [
  ["how do I get an invoice", "The invoice is beside your order."],
  ["how do I get my certificate", "The certificate is yours after the last lesson."],
  ["how do I use a coupon", "The coupon is entered while you pay."],
  ["how do I switch on subtitles", "The subtitles are a button of the player."],
  ["when is the live class", "The timetable is on the first page."],
  ["can I give a course as a gift", "The gift is chosen with the order."],
] as const;
const ASKERS = 4;
/** Longer than a gateway library rests before it begins a new session, and than four tries of one message. */
const LONG = { timeout: 30_000 };

/** Learners the bot answers, and one with an open ticket whom an agent answers. */
export type Crowd = {
  readonly askers: readonly User[];
  readonly tess: Learner;
  readonly cleo: AgentAt;
  readonly ticket: Ticket;
};

export async function gather(place: Across): Promise<Crowd> {
  const [tess, cleo] = [
    onDiscord(place, aMember(place, { name: "Tess", language: "en" })),
    inDiscord(place, place.cleo),
  ];
  await tess.says("/human");
  const ticket = await untilHandedOver(place, await tess.reads(/request #\d+/));
  await cleo.does(ticket, "claim");
  await tess.reads(/Cleo is here/);
  // Who never wrote cannot be read back: Discord tells nobody of direct messages it never announced.
  const askers = Array.from({ length: ASKERS }, () => aMember(place));
  for (const asker of askers) asker.dms(FIRST[0]);
  for (const asker of askers) await appears(place, place.dc.dmWith(asker), FIRST[1]);
  return { askers, tess, cleo, ticket };
}

const ANSWERS = [FIRST, ...ROUNDS].map(([, answer]) => answer);
const WORDS = ROUNDS.map((_, round) => `👤 words ${round}`);
const REPLIES = ROUNDS.map((_, round) => `reply ${round}`);

/** All say what belongs to a round, without waiting for anything. */
export async function sayAll({ askers, tess, cleo, ticket }: Crowd, round: number): Promise<void> {
  for (const asker of askers) asker.dms(ROUNDS[round]?.[0] ?? expect.fail());
  await tess.says(`words ${round}`);
  await cleo.writes(ticket, `reply ${round}`);
}

/** Everything was read, each once and in its order. */
export async function untilEachOnce(place: Across, crowd: Crowd): Promise<void> {
  await expect.poll(() => isAllRead(place, crowd), LONG).toBe(true);
  expectEachOnce(place, crowd);
}

function whatIsRead(place: Across, { askers, tess, ticket }: Crowd) {
  const [inTelegram, inDiscord] = roomsOf(place, ticket).map(({ lines }) => lines());
  return {
    answers: askers.map((asker) => written(place, place.dc.dmWith(asker))),
    words: (inDiscord ?? []).filter((line) => line.startsWith("👤")),
    replies: tess.history().filter((text) => text.startsWith("reply")),
    // Telegram knows no keys: what was on its way when the bot died may come twice.
    relayed: firstTimes(inTelegram ?? []).filter((line) => line.startsWith("👤")),
    copied: firstTimes(inTelegram ?? []).filter((line) => line.startsWith("💬")),
  };
}

/** The bot has caught up: every asker has read the answers up to this round. */
export async function untilAnswered(place: Across, { askers }: Crowd, round: number): Promise<void> {
  const counts = () => askers.map((asker) => written(place, place.dc.dmWith(asker)).length);
  await expect.poll(counts, LONG).toEqual(askers.map(() => round + 2));
}

function isAllRead(place: Across, crowd: Crowd): boolean {
  const { answers, ...others } = whatIsRead(place, crowd);
  return (
    answers.every(({ length }) => length >= ANSWERS.length) &&
    Object.values(others).every(({ length }) => length >= ROUNDS.length)
  );
}

export function expectEachOnce(place: Across, crowd: Crowd): void {
  expect(whatIsRead(place, crowd)).toEqual({
    answers: crowd.askers.map(() => ANSWERS),
    words: WORDS,
    replies: REPLIES,
    relayed: WORDS,
    copied: REPLIES.map((reply) => `💬 Cleo: ${reply}`),
  });
}

function firstTimes(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}
