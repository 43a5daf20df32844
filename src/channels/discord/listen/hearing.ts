/**
 * Packets of the gateway become Inbounds, in the order of their place. While the connection is unsure packets are set aside:
 * only RESUMED (nothing was missed) or READY (everything since the marks may be) says what comes before them.
 *
 *   unsure ──RESUMED──> what was set aside, then live
 *      └──READY──> marks are read, places are read back, then what was set aside, then live
 *
 * Interactions are acknowledged at once in any case: people wait for three seconds.
 */
import { type APIInteraction, type APIMessage, ChannelType } from "discord.js";
import { ChannelError } from "../../../core/errors.ts";
import type { Inbound, Mark } from "../../../core/inbound.ts";
import { isForAdmins } from "../../../core/verbs.ts";
import { persist } from "../../patience.ts";
import { phrasesFor, readInteraction, userOf } from "../act/interactions.ts";
import { goPrivate } from "../act/private.ts";
import { acknowledge, finish } from "../act/replies.ts";
import { field, messageIn, textIn } from "../answers.ts";
import { awaitedOf, type DiscordOptions } from "../options.ts";
import { idBefore } from "../snowflake.ts";
import type { Wire } from "../wire.ts";
import { type Backfill, openBackfill } from "./backfill.ts";
import { common, decodeEdit, decodeMessage, isByPerson, mentions, type Reader, type Scene } from "./decode.ts";
import type { Packet } from "./gateway.ts";
import { type Intake, type Job, openIntake } from "./intake.ts";
import { openPeople, type People, rolesIn } from "./people.ts";
import { openPlaces, type Places } from "./places.ts";
import { decodeReaction, reactionIn } from "./reactions.ts";
import type { Me } from "./setup.ts";

export type Receive = (inbound: Inbound) => Promise<void>;

export type Hearing = {
  take(packet: Packet): void;
  /** The connection broke: what comes next is set aside until it is known what was missed. */
  lost(): void;
  isConnected(): boolean;
  /** Resolves when nothing is being received. */
  idle(): Promise<void>;
};

type Parts = {
  readonly options: DiscordOptions;
  readonly me: Me;
  readonly wire: Wire;
  readonly receive: Receive;
  readonly signal: AbortSignal;
};

type Ears = Parts & {
  readonly places: Places;
  readonly people: People;
  readonly reader: Reader;
  readonly locales: Map<string, string>;
  readonly intake: Intake;
  readonly backfill: Backfill;
};

/** Languages of people's apps, told by interactions. */
const LOCALES_MAX = 1000;
const DONE = "✅";

export function openHearing(parts: Parts): Hearing {
  const ears = openEars(parts);
  const { log } = parts.options;
  const aside: Packet[] = [];
  let isConnected = false;

  function connected(): void {
    isConnected = true;
    for (const packet of aside.splice(0)) hear(ears, packet);
  }

  return {
    take(packet) {
      try {
        sort(packet);
      } catch (error) {
        // Thrown on, it would end the process; and a packet that cannot be read is no more readable the next time.
        log.error({ packet: packet.name, error: error instanceof Error ? error.name : "?" }, "discord packet broke");
      }
    },
    lost() {
      isConnected = false;
    },
    isConnected: () => isConnected,
    idle: () => ears.intake.idle(),
  };

  function sort(packet: Packet): void {
    learn(ears, packet);
    if (packet.name === "READY") {
      readBack(ears);
      connected();
    } else if (packet.name === "RESUMED") connected();
    else if (packet.name === "INTERACTION_CREATE") hearInteraction(ears, packet.body);
    else if (isConnected) hear(ears, packet);
    else if (packet.name.startsWith("MESSAGE_")) aside.push(packet);
  }
}

function openEars(parts: Parts): Ears {
  const { wire, signal, me } = parts;
  const { staffChannelId, log, now = Date.now } = parts.options;
  const locales = new Map<string, string>();
  const reader: Reader = { botId: me.botId, staffChannelId, localeOf: (userId) => locales.get(userId) ?? null };
  const places = openPlaces({ wire, staffChannelId, signal });
  const people = openPeople({ wire, roles: parts.options, now, signal });
  const take = (message: APIMessage) => receiveMessage(ears, message, { roles: null });
  const backfill = openBackfill({ wire, take, now, signal });
  const intake = openIntake({ signal, log, refill: backfill.job, idBefore });
  const ears: Ears = { ...parts, places, people, reader, locales, intake, backfill };
  return ears;
}

