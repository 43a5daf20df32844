// The fake Telegram a test starts: people and chats to play with, expectations to wait on, faults to inject.
// It listens on loopback only and judges every call of the bot by the published Bot API. See ../README.md.
// The one thing not to break: what the real service refuses must be refused here, in the same words.
import { createServer } from "node:http";
import type { Fault } from "../common/faults.ts";
import { closeServer, listenLoopback, sendJson, trackSockets } from "../common/http.ts";
import {
  matches,
  type Severity,
  summary,
  type TextMatch,
  type Violation,
  type WaitOptions,
} from "../common/journal.ts";
import type { Wire } from "../common/wire.ts";
import { type Refusal, serve } from "./api/front.ts";
import { Chat, type ChatProps } from "./chat.ts";
import type { CallEntry, Message, SentEntry, Topic, Update } from "./types.ts";
import { User, type UserProps } from "./user.ts";
import { DEFAULTS, type TelegramOptions, TelegramWorld } from "./world.ts";

/** What an expected message looks like; what is left out may be anything. `text` also matches captions. */
export type WantedMessage = {
  readonly chat?: Chat | number;
  readonly text?: TextMatch;
  readonly thread?: Topic | number;
  readonly method?: string | RegExp;
  readonly replyTo?: Message;
  readonly where?: (message: Message) => boolean;
};

/** Which calls a fault meets: all but getUpdates, or those of one method; "file" means downloads. */
export type FaultPlan = {
  readonly method?: string;
  readonly times?: number;
  /** Let this many pass first. */
  readonly skip?: number;
  readonly where?: (params: Wire) => boolean;
};

/** Starts a fake Telegram on a free port of 127.0.0.1. Stop the bot before you stop it. */
export async function startTelegram(options: Partial<TelegramOptions> = {}): Promise<TelegramServer> {
  const tg = new TelegramServer({ ...DEFAULTS, ...options });
  await tg.listen();
  return tg;
}

