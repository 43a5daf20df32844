/**
 * Reads what Discord's REST API answered. Discord is trusted for what it sends; here only the shape is made sure of that the
 * code behind relies on, so that a proxy's page of words does not become an id.
 */
import type { APIMessage } from "discord.js";
import { ChannelError } from "../../core/errors.ts";

/** A channel, thread or direct message channel, as far as it is looked at. */
export type ChannelLook = {
  readonly id: string;
  readonly type: number;
  readonly guildId: string | null;
  readonly parentId: string | null;
  readonly name: string;
  readonly isArchived: boolean;
  readonly isLocked: boolean;
  readonly lastMessageId: string | null;
};

export function idOf(answer: unknown): string {
  const id = textIn(answer, "id");
  if (id === null) throw odd();
  return id;
}

export function channelIn(answer: unknown): ChannelLook {
  const type = field(answer, "type");
  if (typeof type !== "number") throw odd();
  const state = field(answer, "thread_metadata");
  return {
    id: idOf(answer),
    type,
    guildId: textIn(answer, "guild_id"),
    parentId: textIn(answer, "parent_id"),
    name: textIn(answer, "name") ?? "",
    isArchived: field(state, "archived") === true,
    isLocked: field(state, "locked") === true,
    lastMessageId: textIn(answer, "last_message_id"),
  };
}

/** The items of a list, or of the list a field holds. */
export function listIn(answer: unknown, name?: string): readonly unknown[] {
  const list: unknown = name === undefined ? answer : field(answer, name);
  if (!Array.isArray(list)) throw odd();
  return list;
}

export function messageIn(answer: unknown): APIMessage {
  if (!isMessage(answer)) throw odd();
  return answer;
}

function isMessage(value: unknown): value is APIMessage {
  return idOrNull(value) !== null && idOrNull(field(value, "author")) !== null && textIn(value, "channel_id") !== null;
}

function idOrNull(value: unknown): string | null {
  return textIn(value, "id");
}

export function textIn(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === "string" ? found : null;
}

export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function odd(): ChannelError {
  return new ChannelError("discord answered something else than what it was asked for", { kind: "uncertain" });
}
