/**
 * A learner's command in the guild goes on in private: their question is put into the direct messages as a quotation, which
 * proves that these are open and makes the answer below it read well. Closed ones are no error: the learner is told kindly
 * and offered the web chat, and nothing is received.
 */
import { type APIInteraction, Routes } from "discord.js";
import type { Inbound } from "../../../core/inbound.ts";
import { truncate } from "../../../core/text.ts";
import type { Log } from "../../log.ts";
import { idOf } from "../answers.ts";
import { channelError } from "../errors.ts";
import type { Job } from "../listen/intake.ts";
import { QUIET } from "../say/compose.ts";
import { verbatim } from "../say/markdown.ts";
import type { Wire } from "../wire.ts";
import type { Command, DiscordPhrases } from "./interactions.ts";
import { finish } from "./replies.ts";

const QUOTED_LENGTH_MAX = 900;

export type Going = {
  readonly interaction: APIInteraction;
  readonly userId: string;
  readonly words: string;
  /** Null: the words are a question. */
  readonly command: Command | null;
  readonly from: Pick<Inbound, "channel" | "bot" | "from">;
  readonly say: DiscordPhrases;
};

type Parts = {
  readonly wire: Wire;
  readonly receive: (inbound: Inbound) => Promise<void>;
  readonly put: (place: string, job: Job) => void;
  readonly webChatUrl: string | null;
  readonly log: Log;
};

/** Opens the direct messages; what is said there then waits for its turn in that place. Errors: ChannelError; try again. */
export async function goPrivate(parts: Parts, going: Going): Promise<void> {
  const { wire, put } = parts;
  const body = { recipient_id: going.userId };
  const chatId = await unlessClosed(wire({ method: "POST", route: Routes.userChannels(), body }));
  if (chatId === null) return await sayClosed(parts, going);
  put(chatId, { at: null, run: () => askThere(parts, going, chatId) });
}

async function askThere(parts: Parts, going: Going, chatId: string): Promise<void> {
  const { interaction, say } = going;
  const messageId = await quote(parts.wire, going, chatId);
  if (messageId === null) return await sayClosed(parts, going);
  const shared = { messageId, attachments: [], albumId: null };
  await parts.receive({
    ...going.from,
    updateId: interaction.id,
    place: { kind: "learner", chatId },
    what:
      going.command === null
        ? { kind: "words", text: going.words, ...shared }
        : { kind: "command", ...going.command, ...shared },
    mark: { place: chatId, at: messageId },
  });
  const text = say.answeredPrivately(`https://discord.com/channels/@me/${chatId}`);
  await finish(parts.wire, interaction, { text, log: parts.log });
}

/** The id of the quotation, the same one when it is tried again; null when the learner takes no direct messages. */
async function quote(wire: Wire, { interaction, words }: Going, chatId: string): Promise<string | null> {
  const lines = verbatim(truncate(words, QUOTED_LENGTH_MAX)).split("\n");
  const content = lines.map((line) => `> ${line}`).join("\n");
  const body = { ...QUIET, content, nonce: interaction.id, enforce_nonce: true };
  return await unlessClosed(wire({ method: "POST", route: Routes.channelMessages(chatId), body }));
}

async function unlessClosed(call: Promise<unknown>): Promise<string | null> {
  try {
    return idOf(await call);
  } catch (error) {
    const failed = channelError(error, "chat");
    const { kind } = failed.trouble;
    // What Discord will never take is no better the next time, and the learner is told where else to write.
    if (kind === "forbidden" || kind === "rejected") return null;
    throw failed;
  }
}

async function sayClosed({ wire, webChatUrl, log }: Parts, { interaction, say }: Going): Promise<void> {
  await finish(wire, interaction, { text: say.privatelyClosed(webChatUrl), log });
}