export class TelegramServer extends TelegramWorld {
  port = 0;
  /** The address to give to the bot instead of https://api.telegram.org. */
  apiRoot = "";
  readonly #server = createServer((req, res) => {
    serve(this, { req, res }).catch((error) => {
      this.journal.harnessBug(req.url ?? "", String(error?.stack ?? error));
      const body = { ok: false, error_code: 500, description: "Internal Server Error" };
      if (!res.headersSent) sendJson(res, { status: 500, body });
    });
  });
  readonly #sockets = trackSockets(this.#server);

  async listen(): Promise<void> {
    this.#server.keepAliveTimeout = 30_000;
    this.port = await listenLoopback(this.#server, this.options.port);
    this.apiRoot = `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.webhook.stop();
    this.updates.stop();
    await closeServer(this.#server, this.#sockets);
  }

  // ---- the world

  /** A person; `person.dm` is the private chat with the bot. */
  user(props: UserProps = {}): User {
    return new User(this, props);
  }

  group(props: ChatProps = {}): Chat {
    return new Chat(this, "group", props);
  }

  supergroup(props: ChatProps = {}): Chat {
    return new Chat(this, "supergroup", props);
  }

  /** A supergroup with topics. */
  forum(props: ChatProps = {}): Chat {
    return new Chat(this, "supergroup", { ...props, is_forum: true });
  }

  channel(props: ChatProps = {}): Chat {
    return new Chat(this, "channel", props);
  }

  // ---- expectations

  /** Waits for a message the bot sends (any send*, copy or forward), and consumes it. Throws ExpectationError. */
  async expectMessage(want: WantedMessage = {}, options: WaitOptions = {}): Promise<Message> {
    const describe = `a message ${describeWanted(want)}`;
    const entry = await this.journal.expect("sent", (e) => isWanted(e, want), { describe, ...options });
    return entry.message;
  }

  /** Waits a while, then fails if there is such a message that no expectation has consumed. */
  expectNoMessage(want: WantedMessage = {}, options: { readonly ms?: number } = {}): Promise<void> {
    const describe = `message ${describeWanted(want)}`;
    return this.journal.expectNone("sent", (e) => isWanted(e, want), { describe, ...options });
  }

  /** Waits for a call by the name of its method; `filter` gets the decoded parameters. */
  expectCall(method: string, filter: (params: Wire) => boolean = () => true, options: WaitOptions = {}) {
    const isMeant = (e: CallEntry): boolean => e.method === method && filter(e.params);
    return this.journal.expect("call", isMeant, { describe: `call ${method}`, ...options });
  }

  /** Waits for an edit of a message (text, caption, media or keyboard). Returns the message in its new state. */
  async expectEdit(
    want: { readonly message?: Message; readonly chat?: Chat | number; readonly text?: TextMatch } = {},
    options: WaitOptions = {},
  ): Promise<Message> {
    const isMeant = (e: { chatId: number; message: Message }): boolean =>
      (!want.message || e.message.message_id === want.message.message_id) &&
      (want.chat === undefined || e.chatId === idOf(want.chat)) &&
      matches(want.text, e.message.text ?? e.message.caption);
    const entry = await this.journal.expect("edited", isMeant, {
      describe: `an edit ${describeWanted(want)}`,
      ...options,
    });
    return entry.message;
  }

  /** Waits until the bot has deleted a message. */
  async expectDelete({ message_id, chat }: Message, options: WaitOptions = {}): Promise<void> {
    const isMeant = (e: { chatId: number; messageId: number }): boolean =>
      e.messageId === message_id && e.chatId === chat.id;
    await this.journal.expect("deleted", isMeant, { describe: `deletion of ${message_id}`, ...options });
  }

  /** Waits until the condition holds and returns its value. Throws ExpectationError when it never does. */
  until<T>(condition: () => T, options: WaitOptions = {}): Promise<T> {
    return this.journal.mustHold(condition, options);
  }

  /** All calls so far in order, refused ones too: of one method, to one chat. Consumes nothing. */
  calls(method?: string, chat?: Chat | number): CallEntry[] {
    const isToChat = (e: CallEntry): boolean => chat === undefined || Number(e.params.chat_id) === idOf(chat);
    return this.journal.of("call").filter((e) => (!method || e.method === method) && isToChat(e));
  }

  /** All messages the bot has sent so far, in the order they were accepted. Consumes nothing. */
  sent(want: WantedMessage = {}): SentEntry[] {
    return this.journal.of("sent").filter((e) => isWanted(e, want));
  }

  /** Whether a getUpdates of the bot is waiting. */
  get isPolled(): boolean {
    return this.updates.isPolled;
  }

  get violations(): readonly Violation[] {
    return this.journal.violations;
  }

  errors(): Violation[] {
    return this.journal.errors();
  }

  assertClean(severities?: readonly Severity[]): void {
    this.journal.assertClean(severities);
  }

  report(): string {
    return this.journal.report();
  }

  /** Starts a new scene: everything so far counts as consumed. */
  settle(): void {
    this.journal.settle();
  }

  // ---- faults

  /** Makes upcoming calls fail; `plan` says which and how many. */
  inject(fault: Fault<Refusal>, { method, times = 1, skip = 0, where }: FaultPlan = {}): void {
    const isMeant = (called: string): boolean => (method ? called === method : called !== "getUpdates");
    this.faults.add(fault, { times, skip, match: (c) => isMeant(c.method) && (!where || where(c.params)) });
  }

  /** Drops the connection of the waiting getUpdates, as a network failure would. */
  dropPoll(): void {
    this.updates.dropPoll();
  }

  /** Sends the same update once more, as after a lost webhook answer or a crash before it was confirmed. */
  redeliver(update: Update | null): void {
    if (!update) throw new Error("there is no update to deliver: the bot does not see it");
    this.updates.redeliver(update);
  }
}

const idOf = (chat: Chat | number): number => (typeof chat === "number" ? chat : chat.id);

function isWanted({ chatId, method, message }: SentEntry, want: WantedMessage): boolean {
  const thread = typeof want.thread === "object" ? want.thread.id : want.thread;
  if (want.chat !== undefined && chatId !== idOf(want.chat)) return false;
  if (thread !== undefined && message.message_thread_id !== thread) return false;
  if (want.replyTo && message.reply_to_message?.message_id !== want.replyTo.message_id) return false;
  if (!matches(want.method, method) || !matches(want.text, message.text ?? message.caption)) return false;
  return !want.where || want.where(message);
}

function describeWanted(want: object): string {
  const parts = Object.entries(want).map(([k, v]) => [k, v instanceof Chat ? v.id : v]);
  return summary(Object.fromEntries(parts));
}
