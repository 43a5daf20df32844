/**
 * Which message an event changes or answers, as its network calls it. The store finds the line that is meant; nothing that
 * arrives can name a line itself, so nobody reaches one of another conversation.
 */
import type { Event } from "./inbound.ts";
import type { ChatRef } from "./model.ts";
import type { Recall } from "./ports.ts";

/** Null: the event is about no message. */
export function recallOf(event: Event | null): Recall | null {
  if (event === null || event.by === "world") return null;
  if (event.by === "learner") {
    const { said, chat } = event;
    if (said.kind === "edited") return { as: "edited", chat, networkId: said.messageId };
    if (said.kind === "reacted") return answered(chat, said.messageId);
    return answered(chat, "replyTo" in said ? said.replyTo : undefined);
  }
  return recallOfAgent(event);
}

function recallOfAgent({ does, place }: Extract<Event, { by: "agent" }>): Recall | null {
  if (does.verb === "edit" || does.verb === "react") {
    if ("line" in does) return { as: "line", lineId: does.line };
    const as = does.verb === "edit" ? "edited" : "answered";
    return place === null ? null : { as, chat: place.room, networkId: does.messageId };
  }
  if (does.verb !== "say" && does.verb !== "note") return null;
  if (does.answers !== undefined) return { as: "line", lineId: does.answers };
  return place === null ? null : answered(place.room, does.said?.replyTo);
}

function answered(chat: ChatRef, networkId: string | undefined): Recall | null {
  return networkId === undefined ? null : { as: "answered", chat, networkId };
}
