/**
 * The slash commands people see: learners' everywhere, agents' in their guild. Written only when they differ from what Discord
 * has, so that a restart costs reads only and replicas do not overwrite each other in turn.
 */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Routes,
} from "discord.js";
import { phrasesIn } from "../../../core/phrases/phrases.ts";
import type { Phrases } from "../../../core/phrases/shape.ts";
import { AGENT_COMMANDS } from "../../../core/verbs.ts";
import { field, listIn } from "../answers.ts";
import { asked } from "../errors.ts";
import { snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";
import { ASK, NOTE_TEXT, QUESTION, TICKET } from "./interactions.ts";

const DESCRIPTION_LENGTH_MAX = 100;
const QUESTION_LENGTH_MAX = 2000;

const { zh, en } = { zh: phrasesIn("zh"), en: phrasesIn("en") };

type Scope = { readonly applicationId: string; readonly guildId: string | null };

/** Brings the commands up to date. Errors: ChannelError; a menu is a convenience, so the caller may go on without it. */
export async function publishCommands(wire: Wire, { applicationId, guildId }: Scope): Promise<void> {
  await publish(wire, Routes.applicationCommands(snowflake(applicationId)), learnerCommands());
  if (guildId === null) return;
  const route = Routes.applicationGuildCommands(snowflake(applicationId), snowflake(guildId));
  await publish(wire, route, agentCommands());
}

async function publish(wire: Wire, route: `/${string}`, commands: readonly object[]): Promise<void> {
  const shown = listIn(await asked(wire({ method: "GET", route, query: { with_localizations: "true" } })));
  const looks = (list: readonly unknown[]) => JSON.stringify(list.map(lookOf).toSorted());
  if (looks(shown) === looks(commands)) return;
  await asked(wire({ method: "PUT", route, body: commands }));
}

/** What of a command is ours to say; Discord adds ids, versions and defaults to it. */
function lookOf(command: unknown): string {
  const options = field(command, "options");
  return JSON.stringify([
    ...descriptionOf(command),
    ...(Array.isArray(options) ? listIn(options) : []).map((option) => [
      ...descriptionOf(option),
      field(option, "type"),
      field(option, "required") === true,
      field(option, "max_length") ?? null,
    ]),
  ]);
}

function descriptionOf(part: unknown): readonly unknown[] {
  return [
    field(part, "name"),
    field(part, "description"),
    field(field(part, "description_localizations"), "zh-CN") ?? null,
  ];
}

function learnerCommands(): readonly object[] {
  const everywhere = {
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  };
  const question = {
    type: ApplicationCommandOptionType.String,
    name: QUESTION,
    ...described(en.discord.question, zh.discord.question),
    required: true,
    max_length: QUESTION_LENGTH_MAX,
  };
  const ask = { ...slash(ASK, en.discord.ask, zh.discord.ask), ...everywhere, options: [question] };
  // /start begins a chat on another network; here nobody has to.
  const others = linesOf("learner").filter(({ name }) => name !== "start");
  return [ask, ...others.map((command) => ({ ...command, ...everywhere, options: optionsOf(command.name) }))];
}

/** Commands that may be followed by something: a suggestion, the code of the other chat, the language. */
function optionsOf(command: string): readonly object[] {
  if (command === "suggest" || command === "survey") {
    return [wordsOption(command, described(en.opinions.options[command], zh.opinions.options[command]))];
  }
  if (command !== "link" && command !== "language") return [];
  const said = command === "link" ? "code" : "choice";
  return [
    {
      type: ApplicationCommandOptionType.String,
      name: said,
      ...described(en.discord[said], zh.discord[said]),
      required: false,
      max_length: DESCRIPTION_LENGTH_MAX,
    },
  ];
}

function agentCommands(): readonly object[] {
  return linesOf("agent").map((command) => ({ ...command, options: agentOptions(command.name) }));
}

const TICKET_OPTION = {
  type: ApplicationCommandOptionType.Integer,
  name: TICKET,
  ...described(en.discord.ticket, zh.discord.ticket),
  required: false,
};

/** What may follow an agent's command; Discord wants what is required first. */
function agentOptions(name: string): readonly object[] {
  switch (AGENT_COMMANDS.find((known) => known === name)) {
    case "note":
      return [wordsOption(NOTE_TEXT, described(en.discord.noteLabel, zh.discord.noteLabel))];
    case "transfer":
      return [required(argumentOption("transfer", "to")), TICKET_OPTION];
    case "macro":
      return [argumentOption("macro", "name"), TICKET_OPTION];
    case "teach":
      return [required(wordsOption("intent", described(en.teaching.option, zh.teaching.option))), TICKET_OPTION];
    case "snooze":
      return [argumentOption("snooze", "until"), TICKET_OPTION];
    case "priority":
      return [required(argumentOption("priority", "priority")), TICKET_OPTION];
    case "tag":
      return [required(argumentOption("tag", "tags")), TICKET_OPTION];
    case "merge":
      return [required(argumentOption("merge", "into")), TICKET_OPTION];
    case "solve":
      return [argumentOption("solve", "reason"), TICKET_OPTION];
    case "block":
      return [argumentOption("block", "reason")];
    case "away":
      return [argumentOption("away", "until")];
    case "notice":
      return [wordsOption("words", described(en.notices.command, zh.notices.command))];
    case "back":
      return [];
    default:
      return [TICKET_OPTION];
  }
}

type Option = { readonly name: string };

function argumentOption(of: keyof Phrases["verbs"]["options"], name: string): Option {
  return wordsOption(name, described(en.verbs.options[of], zh.verbs.options[of]));
}

function wordsOption(name: string, description: ReturnType<typeof described>): Option {
  const type = ApplicationCommandOptionType.String;
  const option = { type, name, ...description, required: false, max_length: QUESTION_LENGTH_MAX };
  return option;
}

function required(option: Option): Option & { readonly required: true } {
  return { ...option, required: true };
}

function linesOf(whose: "learner" | "agent") {
  const inChinese: Readonly<Record<string, string>> = zh.commands[whose];
  return Object.entries(en.commands[whose]).map(([command, inEnglish]) =>
    slash(command, inEnglish, inChinese[command] ?? inEnglish),
  );
}

function slash(name: string, en: string, zh: string) {
  return { type: ApplicationCommandType.ChatInput, name, ...described(en, zh) };
}

function described(en: string, zh: string) {
  return { description: en, description_localizations: { "zh-CN": zh } };
}