/** Nothing is received until the places to read back are known, or live words would move their marks past the gap. */
function readBack(ears: Ears): void {
  const { intake, backfill, me, options, signal } = ears;
  const release = intake.hold();
  const plan = async () => await backfill.plan(await marksOf(options, me.botId), me.room);
  const planned = persist(plan, { ...awaitedOf(options.log), first: { waitMs: 0 }, signal });
  void planned.then((marks) => {
    for (const { place, at } of marks ?? []) intake.putFirst(place, backfill.job(place, at));
    release();
  });
}

async function marksOf({ marks, log }: DiscordOptions, botId: string): Promise<readonly Mark[]> {
  try {
    return await marks(botId);
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.name : "?" }, "discord: how far was heard cannot be read");
    throw new ChannelError("the marks cannot be read", { kind: "unreachable" });
  }
}

/** What the gateway says of channels, so that nobody has to ask. */
function learn({ places }: Ears, { name, body }: Packet): void {
  if (name === "GUILD_CREATE") {
    places.learn(field(body, "channels"));
    places.learn(field(body, "threads"));
  } else if (name === "THREAD_LIST_SYNC") places.learn(field(body, "threads"));
  else if (name === "THREAD_CREATE" || name === "THREAD_UPDATE" || name === "CHANNEL_CREATE") places.learn([body]);
}

function hear(ears: Ears, { name, body }: Packet): void {
  if (name === "MESSAGE_REACTION_ADD") hearReaction(ears, body);
  if (name !== "MESSAGE_CREATE" && name !== "MESSAGE_UPDATE") return;
  const message = messageIn(body);
  const guildId = textIn(body, "guild_id");
  const { places, reader, intake } = ears;
  if (!isByPerson(message)) return;
  if (guildId === null) places.learn([{ id: message.channel_id, type: ChannelType.DM }]);
  // Most of what is said in a guild is not for us: no line is opened for it, and nothing asked about it.
  const isTalkOfOthers = places.known(message.channel_id)?.kind === "elsewhere" && !mentions(message, reader.botId);
  if (isTalkOfOthers) return;
  const isEdit = name === "MESSAGE_UPDATE";
  const roles = guildId === null ? [] : rolesIn(field(body, "member"));
  const run = () => receiveMessage(ears, message, { roles, isEdit });
  intake.put(message.channel_id, { at: isEdit ? null : message.id, run });
}

function hearReaction(ears: Ears, body: unknown): void {
  const { places, people, reader, intake, receive, signal } = ears;
  const reaction = reactionIn(body, reader.botId);
  if (reaction === null) return;
  const { channelId, guildId, member } = reaction;
  if (guildId === null) places.learn([{ id: channelId, type: ChannelType.DM }]);
  const run = async (): Promise<void> => {
    const where = await places.find(channelId);
    const isAgent = where.kind === "staff" && people.isAgent(rolesIn(member) ?? []);
    const inbound = decodeReaction(reaction, { where, isAgent }, reader);
    if (inbound !== null && !signal.aborted) await receive(inbound);
  };
  intake.put(channelId, { at: null, run });
}

type How = { /** Null: not told, ask. */ readonly roles: readonly string[] | null; readonly isEdit?: boolean };

/** Live or read back, a message is received in the same way. Errors: ChannelError, and what `receive` rejects with. */
async function receiveMessage(ears: Ears, message: APIMessage, { roles, isEdit = false }: How): Promise<void> {
  const { places, people, me, receive, signal } = ears;
  if (!isByPerson(message)) return;
  const where = await places.find(message.channel_id);
  const known = where.kind === "staff" ? (roles ?? (await people.rolesOf(me.guildId, message.author.id))) : [];
  const scene: Scene = { where, isAgent: where.kind === "staff" && people.isAgent(known) };
  const inbound = decodeOrGiveUp(ears, message, { scene, isEdit });
  if (inbound !== null && !signal.aborted) await receive(withStanding(inbound, people.isAdmin(known)));
}

