/**
 * Answers to interactions: presses, slash commands, forms. Each has to be acknowledged within 3 seconds whatever happens, and
 * has a token of its own for 15 minutes. The token is in the addresses used here, so no address and no press id is logged.
 */
import {
  type APIInteraction,
  ComponentType,
  InteractionResponseType,
  MessageFlags,
  Routes,
  TextInputStyle,
} from "discord.js";
import type { Phrases } from "../../../core/phrases/shape.ts";
import { truncate } from "../../../core/text.ts";
import type { Log } from "../../log.ts";
import { askedUnless, CODE, channelError } from "../errors.ts";
import { QUIET, TEXT_LENGTH_MAX } from "../say/compose.ts";
import { isSnowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";

/** The form's and its field's ids. */
export const NOTE_FORM = "note";
export const NOTE_FIELD = "text";
const NOTE_LENGTH_MAX = 2000;

const FOR_ONE = MessageFlags.Ephemeral | MessageFlags.SuppressEmbeds;

export type Acknowledgement =
  /** The button stops waiting, nothing is shown. */
  | { readonly by: "silence" }
  /** "Thinking…", seen by one person, until `finish`. */
  | { readonly by: "waiting" }
  | { readonly by: "words"; readonly text: string }
  | { readonly by: "form"; readonly say: Pick<Phrases["discord"], "noteTitle" | "noteLabel"> };

/** Never rejects: what was said counts although the answer did not get through. */
export async function acknowledge(
  wire: Wire,
  interaction: APIInteraction,
  { answer, log }: { readonly answer: Acknowledgement; readonly log: Log },
): Promise<void> {
  const route = Routes.interactionCallback(interaction.id, interaction.token);
  try {
    await wire({ method: "POST", route, body: bodyOf(answer), isByOwnToken: true });
  } catch (error) {
    const { trouble, message } = channelError(error);
    log.warn({ interactionId: interaction.id, trouble: trouble.kind }, `discord: not acknowledged: ${message}`);
  }
}

function bodyOf(answer: Acknowledgement) {
  switch (answer.by) {
    case "silence":
      return { type: InteractionResponseType.DeferredMessageUpdate };
    case "waiting":
      return {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        data: { flags: MessageFlags.Ephemeral },
      };
    case "words":
      return { type: InteractionResponseType.ChannelMessageWithSource, data: contentOf(answer.text) };
    case "form":
      return { type: InteractionResponseType.Modal, data: noteForm(answer.say) };
  }
}

function noteForm({ noteTitle, noteLabel }: Pick<Phrases["discord"], "noteTitle" | "noteLabel">) {
  const field = {
    type: ComponentType.TextInput,
    custom_id: NOTE_FIELD,
    style: TextInputStyle.Paragraph,
    label: noteLabel,
    max_length: NOTE_LENGTH_MAX,
    required: true,
  };
  return {
    custom_id: NOTE_FORM,
    title: noteTitle,
    components: [{ type: ComponentType.ActionRow, components: [field] }],
  };
}

/** Puts words where "thinking…" stood. Best effort: a token that ran out or a lost answer is only logged. */
export async function finish(
  wire: Wire,
  interaction: APIInteraction,
  { text, log }: { readonly text: string; readonly log: Log },
): Promise<void> {
  const { application_id, token } = interaction;
  const route = Routes.webhookMessage(application_id, token, "@original");
  const body = { content: text, allowed_mentions: QUIET.allowed_mentions };
  try {
    await wire({ method: "PATCH", route, body, isByOwnToken: true });
  } catch (error) {
    log.warn({ trouble: channelError(error).trouble.kind }, "discord: a reply to a command was not shown");
  }
}

/** What another process needs to answer a press: whose it is, and its token. Not for logs. */
export function pressIdOf({ application_id, token }: APIInteraction): string {
  return `${application_id}:${token}`;
}

/** Shows a short line to whoever pressed; see Channel.toast. */
export async function toast(wire: Wire, pressId: string, text: string): Promise<void> {
  const [applicationId = "", token = "", ...more] = pressId.split(":");
  const isOurs = isSnowflake(applicationId) && /^[\w.-]+$/.test(token) && more.length === 0;
  // The press is acknowledged already; and an id nobody can have made stands for a press nobody remembers.
  if (text === "" || !isOurs) return;
  const gone = [CODE.unknownWebhook, CODE.invalidWebhookToken, CODE.unknownInteraction];
  const route = Routes.webhook(applicationId, token);
  await askedUnless(wire({ method: "POST", route, body: contentOf(text), isByOwnToken: true }), ...gone);
}

function contentOf(text: string) {
  return { ...QUIET, content: truncate(text, TEXT_LENGTH_MAX), flags: FOR_ONE };
}
