// The fake Discord a test starts: people and guilds to play with, expectations to wait on, faults to inject.
// REST and gateway listen on loopback only and judge the bot by Discord's own OpenAPI document. See ../README.md.
// The one thing not to break: what Discord refuses must be refused here, with the same status and code.
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
import { Channel } from "./channel.ts";
import { Guild, type GuildProps } from "./guild.ts";
import { serve } from "./rest/front.ts";
import { type DiscordMessage, EPHEMERAL, type RestCall, type SentMessage } from "./types.ts";
import { User, type UserProps } from "./user.ts";
import { type Call, DEFAULTS, type DiscordOptions, DiscordWorld, type Refusal } from "./world.ts";

/** What an expected message looks like; what is left out may be anything. */
export type WantedMessage = {
  readonly channel?: Channel;
  readonly content?: TextMatch;
  readonly ephemeral?: boolean;
  readonly where?: (message: DiscordMessage) => boolean;
};

/** Which calls a fault meets. `call` is like "POST /channels/{channel_id}/messages"; without it: any. */
export type FaultPlan = {
  readonly call?: string;
  readonly times?: number;
  /** Let this many pass first. */
  readonly skip?: number;
  readonly where?: (call: Call) => boolean;
};

const READY_MS = 5000;

/** Starts a fake Discord on a free port of 127.0.0.1. Destroy the client before you stop it. */
export async function startDiscord(options: Partial<DiscordOptions> = {}): Promise<DiscordServer> {
  const dc = new DiscordServer({ ...DEFAULTS, ...options });
  await dc.listen();
  return dc;
}

export class DiscordServer extends DiscordWorld {
  port = 0;
  readonly #server = createServer((req, res) => {
    serve(this, { req, res }).catch((error) => {
      this.journal.harnessBug(req.url ?? "", String(error?.stack ?? error));
      const body = { message: "500: Internal Server Error", code: 0 };
      if (!res.headersSent) sendJson(res, { status: 500, body });
    });
  });
  readonly #sockets = trackSockets(this.#server);

  async listen(): Promise<void> {
    this.#server.on("upgrade", (req, socket, head) => this.gateway.upgrade(req, socket, head));
    this.port = await listenLoopback(this.#server, this.options.port);
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /** The address to give to the bot instead of https://discord.com/api; the gateway's comes from GET /gateway/bot. */
  get restApi(): string {
    return `${this.url}/api`;
  }

  async stop(): Promise<void> {
    this.gateway.close();
    await closeServer(this.#server, this.#sockets);
  }

  // ---- the world

  user(props: UserProps = {}): User {
    return new User(this, props);
  }

  guild(props: GuildProps = {}): Guild {
    return new Guild(this, props);
  }

  /** Resolves when the bot has identified and was sent its guilds. */
  async ready(timeout = READY_MS): Promise<void> {
    await this.until(() => this.journal.of("identify").length > 0, { timeout, describe: "the bot to identify" });
  }

  // ---- expectations

  /** Waits for a message of the bot, and consumes it. Throws ExpectationError. */
  async expectMessage(want: WantedMessage = {}, options: WaitOptions = {}): Promise<DiscordMessage> {
    const describe = `a message ${describeWanted(want)}`;
    const entry = await this.journal.expect("sent", (e) => isWanted(e, want), { describe, ...options });
    return entry.message;
  }

  /** Waits a while, then fails if there is such a message that no expectation has consumed. */
  expectNoMessage(want: WantedMessage = {}, options: { readonly ms?: number } = {}): Promise<void> {
    const describe = `message ${describeWanted(want)}`;
    return this.journal.expectNone("sent", (e) => isWanted(e, want), { describe, ...options });
  }

  /** Waits for an edit. Returns the message in its new state. */
  async expectEdit(
    want: Omit<WantedMessage, "ephemeral"> & { readonly message?: DiscordMessage } = {},
    options: WaitOptions = {},
  ): Promise<DiscordMessage> {
    const isMeant = ({ message }: { message: DiscordMessage }): boolean =>
      (!want.message || message.id === want.message.id) && isWanted({ kind: "sent", message }, want);
    const entry = await this.journal.expect("edited", isMeant, {
      describe: `an edit ${describeWanted(want)}`,
      ...options,
    });
    return entry.message;
  }

  /** Waits for a thread the bot makes. */
  async expectThread(
    want: { readonly parent?: Channel; readonly name?: TextMatch; readonly type?: number } = {},
    options: WaitOptions = {},
  ): Promise<Channel> {
    const isMeant = ({ thread }: { thread: Channel }): boolean =>
      (!want.parent || thread.parent === want.parent) &&
      matches(want.name, thread.name ?? "") &&
      (want.type === undefined || thread.type === want.type);
    const entry = await this.journal.expect("thread", isMeant, {
      describe: `a thread ${describeWanted(want)}`,
      ...options,
    });
    return entry.thread;
  }

  /** Waits for a REST call such as "PATCH /channels/{channel_id}". */
  expectCall(what: string, filter: (call: RestCall) => boolean = () => true, options: WaitOptions = {}) {
    const isMeant = (e: RestCall): boolean => `${e.method} ${e.template}` === what && filter(e);
    return this.journal.expect("call", isMeant, { describe: `call ${what}`, ...options });
  }

  /** Waits until the condition holds and returns its value. Throws ExpectationError when it never does. */
  until<T>(condition: () => T, options: WaitOptions = {}): Promise<T> {
    return this.journal.mustHold(condition, options);
  }

  /** All REST calls so far in order, refused ones too. Consumes nothing. */
  calls(what?: string): RestCall[] {
    return this.journal.of("call").filter((e) => !what || `${e.method} ${e.template}` === what);
  }

  /** All messages the bot has sent so far, in the order they were accepted. Consumes nothing. */
  sent(want: WantedMessage = {}): SentMessage[] {
    return this.journal.of("sent").filter((e) => isWanted(e, want));
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

  /** Makes upcoming REST calls fail; `plan` says which and how many. Faults of the gateway: dc.gateway. */
  inject(fault: Fault<Refusal>, { call, times = 1, skip = 0, where }: FaultPlan = {}): void {
    const isMeant = (c: Call): boolean => !call || `${c.method} ${c.template}` === call;
    this.faults.add(fault, { times, skip, match: (c) => isMeant(c) && (!where || where(c)) });
  }
}

function isWanted({ message }: SentMessage, want: WantedMessage): boolean {
  if (want.channel && message.channel_id !== want.channel.id) return false;
  if (want.ephemeral !== undefined && ((message.flags & EPHEMERAL) !== 0) !== want.ephemeral) return false;
  return matches(want.content, message.content) && (!want.where || want.where(message));
}

function describeWanted(want: object): string {
  const parts = Object.entries(want).map(([k, v]) => [k, v instanceof Channel ? (v.name ?? v.id) : v]);
  return summary(Object.fromEntries(parts));
}
