/**
 * Saved replies: the words go to the learner as the holder's own, then the actions run, all in one turn. Only three things are
 * filled in, in one pass: what a name contains is never filled in again, and braces of ours never reach a learner.
 */
import type { Verdict } from "../effects.ts";
import type { Language } from "../model.ts";
import { LANGUAGES } from "../model.ts";
import type { Macro, MacroAction } from "../staff.ts";
import { isBlank } from "../text.ts";
import { prioritise, tag } from "./labels.ts";
import { acknowledged, asHolder, type Play, playAll, refuse, type Scene, tellAgent, verbPhrases } from "./scene.ts";
import { snoozeUntil } from "./snooze.ts";
import { solve } from "./solve.ts";
import { say } from "./words.ts";

/** What a macro may be called. */
export const MACRO_NAME = /^[a-z0-9_-]{1,32}$/;

const BLANKS = /\{\{\s*([^{}]*?)\s*\}\}/g;
const FILLED: ReadonlySet<string> = new Set(["learner", "agent", "ticket"]);

/** The names between braces that nobody fills in. */
export function unknownBlanks(words: string): readonly string[] {
  return [...words.matchAll(BLANKS)].flatMap(([, name = ""]) => (FILLED.has(name) ? [] : [name]));
}

/** The words in that language, else in one there is. */
export function renderMacro({ words }: Macro, scene: Scene): string {
  const { act, before, ticket } = scene;
  const order: readonly Language[] = [before.conversation.language, ...LANGUAGES];
  const chosen = order.map((language) => words[language]).find((text) => !isBlank(text)) ?? "";
  return chosen.replace(BLANKS, (_, name: string) => {
    if (name === "learner") return ticket.learnerName;
    if (name === "agent") return act.agent.name;
    return name === "ticket" ? `#${ticket.id}` : "";
  });
}

export function runMacro(scene: Scene, { name, isPreview }: { name: string; isPreview: boolean }): Verdict {
  const { facts } = scene;
  const { macro, macroNames = [] } = facts;
  const say = verbPhrases(facts);
  if (macro === null) {
    const text = name === "" ? say.macros(macroNames) : say.noSuchMacro(name, macroNames);
    return refuse({ outcome: "unknown_macro", names: macroNames }, text, scene);
  }
  if (!isPreview) return asHolder(scene, () => play(scene, macro));
  const text = renderMacro(macro, scene);
  const shown = tellAgent(scene, say.macroShown(text, macro.actions.map(say.macroAction)));
  return { outcome: { outcome: "macro_shown", text, actions: macro.actions }, effects: [shown] };
}

function play(scene: Scene, macro: Macro): Verdict {
  const text = renderMacro(macro, scene);
  // The agent typed a name: in their own room too, nobody has seen the words yet.
  const inside: Scene = { ...scene, act: { ...scene.act, place: null } };
  const words: readonly Play[] = isBlank(text)
    ? []
    : [(current) => say(current, { verb: "say", text, attachments: [] })];
  if (words.length > 0 && !scene.before.conversation.isReachable) {
    return say(scene, { verb: "say", text, attachments: [] });
  }
  // Solving ends what the others are about.
  const actions = macro.actions.toSorted(
    (one, other) => Number(one.action === "solve") - Number(other.action === "solve"),
  );
  const verdict = playAll(inside, [...words, ...actions.map(playOf)]);
  const ticket = verdict.ticket ?? scene.ticket;
  return {
    ...verdict,
    outcome: { outcome: "macro_used" },
    effects: [
      ...verdict.effects,
      ...acknowledged(scene, ""),
      { effect: "fact", kind: "macro_used", ticket, agent: scene.act.agent, value: macro.id },
    ],
  };
}

function playOf(action: MacroAction): Play {
  switch (action.action) {
    case "tag":
      return (scene) => tag(scene, { add: [action.tag], remove: [] });
    case "priority":
      return (scene) => prioritise(scene, action.priority);
    case "snooze":
      return (scene) => snoozeUntil(scene, scene.facts.now + action.ms);
    case "solve":
      return (scene) => solve(scene);
  }
}
