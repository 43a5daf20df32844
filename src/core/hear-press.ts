/** What a learner's press does, by who holds the conversation. Buttons outlive what they were about: an old one only says so. */
import { confirm, pick, refuse } from "./answer.ts";
import { cancel, speak, wantPerson } from "./commands.ts";
import type { Before, Facts } from "./decision.ts";
import type { Verdict } from "./effects.ts";
import { pressed, saidByPress, settle, stale } from "./heard.ts";
import type { Conversation } from "./model.ts";
import { pressNps } from "./nps/hear.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import { AGENT_PRESSES, type LearnerPress, type Press } from "./press.ts";
import { backAt } from "./queue/waiting.ts";
import { type PressPlace, rate, reopenByLearner } from "./rate.ts";
import { giveReason } from "./remark.ts";
import { askWhetherSettled, settledByLearner, stayUnsettled } from "./settling.ts";

export function hearPress(before: Before, place: PressPlace, facts: Facts): Verdict {
  const { press } = place.said;
  if (press === null || !isLearnerPress(press)) return stale(before, place);
  switch (press.press) {
    case "rate":
      return rate(before, { ...press, ...place }, facts);
    case "why":
      return giveReason(before, { ...press, ...place }, facts);
    case "unsolved":
      return reopenByLearner(before, place, facts);
    case "cancel": {
      if (before.named === null || before.named.id !== before.current?.id) return stale(before, place);
      return settle(cancel(before, [pressed(before, "cancel")], facts), place);
    }
    case "detail":
      return hintDetail(before, place);
    case "callback":
      return askToBeCalled(before, place, facts);
    case "nps":
    case "surveys":
      return pressNps(before, press, place, facts);
    case "settle":
      return askWhetherSettled(before, place);
    case "settled":
      return settledByLearner(before, place, facts);
    case "unsettled":
      return stayUnsettled(before, place);
    case "speak":
      return settle(speak(before, press.language), place);
    case "person":
      return settle(wantPerson(before, facts, [pressed(before, "person")]), place);
    case "solved":
    case "rephrase":
    case "none":
    case "pick": {
      const { conversation } = before;
      if (conversation.mode !== "bot" || conversation.turn !== press.turn) return stale(before, place);
      return settle(hearVerdict({ ...before, conversation }, press, facts), place);
    }
  }
}

/** "Add detail" while waiting: words go onto the ticket by themselves, so it is enough to say so. */
function hintDetail({ named, current, conversation }: Before, { said, chat }: PressPlace): Verdict {
  const say = phrasesIn(conversation.language).waiting;
  const isWaiting = named !== null && named.id === current?.id && current.status === "new";
  const text = isWaiting ? say.detailHint(named.id) : say.noDetail;
  return { outcome: { outcome: "told" }, effects: [{ effect: "toast", chat, pressId: said.pressId, text }] };
}

/** Kept in the ticket, so that its clock says it, once. Where people are there, the claim itself is the word. */
function askToBeCalled(before: Before, place: PressPlace, facts: Facts): Verdict {
  const { named, current, conversation } = before;
  const { said, chat } = place;
  if (named === null || named.id !== current?.id || current.status !== "new") return stale(before, place);
  const say = phrasesIn(conversation.language).waiting;
  const callBackAt = backAt(facts);
  const text = callBackAt === null ? say.callBackOpen : say.callBackKept(current.id);
  const effects = [{ effect: "toast", chat, pressId: said.pressId, text } as const];
  if (callBackAt === null) return { outcome: { outcome: "told" }, effects };
  const ticket = { ...current, clocks: { ...current.clocks, callBackAt } };
  return { outcome: { outcome: "told" }, ticket, effects };
}

type InBot = Before & { readonly conversation: Conversation & { readonly mode: "bot" } };
type VerdictPress = Extract<LearnerPress, { press: "solved" | "rephrase" | "none" | "pick" }>;

function hearVerdict(before: InBot, press: VerdictPress, facts: Facts): Verdict {
  switch (press.press) {
    case "solved":
      return confirm(before, [pressed(before, "solved")]);
    case "rephrase":
    case "none":
      return refuse(before, facts, [pressed(before, press.press)]);
    case "pick": {
      const title = facts.pack.intents.get(press.intentId)?.title[before.conversation.language];
      return pick(before, facts, { intentId: press.intentId, heard: [saidByPress(title ?? press.intentId, before)] });
    }
  }
}

function isLearnerPress(press: Press): press is LearnerPress {
  return !AGENT_PRESSES.some((known) => known === press.press);
}
