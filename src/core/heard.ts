/**
 * What a learner pressed, or said while nobody listens, as it is kept; and what follows any press: its spinner ends, its buttons
 * go when it was taken.
 */
import type { Before } from "./decision.ts";
import { amendedByLearner } from "./edits.ts";
import type { Effect, Verdict } from "./effects.ts";
import type { Said } from "./inbound.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { PressPlace } from "./rate.ts";
import { isUnnamedSuggestion } from "./suggest.ts";
import { wordsOf, wordsOfEdit, written } from "./written.ts";

/** What a learner nobody listens to said, for the transcript. */
export function keptOf(said: Said, before: Before): Extract<Effect, { effect: "heard" | "amend" }> | null {
  switch (said.kind) {
    case "words":
      return written(said, before);
    case "edited": {
      const amended = amendedByLearner(before, said);
      return amended === "same" ? null : (amended ?? written(wordsOfEdit(said), before));
    }
    case "command": {
      const words = wordsOf(said);
      return isUnnamedSuggestion(words.text) ? null : written(words, before);
    }
    case "pressed":
    case "reacted":
    case "blocked":
    case "unblocked":
      return null;
  }
}

export function pressed(before: Before, label: "solved" | "rephrase" | "none" | "person" | "cancel"): Effect {
  return saidByPress(phrasesIn(before.conversation.language).buttons[label], before);
}

export function saidByPress(text: string, before: Before): Effect {
  const ticketId = before.current?.id ?? null;
  return { effect: "heard", kind: "press", text, attachments: [], networkId: null, ticketId, isRelayed: false };
}

/** A press was taken: its spinner ends and its buttons go. */
export function settle(verdict: Verdict, { said, chat }: PressPlace): Verdict {
  const taken: readonly Effect[] = [
    { effect: "toast", chat, pressId: said.pressId, text: "" },
    { effect: "settle_buttons", chat, messageId: said.messageId },
  ];
  return { ...verdict, effects: [...taken, ...verdict.effects] };
}

export function stale(before: Before, { said, chat }: PressPlace): Verdict {
  const text = phrasesIn(before.conversation.language).learner.stalePress;
  return {
    outcome: { outcome: "stale_press" },
    effects: [{ effect: "toast", chat, pressId: said.pressId, text }],
  };
}
