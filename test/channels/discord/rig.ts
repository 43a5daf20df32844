/**
 * A Discord channel connected to the strict fake of Discord, with a receiver that keeps marks as the store does and that a test
 * can make refuse or hold. Only the wire is fake. `close` stops the channels first and then insists that no rule was broken.
 */
import { discordChannel } from "../../../src/channels/discord/channel.ts";
import type { DiscordOptions } from "../../../src/channels/discord/options.ts";
import type { Log } from "../../../src/channels/log.ts";
import type { Inbound, Mark } from "../../../src/core/inbound.ts";
import type { StaffRoom } from "../../../src/core/model.ts";
import type { Channel, Place, Words } from "../../../src/core/ports.ts";
import type { Channel as Chat } from "../../emulators/discord/channel.ts";
import type { Guild, GuildChannelProps } from "../../emulators/discord/guild.ts";
import { type DiscordServer, startDiscord } from "../../emulators/discord/server.ts";
import type { DiscordMessage } from "../../emulators/discord/types.ts";
import type { User } from "../../emulators/discord/user.ts";
import type { DiscordOptions as FakeOptions } from "../../emulators/discord/world.ts";

/** What the house would write down. `offered` counts repeats and refusals too, `written` each update once, as the store does. */
export class Receiver {
  readonly offered: Inbound[] = [];
  readonly written: Inbound[] = [];
  readonly #seen = new Set<string>();
  readonly #marks = new Map<string, string>();
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

  mark(place: string, at: string): void {
    if (BigInt(this.#marks.get(place) ?? "0") < BigInt(at)) this.#marks.set(place, at);
  }

  readonly marks = async (): Promise<readonly Mark[]> => Array.from(this.#marks, ([place, at]) => ({ place, at }));

  readonly receive = async (inbound: Inbound): Promise<void> => {
    this.offered.push(inbound);
    await this.#gate;
    if (this.#refusals > 0) {
      this.#refusals--;
      throw new Error("the disk is full");
    }
    if (inbound.mark !== undefined) this.mark(inbound.mark.place, inbound.mark.at);
    if (this.#seen.has(inbound.updateId)) return;
    this.#seen.add(inbound.updateId);
    this.written.push(inbound);
  };

  /** The words written down, in order. */
  words(): readonly string[] {
    return this.written.map(({ what }) => ("text" in what ? what.text : what.kind));
  }
}

/** Keeps every line, so that a test can look for what must not be in one. */
export class LogLines implements Log {
  readonly lines: string[] = [];
  readonly info = (ids: object, text: string): void => void this.lines.push(`info ${JSON.stringify(ids)} ${text}`);
  readonly warn = (ids: object, text: string): void => void this.lines.push(`warn ${JSON.stringify(ids)} ${text}`);
  readonly error = (ids: object, text: string): void => void this.lines.push(`error ${JSON.stringify(ids)} ${text}`);
}

export type Rig = {
  readonly dc: DiscordServer;
  readonly channel: Channel;
  readonly receiver: Receiver;
  readonly log: LogLines;
  readonly guild: Guild;
  /** The agents' channel. */
  readonly staff: Chat;
  readonly room: StaffRoom;
  readonly agentRole: { readonly id: string };
  /** An agent. */
  readonly ann: User;
  /** A learner in the guild. */
  readonly ming: User;
  readonly dm: Chat;
  /** Where the learner is answered. */
  readonly place: Place;
  /** Opens another channel on the same network. */
  again(changes?: Partial<DiscordOptions>): Channel;
  /** Stops everything. Violations of the kinds in `but` were part of the test. */
  close(but?: readonly string[]): Promise<void>;
};

export type RigWishes = {
  readonly fake?: Partial<FakeOptions>;
  readonly staff?: GuildChannelProps;
  readonly options?: Partial<DiscordOptions>;
};

/** A guild with an agents' channel, an agent and a learner. */
function aGuild(dc: DiscordServer, look: GuildChannelProps) {
  const guild = dc.guild({ name: "Courses" });
  const staff = guild.channel({ name: "agents", ...look });
  const agentRole = guild.role({ name: "agents" });
  const ann = dc.user({ username: "ann", global_name: "Ann" });
  const ming = dc.user({ username: "ming", global_name: "Ming", locale: "zh-CN" });
  guild.addMember(ann, { roles: [agentRole.id] });
  guild.addMember(ming);
  return { guild, staff, agentRole, ann, ming };
}

/** Opens a channel that is not started yet. */
export async function openRig({ fake = {}, staff: look = {}, options = {} }: RigWishes = {}): Promise<Rig> {
  const dc = await startDiscord(fake);
  const { guild, staff, agentRole, ann, ming } = aGuild(dc, look);
  const dm = dc.dmWith(ming);
  const log = new LogLines();
  const receiver = new Receiver();
  const channels: Channel[] = [];
  const again = (changes: Partial<DiscordOptions> = {}): Channel => {
    const channel = discordChannel({
      token: dc.token,
      apiRoot: dc.restApi,
      guildId: guild.id,
      staffChannelId: staff.id,
      agentRoleId: agentRole.id,
      adminRoleId: null,
      webChatUrl: "https://courses.example/chat",
      defaultLanguage: "en",
      marks: receiver.marks,
      log,
      ...options,
      ...changes,
    });
    channels.push(channel);
    return channel;
  };
  const channel = again();
  const close = async (but: readonly string[] = []): Promise<void> => {
    for (const opened of channels) await opened.stop();
    await dc.stop();
    insistOnRules(dc, log, but);
  };
  return {
    dc,
    channel,
    receiver,
    log,
    guild,
    staff,
    room: { channel: "discord", chatId: staff.id },
    agentRole,
    ann,
    ming,
    dm,
    place: { channel: "discord", chatId: dm.id, threadId: null },
    again,
    close,
  };
}

/** No rule of Discord was broken but those in `but`, and no token is in the log. */
function insistOnRules(dc: DiscordServer, log: LogLines, but: readonly string[]): void {
  const broken = dc.errors().filter(({ kind }) => !but.includes(kind));
  if (broken.length > 0) throw new Error(JSON.stringify(broken, null, 1));
  const tokens = [dc.token, ...Array.from(dc.interactions.values(), ({ token }) => token)];
  if (log.lines.some((line) => tokens.some((token) => line.includes(token)))) throw new Error("a token is in the log");
}

let keys = 0;
export function wordsOf(text: string, more: Partial<Words> = {}): Words {
  keys += 1;
  return { key: `o${keys}`, text, buttons: [], attachments: [], ...more };
}

/** A message as a person sees it: Discord shows an escaped sign as the sign. */
export function seen({ content }: Pick<DiscordMessage, "content">): string {
  return content.replace(/\\([^0-9A-Za-z\s])/g, "$1");
}
