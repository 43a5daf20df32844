/** Addresses in what is said become links, and nothing else becomes anything: all the rest stays text. */
import { make } from "../dom.ts";

// Signs of ASCII only: Chinese follows an address without a space. What ends a sentence does not belong to the address.
const ADDRESS = /https?:\/\/[\x21\x23-\x26\x28-\x3b\x3d\x3f-\x7e]+/gi;
const SENTENCE_END = /[.,;:!?)\]}*_~|]+$/;

/** The text as nodes, letter for letter. */
export function linked(text: string): readonly (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(SENTENCE_END, "");
    if (!isSafe(address)) continue;
    nodes.push(text.slice(from, index), link(address, address));
    from = index + address.length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

/** Opens beside the chat, and tells the other side nothing about it. */
export function link(url: string, label: string): HTMLAnchorElement {
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function isSafe(url: string): boolean {
  return URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
}
