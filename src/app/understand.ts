/**
 * Gathers what `decide` may know of the world at this moment. The matcher runs here, outside every transaction, and only for
 * words a learner wrote: agents' words go to the learner as they are.
 */

import type { Facts } from "../core/decision.ts";
import type { Event, Said } from "../core/inbound.ts";
import type { ChannelName } from "../core/model.ts";
import type { Channel } from "../core/ports.ts";
import { TEXT_LENGTH_MAX } from "../core/text.ts";
import type { Parts } from "./parts.ts";

export function understand(parts: Parts, event: Event | null): Facts {
  const { pack, match } = parts.faq();
  const text = event?.by === "learner" ? textOf(event.said) : null;
  return {
    now: parts.now(),
    pack,
    matches: text ? match(text) : [],
    staffRooms: parts.settings.staffRooms,
    staffLanguage: parts.settings.staffLanguage,
    textLengthMax: textLengthsOf(parts.channels),
  };
}

/** The words in it that can be understood; null when there are none. */
function textOf(said: Said): string | null {
  switch (said.kind) {
    case "words":
    case "edited":
      return said.text;
    case "command":
    case "pressed":
    case "blocked":
    case "unblocked":
      return null;
  }
}

// A channel that is not configured is never written to; its number only has to be there.
function textLengthsOf(channels: ReadonlyMap<ChannelName, Channel>): Facts["textLengthMax"] {
  const lengthOf = (name: ChannelName): number => channels.get(name)?.can.textLengthMax ?? TEXT_LENGTH_MAX;
  return { telegram: lengthOf("telegram"), discord: lengthOf("discord"), web: lengthOf("web") };
}
