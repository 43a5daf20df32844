/** What an agent writes: words to the learner, which only the holder may send, and notes, which never leave the agents. */
import type { Before } from "../decision.ts";
import type { Verdict } from "../effects.ts";
import { nameOf, tooLargeFor } from "../files.ts";
import type { AgentVerb } from "../inbound.ts";
import type { Ticket } from "../model.ts";
import { isBlank } from "../text.ts";
import { acknowledged, asHolder, refuse, type Scene, staffPhrases } from "./scene.ts";

type Words = Extract<AgentVerb, { verb: "say" | "note" }>;

export function say(scene: Scene, words: Extract<AgentVerb, { verb: "say" }>): Verdict {
  const { before, facts } = scene;
  // Only the first part of an album carries the caption, here "/note …": the rest is as private as that.
  if (isOfNoteAlbum(words, before)) return note(scene, words);
  const staff = staffPhrases(facts);
  if (isBlank(words.text) && words.attachments.length === 0) {
    return refuse({ outcome: "empty" }, staff.empty, scene);
  }
  return asHolder(scene, ({ act, ticket }) => {
    if (!before.conversation.isReachable) return refuse({ outcome: "unreachable" }, staff.unreachable, scene);
    const large = tooLargeFor(before.conversation.home.channel, words.attachments, facts);
    if (large !== null) {
      const text = staff.fileTooLarge(nameOf(large.file), large.megabytesMax);
      return refuse({ outcome: "file_too_large" }, text, scene);
    }
    const answered: Ticket = { ...ticket, waitingFor: "learner", humanReplies: ticket.humanReplies + 1 };
    const { text, attachments } = words;
    return {
      outcome: { outcome: "sent" },
      ticket: answered,
      effects: [
        {
          effect: "pass_on",
          agent: act.agent,
          from: act.place,
          text,
          attachments,
          ticketId: ticket.id,
          ...names(words),
        },
        { effect: "fact", kind: "agent_replied", ticket: answered, agent: act.agent },
      ],
    };
  });
}

function names({ said }: Words): Pick<Words, "said"> {
  return said === undefined ? {} : { said };
}

function isOfNoteAlbum({ albumId = null }: Words, { conversation }: Before): boolean {
  return albumId !== null && albumId === conversation.noteAlbumId;
}

export function note(scene: Scene, words: Words): Verdict {
  const { text, attachments = [], albumId = null } = words;
  const { before, facts, act, ticket } = scene;
  const staff = staffPhrases(facts);
  if (isBlank(text) && attachments.length === 0) return refuse({ outcome: "empty" }, staff.empty, scene);
  return {
    outcome: { outcome: "noted" },
    conversation: { ...before.conversation, noteAlbumId: albumId ?? before.conversation.noteAlbumId },
    effects: [
      { effect: "note", agent: act.agent, from: act.place, text, attachments, ticketId: ticket.id, ...names(words) },
      ...(isOfNoteAlbum(words, before) ? [] : acknowledged(scene, staff.noted)),
    ],
  };
}
