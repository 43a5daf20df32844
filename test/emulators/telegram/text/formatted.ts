// A text after its markup is parsed, and the refusal of markup that is wrong.
import type { Entity } from "../types.ts";

/** Text without markup, and where which formatting was. */
export type Formatted = { readonly text: string; readonly entities: Entity[] };

/** Markup the real server refuses; the message is its description. */
export class MarkupError extends Error {}

/** Refuses the markup in the words of the real server. */
export function fail(why: string): never {
  throw new MarkupError(`Bad Request: can't parse entities: ${why}`);
}

/** Outer entities before inner ones, as the real server lists them. */
export const byPlace = (a: Entity, b: Entity): number => a.offset - b.offset || b.length - a.length;
