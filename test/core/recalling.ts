/** What a store finds for an event that changes or answers a line, for the world of the rules' tests. Copies are `copy-<id>`. */
import type { Decision, NewMessage, Recalled } from "../../src/core/decision.ts";
import type { Event } from "../../src/core/inbound.ts";
import type { Recall } from "../../src/core/ports.ts";
import { recallOf } from "../../src/core/recall.ts";

/** The transcript after a decision, its lines by id from 0. */
export function linesAfter(lines: readonly NewMessage[], { messages, amendments = [] }: Decision): NewMessage[] {
  const amended = lines.map((line, id) => ({
    ...line,
    ...amendments.find(({ lineId }) => lineId === id),
    deliveries: [],
  }));
  return [...amended, ...messages];
}

function numberOf(lines: readonly NewMessage[], { as, chat, networkId }: Exclude<Recall, { as: "line" }>): number {
  const isCopy = (id: number): boolean => as === "answered" && networkId === `copy-${id}`;
  const isSaid = ({ networkId: name, saidIn }: NewMessage): boolean =>
    name === networkId && saidIn?.channel === chat.channel && saidIn.chatId === chat.chatId;
  return lines.findLastIndex((line, index) => isCopy(index) || isSaid(line));
}

export function recalledIn(
  lines: readonly NewMessage[],
  event: Event,
  decisions: readonly Decision[],
): { readonly recalled?: Recalled } {
  const recall = recallOf(event);
  if (recall === null) return {};
  const id = recall.as === "line" ? recall.lineId : numberOf(lines, recall);
  const line = lines[id];
  const passedOn = decisions.flatMap((decision) => decision.reactions ?? []);
  const reactions = passedOn.flatMap(({ lineId, emoji }) => (lineId === id ? [emoji] : []));
  return line === undefined ? {} : { recalled: { ...line, id, sentTo: [], reactions } };
}
