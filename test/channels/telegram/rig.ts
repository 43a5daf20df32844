/**
 * A Telegram channel connected to the strict fake of Telegram, with a receiver a test can make refuse or hold.
 * Only the wire is fake. `close` stops the channel first and then insists that it broke no rule of the Bot API.
 */
import { createAdaptorServer } from "@hono/node-server";
import type { Log } from "../../../src/channels/log.ts";
import { telegramChannel } from "../../../src/channels/telegram/channel.ts";
import type { CommandMenu, TelegramOptions } from "../../../src/channels/telegram/options.ts";
import type { Inbound } from "../../../src/core/inbound.ts";
import type { Channel } from "../../../src/core/ports.ts";
import { closeServer, listenLoopback, trackSockets } from "../../emulators/common/http.ts";
import type { Chat } from "../../emulators/telegram/chat.ts";
import { startTelegram, type TelegramServer } from "../../emulators/telegram/server.ts";

export const SECRET = "a-secret-of-the-webhook";

const learnerMenu: CommandMenu = {
  zh: [{ command: "help", description: "我能做什么" }],
  en: [{ command: "help", description: "What I can do" }],
};
const agentMenu: CommandMenu = {
  zh: [{ command: "claim", description: "接单" }],
  en: [{ command: "claim", description: "Claim the ticket" }],
};

/** What the house would write down. `offered` counts redeliveries and refusals too, `written` only what succeeded. */
export class Receiver {
  readonly offered: Inbound[] = [];
  readonly written: Inbound[] = [];
  #refusals = 0;
  #gate: Promise<void> = Promise.resolve();

  /** The next `times` updates cannot be written down. */
  refuse(times: number): void {
    this.#refusals = times;
  }

  /** Writing takes until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return resolve;
  }

  readonly receive = async (inbound: Inbound): Promise<void> => {
    this.offered.push(inbound);
    await this.#gate;
    if (this.#refusals > 0) {
      this.#refusals--;
      throw new Error("the disk is full");
    }
    this.written.push(inbound);
  };
}

/** Keeps every line, so that a test can look for what must not be in one. */
export class LogLines implements Log {
  readonly lines: string[] = [];
  readonly info = (ids: object, text: string): void => void this.lines.push(`info ${JSON.stringify(ids)} ${text}`);
  readonly warn = (ids: object, text: string): void => void this.lines.push(`warn ${JSON.stringify(ids)} ${text}`);
  readonly error = (ids: object, text: string): void => void this.lines.push(`error ${JSON.stringify(ids)} ${text}`);
}

export type Rig = {
  readonly tg: TelegramServer;
  readonly channel: Channel;
  readonly receiver: Receiver;
  readonly log: LogLines;
  /** The agents' forum; the channel knows it only when `staff` was asked for. */
  readonly forum: Chat;
  /** Where the webhook is served; null when polling. */
  readonly doorUrl: string | null;
  /** Opens another channel on the same network. */
  again(changes?: Partial<TelegramOptions>): Promise<Channel>;
  /** Stops everything. Violations of the kinds in `but` were part of the test. */
  close(but?: readonly string[]): Promise<void>;
};

export type RigWishes = {
  readonly by?: "polling" | "webhook";
  readonly staff?: boolean;
  readonly options?: Partial<TelegramOptions>;
};

/** Opens a channel that is not started yet. */
export async function openRig({ by = "polling", staff = false, options = {} }: RigWishes = {}): Promise<Rig> {
  const tg = await startTelegram();
  const forum = tg.forum({ title: "Agents" });
  const door = by === "webhook" ? await openDoor() : null;
  const log = new LogLines();
  const channels: Channel[] = [];
  const again = async (changes: Partial<TelegramOptions> = {}): Promise<Channel> => {
    const channel = await telegramChannel({
      token: tg.token,
      apiRoot: tg.apiRoot,
      staffChatId: staff ? String(forum.id) : null,
      webhook: door && { url: door.url, secret: SECRET },
      commands: { learner: learnerMenu, agent: agentMenu },
      log,
      ...options,
      ...changes,
    });
    door?.serve(channel);
    channels.push(channel);
    return channel;
  };
  const channel = await again();
  const close = async (but: readonly string[] = []): Promise<void> => {
    for (const opened of channels) await opened.stop();
    await tg.stop();
    await door?.close();
    const broken = tg.errors().filter(({ kind }) => !but.includes(kind));
    if (broken.length > 0) throw new Error(JSON.stringify(broken, null, 1));
    if (log.lines.some((line) => line.includes(tg.token))) throw new Error("the token is in the log");
  };
  return { tg, channel, receiver: new Receiver(), log, forum, doorUrl: door?.url ?? null, again, close };
}

type Door = { readonly url: string; serve(channel: Channel): void; close(): Promise<void> };

/** The desk's HTTP server, as far as the webhook is concerned. */
async function openDoor(): Promise<Door> {
  let served: Channel | null = null;
  const server = createAdaptorServer({
    fetch: async (request) => {
      const [door] = served?.doors ?? [];
      if (!door || new URL(request.url).pathname !== door.path) return new Response(null, { status: 404 });
      return door.accept(request, { address: "127.0.0.1" });
    },
  });
  if (!("headersTimeout" in server)) throw new Error("not the server of node:http");
  const sockets = trackSockets(server);
  const port = await listenLoopback(server);
  return {
    url: `http://127.0.0.1:${port}/telegram/webhook`,
    serve: (channel) => {
      served = channel;
    },
    close: () => closeServer(server, sockets),
  };
}
