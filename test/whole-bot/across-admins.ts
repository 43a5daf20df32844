/**
 * Two ends of a request that no agent makes: an incident that admins announce and end in the rooms where they work, and the learner
 * who says that it is solved.
 */
import { expect } from "vitest";
import { type AgentAt, roomsOf, untilEvery } from "./across-agents.ts";
import { english } from "./across-circle.ts";
import type { Learner } from "./across-people.ts";
import { type Across, appears, seen, untilHandedOver } from "./across-place.ts";
import { WAIT } from "./place.ts";

/** Where somebody gives orders to the whole team, and reads what became of them. */
export type StaffRoom = {
  readonly orders: (words: string) => Promise<void>;
  readonly reads: (text: RegExp) => Promise<string>;
};

type Person = "admin" | "agent";

/** Ann administers the group. */
export function groupInTelegram({ tg, agents: chat, ann, bo }: Across, person: Person): StaffRoom {
  return {
    orders: async (words) => void (person === "admin" ? ann : bo).says(`/notice ${words}`, { chat }),
    reads: async (text) => (await tg.expectMessage({ chat, text }, WAIT)).text ?? "",
  };
}

/** Cleo has the role of admins. */
export function channelOnDiscord(place: Across, person: Person): StaffRoom {
  const { staff: channel, cleo, dan } = place;
  return {
    orders: async (words) =>
      void (await (person === "admin" ? cleo : dan).slash("notice", { channel, options: { words } }).acked()),
    reads: async (text) => seen(await appears(place, channel, text)),
  };
}

type Incident = {
  readonly learner: Learner;
  readonly roomOf: (place: Across, person: Person) => StaffRoom;
  /** No other flow asks about it. */
  readonly intent: string;
  readonly question: string;
};

export async function announce(place: Across, { learner, roomOf, intent, question }: Incident): Promise<void> {
  const [admin, agent] = [roomOf(place, "admin"), roomOf(place, "agent")];
  await learner.says(question);
  await (await learner.reads(/./)).presses(english.notQuite);
  await (await learner.reads(english.rephrase)).presses(english.person);
  const ticket = await untilHandedOver(place, await learner.reads(english.queued));

  await agent.orders(`2h ${intent} nobody believes me`);
  await agent.reads(/only admins announce incidents/);
  await admin.orders(`2h ${intent} 暂时打不开 | That is down, we are on it`);
  const announced = await admin.reads(/📌 Announced #\d+/);
  await learner.reads(new RegExp(`About your request #${ticket.ticketId}:\\nThat is down, we are on it`));
  await learner.says("/human");

  await admin.orders(`end ${/#(\d+)/.exec(announced)?.[1]}`);
  const over = await learner.reads(/the disturbance behind your request #\d+ is over/);
  await over.presses(/Solved/i);
  await untilEvery(roomsOf(place, ticket), ({ isClosed }) => isClosed());
  const { body } = await place.get(`/api/v1/tickets/${ticket.ticketId}`);
  expect(body.ticket).toMatchObject({ solveReason: "learner" });
  expect(learner.history().filter((text) => english.ask.test(text))).toEqual([]);
}

/** A slip of the finger is asked about once; then it is as good as an agent's word, and rated. */
export async function settleByLearner(
  place: Across,
  { learner, agent }: { learner: Learner; agent: AgentAt },
): Promise<void> {
  await learner.says("/human");
  const ticket = await untilHandedOver(place, await learner.reads(english.queued));
  await agent.does(ticket, "claim");
  const here = await learner.reads(english.here(agent.name));
  await agent.writes(ticket, "Please reload.");
  await learner.reads("Please reload.");

  await here.presses(/It is solved/);
  const slip = await learner.reads(/Is your request #\d+ solved\?/);
  await slip.presses(/Not yet/);
  await learner.reads(/goes on\. Just write here/);
  await here.presses(/It is solved/);
  const sure = await learner.reads(/Is your request #\d+ solved\?/);
  await sure.presses(/Yes, solved/);

  const survey = await learner.reads(english.ask);
  await untilEvery(roomsOf(place, ticket), ({ isClosed }) => isClosed());
  await survey.presses(/5/);
  await learner.reads(english.thanks);
}
