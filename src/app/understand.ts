/**
 * Gathers what `decide` may know of the world at this moment. The matcher runs here, outside every transaction, and only for
 * words a learner wrote: agents' words go to the learner as they are.
 */

import type { Facts } from "../core/decision.ts";
import type { Event, Said } from "../core/inbound.ts";
import type { ChannelName } from "../core/model.ts";
import type { Capabilities, Channel } from "../core/ports.ts";
import { TEXT_LENGTH_MAX } from "../core/text.ts";
import { ANGRY_MIN, moodOf } from "../nlu/mood/mood.ts";
import { readParts } from "../nlu/text/read-parts.ts";
import type { Parts } from "./parts.ts";

export function understand(parts: Parts, event: Event | null): Facts {
  const { pack, match } = parts.faq();
  const text = event?.by === "learner" ? textOf(event.said) : null;
  const [first, ...others] = text ? readParts(match, text) : [];
  return {
    now: parts.now(),
    pack,
    matches: first?.matches ?? [],
    otherQuestions: others.map(({ matches }) => matches),
    isAngry: text !== null && moodOf(text).anger >= ANGRY_MIN,
    staffRooms: parts.settings.staffRooms,
    staffLanguage: parts.settings.staffLanguage,
    can: abilitiesOf(parts.channels),
    link: null,
    macro: null,
    waitAt: parts.waits.at(),
    ...parts.book.facts(),
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
    case "reacted":
    case "blocked":
    case "unblocked":
      return null;
  }
}

/** A channel that is not set up is never written to; what it could do only has to be there. */
const NOT_SET_UP: Capabilities = {
  textLengthMax: TEXT_LENGTH_MAX,
  buttons: { rowsMax: 5, perRowMax: 5, labelLengthMax: 80 },
  edits: true,
  quotes: true,
  reacts: true,
  typing: true,
  threads: true,
  files: { bytesMax: 10_000_000 },
};

function abilitiesOf(channels: ReadonlyMap<ChannelName, Channel>): Facts["can"] {
  const can = (name: ChannelName): Capabilities => channels.get(name)?.can ?? NOT_SET_UP;
  return { telegram: can("telegram"), discord: can("discord"), web: can("web"), terminal: can("terminal") };
}
