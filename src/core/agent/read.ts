/** Priorities and tags as agents write them. Imports no rule, so that reading what arrived needs none. */
import { PRIORITIES, type Priority } from "../model.ts";

/** Letters and digits of any script, joined by - or _. */
export const TAG = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,31}$/u;

const PRIORITY_WORDS: ReadonlyMap<string, Priority> = new Map<string, Priority>([
  ...PRIORITIES.map((priority) => [priority, priority] as const),
  ["低", "low"],
  ["普通", "normal"],
  ["一般", "normal"],
  ["正常", "normal"],
  ["高", "high"],
  ["紧急", "urgent"],
  ["加急", "urgent"],
]);

export function readPriority(text: string): Priority | null {
  return PRIORITY_WORDS.get(text.normalize("NFKC").trim().toLowerCase()) ?? null;
}

/** "+billing -other paid": what to add and what to take away. */
export function readTags(text: string): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  const words = text.split(/[\s,，、]+/).filter((word) => word !== "");
  const bare = (word: string): string => word.replace(/^[+-]/, "");
  return {
    add: words.filter((word) => !word.startsWith("-")).map(bare),
    remove: words.filter((word) => word.startsWith("-")).map(bare),
  };
}
