/**
 * The list of commands people see when they type a slash: one for learners in private chats, one for agents in their room.
 * It is written only when it differs, so that a restart costs reads only and replicas do not overwrite each other in turn.
 */
import type { Api } from "grammy";
import type { BotCommandScope, LanguageCode } from "grammy/types";
import { LANGUAGES, type Language } from "../../core/model.ts";
import { asked } from "./errors.ts";
import type { CommandLine, CommandMenu, TelegramOptions } from "./options.ts";

/** Shown to everybody whose app speaks no language of ours. */
const FALLBACK: Language = "en";

/** Brings the menus up to date. Errors: ChannelError; a menu is a convenience, so the caller may go on without it. */
export async function publishCommands(
  api: Api,
  { commands, staffChatId }: Pick<TelegramOptions, "commands" | "staffChatId">,
): Promise<void> {
  await publishMenu(api, { type: "all_private_chats" }, commands.learner);
  if (staffChatId !== null) {
    await publishMenu(api, { type: "chat", chat_id: Number(staffChatId) }, commands.agent);
  }
}

async function publishMenu(api: Api, scope: BotCommandScope, menu: CommandMenu): Promise<void> {
  for (const language of LANGUAGES) {
    const code: { language_code?: LanguageCode } = language === FALLBACK ? {} : { language_code: language };
    const shown = await asked(api.getMyCommands({ scope, ...code }));
    if (isSame(shown, menu[language])) continue;
    await asked(api.setMyCommands(menu[language], { scope, ...code }));
  }
}

function isSame(shown: readonly CommandLine[], wanted: readonly CommandLine[]): boolean {
  const linesOf = (lines: readonly CommandLine[]) =>
    lines.map((line) => `${line.command} ${line.description}`).join("\n");
  return linesOf(shown) === linesOf(wanted);
}
