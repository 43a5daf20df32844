/**
 * Where a flow takes place: the bot as one process or as a fleet of them, and what people do and see there. A flow knows no
 * more of it than this, so that one list of flows runs in every shape. Not to break: places are shared by many flows, so a
 * flow brings a learner of its own and looks at nothing but that learner's chat, ticket and topic.
 */
import type { Chat } from "../emulators/telegram/chat.ts";
import type { TelegramServer } from "../emulators/telegram/server.ts";
import type { Message, Topic } from "../emulators/telegram/types.ts";
import type { User } from "../emulators/telegram/user.ts";
import { type Answer, type Environment, topicOf } from "./house.ts";

export type Place = {
  readonly tg: TelegramServer;
  readonly agents: Chat;
  readonly ann: User;
  readonly bo: User;
  /** The address of every process's HTTP door. */
  readonly doors: readonly string[];
  /** Calls the API, of another process than the one that took in the last update where there are several. */
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: unknown) => Promise<Answer>;
};

/** What a bot must be started with to be such a place: two intents more, which nobody can tell apart. */
export const PLACE_ENV: Environment = { INTENTS_DIR: "./test/whole-bot/small-pack,./test/whole-bot/twins" };

/** A fleet on a busy machine takes its time. */
export const WAIT = { timeout: 15_000 };

export type InTopic = { readonly ticketId: number; readonly topic: Topic; readonly card: Message };

/** The learner reads such words; returns the message, for its buttons. */
export function reads({ tg }: Place, { dm: chat }: User, text: string | RegExp): Promise<Message> {
  return tg.expectMessage({ chat, text }, WAIT);
}

/** Agents read such words in the topic of a ticket. */
export function agentsRead({ tg, agents: chat }: Place, { topic: thread }: InTopic, text: string | RegExp) {
  return tg.expectMessage({ chat, thread, text }, WAIT);
}

/** An agent writes in the topic of a ticket. */
export function writes(agent: User, { agents: chat }: Place, { topic: thread }: InTopic) {
  return (text: string) => agent.says(text, { chat, thread });
}

/** What the learner was told, and the topic of the ticket that was just opened for them, once agents can work in it. */
export async function untilQueued(
  place: Place,
  learner: User,
  queued = /request #\d+/,
): Promise<InTopic & { readonly told: Message }> {
  const told = await reads(place, learner, queued);
  const ticketId = Number(/#(\d+)/.exec(told.text ?? "")?.[1]);
  return { ticketId, told, ...(await topicOf(place, ticketId)) };
}
