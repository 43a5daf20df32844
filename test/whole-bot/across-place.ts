/**
 * A place of every network at once: Telegram with its staff forum, Discord with its staff channel, and the web chat, all of
 * one bot. Not to break: a flow brings a learner of its own and looks at nothing but that learner's chats, ticket and threads,
 * because the place is shared by many flows.
 */
import { matches, type TextMatch } from "../emulators/common/journal.ts";
import type { Channel } from "../emulators/discord/channel.ts";
import type { Guild } from "../emulators/discord/guild.ts";
import { type DiscordServer, startDiscord } from "../emulators/discord/server.ts";
import type { DiscordMessage } from "../emulators/discord/types.ts";
import type { User } from "../emulators/discord/user.ts";
import { type Answer, call, type Environment, topicOf } from "./house.ts";
import { type InTopic, type Place, WAIT } from "./place.ts";

export type DiscordSide = {
  readonly dc: DiscordServer;
  readonly guild: Guild;
  /** Where members talk. */
  readonly lobby: Channel;
  /** Where agents work. */
  readonly staff: Channel;
  /** Two agents. */
  readonly cleo: User;
  readonly dan: User;
  /** What a bot must be started with to be there. */
  readonly env: Environment;
};

export type Across = Place &
  DiscordSide & {
    /** The answer of every process. */
    readonly everywhere: (path: string) => Promise<readonly Answer[]>;
  };

/** Learners whose direct messages are closed are shown the way to the web chat, so the bot has to know its own address. */
export const WEB_CHAT = "https://support.example.org/chat";
const TOKEN = "a-token-of-this-test";

export async function openDiscord(staffType: "text" | "forum"): Promise<DiscordSide> {
  const dc = await startDiscord();
  const guild = dc.guild({ name: "School" });
  const [role, adminRole] = [guild.role({ name: "agents" }), guild.role({ name: "admins" })];
  const lobby = guild.channel({ name: "lobby" });
  const staff = guild.channel({ name: "agents", type: staffType });
  const [cleo, dan] = [dc.user({ global_name: "Cleo" }), dc.user({ global_name: "Dan" })];
  guild.addMember(cleo, { roles: [role.id, adminRole.id] });
  guild.addMember(dan, { roles: [role.id] });
  const env = {
    INTENTS_DIR: "./test/whole-bot/small-pack",
    ...{ DISCORD_BOT_TOKEN: dc.token, DISCORD_API_ROOT: dc.restApi, DISCORD_GUILD_ID: guild.id },
    ...{ DISCORD_STAFF_CHANNEL_ID: staff.id, DISCORD_AGENT_ROLE_ID: role.id },
    ...{ DISCORD_ADMIN_ROLE_ID: adminRole.id },
    ...{ PUBLIC_URL: new URL(WEB_CHAT).origin, API_TOKEN: TOKEN },
  };
  return { dc, guild, lobby, staff, cleo, dan, env };
}

/** Resolves when people on Discord can be heard and see the bot's commands. */
export async function untilOnDiscord({ dc }: DiscordSide): Promise<void> {
  await dc.ready(WAIT.timeout);
  await dc.until(() => ["ask", "claim"].every((name) => dc.commandNames().includes(name)), WAIT);
}

/** A running bot as a place. Each call goes to the next of its processes. */
export function acrossOf(side: DiscordSide, { tg, agents, ann, bo, doors }: Omit<Place, "get" | "post">): Across {
  let calls = 0;
  const next = (): string => {
    calls += 1;
    return doors[calls % doors.length] ?? "";
  };
  const authorization = `Bearer ${TOKEN}`;
  const get = (address: string) => call(address, { headers: { authorization } });
  const headers = { authorization, "content-type": "application/json" };
  return {
    ...side,
    ...{ tg, agents, ann, bo, doors },
    get: (path) => get(`${next()}${path}`),
    post: (path, body = {}) => call(`${next()}${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
    everywhere: (path) => Promise.all(doors.map((door) => get(`${door}${path}`))),
  };
}

/** One ticket in both staff rooms. `post` is its card on Discord. */
export type Ticket = InTopic & { readonly thread: Channel; readonly post: DiscordMessage };

/** The ticket that was just opened, once agents of both networks can work in it. */
export async function untilHandedOver(place: Across, told: { readonly text: string }): Promise<Ticket> {
  const ticketId = Number(/#(\d+)/.exec(told.text)?.[1]);
  return { ticketId, ...(await topicOf(place, ticketId)), ...(await threadOf(place, ticketId)) };
}

export async function threadOf(place: DiscordSide, ticketId: number) {
  const { dc, guild, staff } = place;
  const isOfTicket = ({ parent, name }: Channel) => parent === staff && name?.includes(`#${ticketId} `) === true;
  const describe = `a thread of ticket ${ticketId}`;
  await dc.until(() => [...guild.threads.values()].some(isOfTicket), { ...WAIT, describe });
  const thread = [...guild.threads.values()].find(isOfTicket);
  if (thread === undefined) throw new Error(`${describe} was there and is gone`);
  await appears(place, thread, /^What was said so far/);
  const [post] = thread.history();
  if (post === undefined) throw new Error(`the thread of ticket ${ticketId} is empty`);
  return { thread, post };
}

/** A message of the bot on Discord, as people see it. */
export function appears({ dc }: DiscordSide, channel: Channel, text: TextMatch): Promise<DiscordMessage> {
  const describe = `${text} in ${channel.name ?? "a direct message"}`;
  return dc.expectMessage({ channel, where: (message) => matches(text, seen(message)) }, { ...WAIT, describe });
}

/** Discord shows an escaped sign as the sign. */
export function seen({ content }: Pick<DiscordMessage, "content">): string {
  return content.replace(/\\([^0-9A-Za-z\s])/g, "$1");
}

/** What the bot wrote there, in order. */
export function written({ dc }: DiscordSide, channel: Channel): readonly string[] {
  return channel
    .history()
    .filter(({ author }) => author.id === dc.bot.id)
    .map(seen);
}
