/** Discord's ids: numbers of 64 bits that rise with time, as text. Compared as numbers, never as text. */
import { ChannelError } from "../../core/errors.ts";
import type { Millis } from "../../core/model.ts";

// The first moment of Discord's own count. Source: https://discord.com/developers/docs/reference#snowflakes.
const EPOCH_MS = 1_420_070_400_000;
const TIME_SHIFT = 22n;

/** The id as it may stand in an address. One of another network, or a forged one, cannot be asked for. */
export function snowflake(id: string): string {
  if (isSnowflake(id)) return id;
  throw new ChannelError("not an id of discord", { kind: "rejected" });
}

export function isSnowflake(id: string): boolean {
  return /^\d{1,20}$/.test(id);
}

/** The smallest id of that time. */
export function idAt(time: Millis): string {
  return String(BigInt(Math.max(0, Math.floor(time) - EPOCH_MS)) << TIME_SHIFT);
}

export function isAfter(id: string, other: string): boolean {
  return BigInt(id) > BigInt(other);
}

export function idBefore(id: string): string {
  return String(BigInt(id) - 1n);
}
