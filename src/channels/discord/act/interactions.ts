/**
 * What a press, a slash command or a form means: how it is acknowledged, and what is received. Pure. Learners' commands work
 * in direct messages and in the guild, where the answer goes to their direct messages; agents' commands in the staff channel.
 */
import { type APIInteraction, type APIUser, ApplicationCommandType, ComponentType, InteractionType } from "discord.js";
import type { Said } from "../../../core/inbound.ts";
import { languageOfCode } from "../../../core/language.ts";
import type { Language, TicketId } from "../../../core/model.ts";
import { phrasesIn } from "../../../core/phrases/phrases.ts";
import type { Phrases } from "../../../core/phrases/shape.ts";
import { parsePress } from "../../../core/press.ts";
import { clean } from "../../../core/text.ts";
import { AGENT_COMMANDS } from "../../../core/verbs.ts";
import { field, listIn, textIn } from "../answers.ts";
import { rolesIn } from "../listen/people.ts";
import { whereOf } from "../listen/places.ts";
import { type Acknowledgement, NOTE_FIELD, NOTE_FORM, pressIdOf } from "./replies.ts";

/** The command to ask a question where others read along. */
export const ASK = "ask";
export const QUESTION = "question";
export const TICKET = "ticket";
export const NOTE_TEXT = "text";

export type DiscordPhrases = Phrases["discord"];

export type Reading = {
  readonly staffChannelId: string | null;
  readonly isAgent: (roles: readonly string[]) => boolean;
  readonly defaultLanguage: Language;
};

/** What follows the acknowledgement. */
export type Meaning =
  | { readonly next: "nothing" }
  /** Received as said in a place; after a command its reply is finished. */
  | {
      readonly next: "receive";
      readonly place: { readonly kind: "learner" } | { readonly kind: "staff"; readonly threadId: string | null };
      readonly what: Said;
    }
  /** Said in the guild by a learner: goes on in their direct messages. */
  | { readonly next: "go_private"; readonly words: string; readonly command: Command | null };

/** `ticketId`: named in the field for it. */
export type Command = { readonly name: string; readonly argument: string; readonly ticketId?: TicketId };
export type Read = { readonly answer: Acknowledgement; readonly meaning: Meaning };

const IGNORED: Read = { answer: { by: "silence" }, meaning: { next: "nothing" } };

/** Null for what needs no answer, or is of a kind this bot never asked for. */
export function readInteraction(interaction: APIInteraction, reading: Reading): Read | null {
  switch (interaction.type) {
    case InteractionType.MessageComponent:
      return readPress(interaction, reading);
    case InteractionType.ApplicationCommand:
      return interaction.data.type === ApplicationCommandType.ChatInput
        ? readCommand(interaction, commandIn(interaction.data), reading)
        : null;
    case InteractionType.ModalSubmit:
      return interaction.data.custom_id === NOTE_FORM
        ? readCommand(interaction, { name: "note", argument: noteIn(interaction.data) }, reading)
        : null;
    case InteractionType.Ping:
    case InteractionType.ApplicationCommandAutocomplete:
      return null;
  }
}

/** Who acted: the event puts members of a guild elsewhere than people in private. */
export function userOf({ member, user }: APIInteraction): APIUser | null {
  return member?.user ?? user ?? null;
}

export function phrasesFor(
  interaction: APIInteraction,
  { defaultLanguage }: Pick<Reading, "defaultLanguage">,
): DiscordPhrases {
  return phrasesIn(languageOfCode(textIn(interaction, "locale")) ?? defaultLanguage).discord;
}

type Press = Extract<APIInteraction, { type: InteractionType.MessageComponent }>;

function readPress(interaction: Press, reading: Reading): Read {
  const { data, message } = interaction;
  if (data.component_type !== ComponentType.Button) return IGNORED;
  const what: Said = {
    kind: "pressed",
    messageId: message.id,
    pressId: pressIdOf(interaction),
    press: parsePress(data.custom_id),
  };
  const place = placeOf(interaction, reading);
  switch (place) {
    case "elsewhere":
      return IGNORED;
    case "closed":
      return refused(interaction, reading);
    default:
      return { answer: { by: "silence" }, meaning: { next: "receive", place, what } };
  }
}

function readCommand(interaction: APIInteraction, command: Command, reading: Reading): Read {
  const place = placeOf(interaction, reading);
  const isForAgents = AGENT_COMMANDS.some((name) => name === command.name);
  if (isForAgents) {
    if (typeof place === "string" || place.kind === "learner") return refused(interaction, reading);
    if (command.name === "note" && command.argument === "") {
      return { answer: { by: "form", say: phrasesFor(interaction, reading) }, meaning: { next: "nothing" } };
    }
    return { answer: { by: "waiting" }, meaning: { next: "receive", place, what: saidBy(interaction, command) } };
  }
  if (typeof place !== "string" && place.kind === "learner") {
    return { answer: { by: "waiting" }, meaning: { next: "receive", place, what: saidBy(interaction, command) } };
  }
  const isQuestion = command.name === ASK;
  const words = isQuestion ? command.argument : `/${command.name} ${command.argument}`.trimEnd();
  return { answer: { by: "waiting" }, meaning: { next: "go_private", words, command: isQuestion ? null : command } };
}

function saidBy({ id }: APIInteraction, command: Command): Said {
  const shared = { messageId: id, attachments: [], albumId: null };
  if (command.name === ASK) return { kind: "words", text: command.argument, ...shared };
  return { kind: "command", ...command, ...shared };
}

function refused(interaction: APIInteraction, reading: Reading): Read {
  const { agentsOnly } = phrasesFor(interaction, reading);
  return { answer: { by: "words", text: agentsOnly }, meaning: { next: "nothing" } };
}

/** `closed`: in the staff channel, by somebody who is no agent. */
function placeOf(
  { channel, guild_id, member }: APIInteraction,
  { staffChannelId, isAgent }: Reading,
): "elsewhere" | "closed" | Extract<Meaning, { next: "receive" }>["place"] {
  if (guild_id === undefined) return { kind: "learner" };
  const id = textIn(channel, "id");
  const type = field(channel, "type");
  if (id === null || typeof type !== "number") return "elsewhere";
  const where = whereOf({ id, type, parentId: textIn(channel, "parent_id") }, staffChannelId);
  if (where.kind !== "staff") return "elsewhere";
  return isAgent(rolesIn(member) ?? []) ? where : "closed";
}

function commandIn(given: { readonly name: string; readonly options?: unknown }): Command {
  const options = Array.isArray(given.options) ? listIn(given.options) : [];
  const isTicket = (option: unknown): boolean => textIn(option, "name") === TICKET;
  const words = options.filter((option) => !isTicket(option)).map((option) => textIn(option, "value") ?? "");
  const ticketId = ticketIn(field(options.find(isTicket), "value"));
  const argument = clean(words.join(" ")).trim();
  return { name: given.name, argument, ...(ticketId === null ? {} : { ticketId }) };
}

function ticketIn(value: unknown): TicketId | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? (value as TicketId) : null;
}

function noteIn({ components }: { readonly components: readonly unknown[] }): string {
  const fields = components.flatMap((row) => listIn(field(row, "components") ?? [field(row, "component")]));
  const note = fields.find((input) => textIn(input, "custom_id") === NOTE_FIELD);
  return clean(textIn(note, "value") ?? "").trim();
}