/** Whether an admin gives an order that only admins may give. */
function withStanding(inbound: Inbound, isAdmin: boolean): Inbound {
  return isForAdmins(inbound) ? { ...inbound, from: { ...inbound.from, isAdmin } } : inbound;
}

/** A message that cannot even be read would hold up its place for ever, so it is logged and let go. */
function decodeOrGiveUp(
  { reader, options }: Ears,
  message: APIMessage,
  { scene, isEdit }: { readonly scene: Scene; readonly isEdit: boolean },
): Inbound | null {
  try {
    return isEdit ? decodeEdit(message, scene, reader) : decodeMessage(message, scene, reader);
  } catch (error) {
    const name = error instanceof Error ? error.name : "?";
    options.log.error({ messageId: message.id, error: name }, "discord message broke");
    return null;
  }
}

function hearInteraction(ears: Ears, body: unknown): void {
  if (!isInteraction(body)) return;
  const { options, people, reader, me } = ears;
  const { staffChannelId, defaultLanguage, log } = options;
  const user = userOf(body);
  const read = readInteraction(body, { staffChannelId, defaultLanguage, isAgent: people.isAgent });
  if (user === null || read === null) return;
  remember(ears, user.id, textIn(body, "locale"));
  const acknowledged = acknowledge(ears.wire, body, { answer: read.answer, log });
  const { meaning } = read;
  const from = common(user, reader);
  switch (meaning.next) {
    case "nothing":
      return;
    case "receive": {
      const place = placed(meaning.place, body, me.room);
      if (place === null) return;
      const said: Inbound = { ...from, updateId: body.id, place, what: meaning.what };
      const inbound = withStanding(said, people.isAdmin(rolesIn(field(body, "member")) ?? []));
      const run = () => receiveAct(ears, { inbound, interaction: body, acknowledged });
      ears.intake.put(lineOf(place), { at: null, run });
      return;
    }
    case "go_private": {
      const { words, command } = meaning;
      const say = phrasesFor(body, options);
      const going = { interaction: body, userId: user.id, words, command, from, say };
      const { wire, receive, intake } = ears;
      const { webChatUrl } = options;
      const put = (line: string, job: Job): void => intake.put(line, job);
      const run = () => acknowledged.then(() => goPrivate({ wire, receive, put, webChatUrl, log }, going));
      intake.put(`to ${user.id}`, { at: null, run });
    }
  }
}

type Acted = {
  readonly inbound: Inbound;
  readonly interaction: APIInteraction;
  readonly acknowledged: Promise<void>;
};

/** The press is acknowledged before it is received, so that whatever answers it finds it acknowledged. */
async function receiveAct(ears: Ears, { inbound, interaction, acknowledged }: Acted): Promise<void> {
  const { receive, wire, options, signal } = ears;
  await acknowledged;
  if (signal.aborted) return;
  await receive(inbound);
  // What came of it is told in words of their own; the command itself must not seem to think for ever.
  if (inbound.what.kind !== "pressed") await finish(wire, interaction, { text: DONE, log: options.log });
}

function placed(
  place: { readonly kind: "learner" } | { readonly kind: "staff"; readonly threadId: string | null },
  interaction: APIInteraction,
  room: Me["room"],
): Extract<Inbound["place"], { kind: "learner" | "staff" }> | null {
  if (place.kind === "staff") return room && { ...place, chatId: room.channelId };
  const chatId = textIn(interaction, "channel_id");
  return chatId === null ? null : { ...place, chatId };
}

/** Acts wait behind the words of their place. */
function lineOf(place: Extract<Inbound["place"], { kind: "learner" | "staff" }>): string {
  return place.kind === "staff" ? (place.threadId ?? place.chatId) : place.chatId;
}

function remember({ locales }: Ears, userId: string, locale: string | null): void {
  if (locale === null) return;
  if (locales.size >= LOCALES_MAX) locales.clear();
  locales.set(userId, locale);
}

/** The gateway is trusted for the shape of what it sends, as long as it is an interaction at all. */
function isInteraction(body: unknown): body is APIInteraction {
  return textIn(body, "id") !== null && textIn(body, "token") !== null && typeof field(body, "type") === "number";
}
