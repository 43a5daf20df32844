/**
 * A clock of a ticket has rung: everything whose time has come is done, each once, and marked in the ticket itself, so that
 * it is written in the same transaction. Not to break: hearing a bell early, late or twice leads to the same steps as hearing
 * it on time, and a ticket never closes by itself while we owe the word.
 */
import { backIntoQueue } from "../agent/claim.ts";
import type { Before, Facts, Outcome } from "../decision.ts";
import type { Effect, Verdict } from "../effects.ts";
import type { ClockStep, Conversation, Millis, Ticket } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import { isAwayAt } from "../staff.ts";
import { wind } from "./clocks.ts";
import { endEpisode } from "./end.ts";
import { CLOCKS, type Due, dueOf, targetOf } from "./moments.ts";
import { tellPlace } from "./waiting.ts";

/** Every step of every clock, and more, could come at once after a year without us; more than that is a bug. */
const STEPS_MAX = 20;

/** Nothing has to be due: after a change of the rules the ticket only learns when it is looked at next. */
export function hearDue(before: Before, facts: Facts): Verdict {
  if (before.named === null) return { outcome: { outcome: "ignored" }, effects: [] };
  let scene: Scene = { before, facts, ticket: before.named };
  let outcome: Outcome = { outcome: "ignored" };
  const effects: Effect[] = [];
  for (let steps = 0; ; steps++) {
    const due = dueOf(scene.ticket, facts);
    if (due === null || due.at > facts.now) break;
    if (steps === STEPS_MAX) throw new Error("the clocks of a ticket never come to rest");
    const done = take(due.step, scene);
    outcome = done.outcome ?? { outcome: "flagged" };
    effects.push(...done.effects);
    scene = after(done, scene);
  }
  return { outcome, conversation: scene.before.conversation, ticket: scene.ticket, effects };
}

type Scene = { readonly before: Before; readonly facts: Facts; readonly ticket: Ticket };
type Done = {
  readonly ticket: Ticket;
  readonly effects: readonly Effect[];
  readonly conversation?: Conversation;
  readonly outcome?: Outcome;
};

function after({ ticket, conversation }: Done, { before, facts, ticket: was }: Scene): Scene {
  const wound = wind(was, ticket, { ...facts, hasLearnerWritten: false });
  return { facts, ticket: wound, before: { ...before, conversation: conversation ?? before.conversation } };
}

function take(step: Due["step"], scene: Scene): Done {
  switch (step) {
    case "first_warned":
    case "next_warned":
    case "resolution_warned":
      return warn(step, scene);
    case "first_missed":
    case "next_missed":
    case "resolution_missed":
      return miss(step, scene);
    case "offered_wider":
      return offerWider(scene);
    case "holder_reminded":
      return isHolderAway(scene) ? offerAgain(scene) : remindHolder(scene);
    case "offered_again":
      return offerAgain(scene);
    case "learner_reminded":
      return remindLearner(scene);
    case "closed":
      return close(scene);
    case "called_back":
      return callBack(scene);
    case "woken":
      return wake(scene);
  }
}

function warn(step: ClockStep, { ticket, facts }: Scene): Done {
  const clock = CLOCKS.find(({ warned }) => warned === step);
  if (clock === undefined) throw new Error("no clock warns by this step");
  const { warnedMs, missedMs } = targetOf(clock, ticket, facts.rules);
  const text = staff(facts).warned(clock.clock, holderName(ticket), minutesOf(missedMs - warnedMs));
  return {
    ticket: fired(step, ticket),
    effects: [toThread(ticket, text), { effect: "fact", kind: "sla_warned", ...about(ticket), value: clock.value }],
  };
}

function miss(step: ClockStep, { ticket, facts }: Scene): Done {
  const clock = CLOCKS.find(({ missed }) => missed === step);
  if (clock === undefined) throw new Error("no clock is missed by this step");
  const holder = holderName(ticket);
  return {
    ticket: fired(step, ticket),
    effects: [
      toThread(ticket, staff(facts).missed(clock.clock, holder)),
      { effect: "tell_staff", text: staff(facts).missedInRoom(ticket.id, clock.clock, holder) },
      { effect: "fact", kind: "sla_missed", ...about(ticket), value: clock.value },
    ],
  };
}

/** Nobody came: from now on it is everybody's, and those in charge know. */
function offerWider({ ticket, facts }: Scene): Done {
  return {
    ticket: { ...fired("offered_wider", ticket), teamId: null },
    effects: [
      { effect: "tell_staff", text: staff(facts).offeredWider(ticket.id, minutesOf(facts.rules.offerWiderMs)) },
      { effect: "card", ticketId: ticket.id },
    ],
  };
}

function remindHolder({ ticket, facts }: Scene): Done {
  const text = staff(facts).holderReminded(holderName(ticket) ?? "", minutesOf(facts.rules.remindHolderMs));
  return { ticket: saidNow("holder_reminded", ticket, facts.now), effects: [toThread(ticket, text)] };
}

/** A reminder would reach nobody: they left for good, or stay away for as long as it would give them. */
function isHolderAway({ ticket, facts }: Scene): boolean {
  const holder = facts.agents.find(({ id }) => id === ticket.holder?.id);
  return holder !== undefined && (holder.isGone || isAwayAt(holder, facts.now + facts.rules.offerAgainMs));
}

function offerAgain({ before, ticket, facts }: Scene): Done {
  if (ticket.status !== "open") throw new Error("only what somebody holds can be offered again");
  const { holder } = ticket;
  const { released, verdict } = backIntoQueue(before, ticket, facts);
  const joining = {
    ticket: released,
    position: before.ahead + 1,
    conversation: before.conversation,
  };
  return {
    outcome: { outcome: "released" },
    ...(verdict.conversation ? { conversation: verdict.conversation } : {}),
    ticket: released,
    effects: [
      tellPlace(joining, facts, ({ clocks }, line) => clocks.learner.offeredAgain(ticket.id, line)),
      toThread(ticket, staff(facts).offeredAgain(holder.name)),
      { effect: "card", ticketId: ticket.id },
      { effect: "fact", kind: "released", ticket: released, agent: holder },
    ],
  };
}

function remindLearner({ before, ticket, facts }: Scene): Done {
  const phrases = phrasesIn(before.conversation.language);
  const hours = Math.max(1, Math.round(facts.rules.closeMs / HOUR_MS));
  const text = phrases.clocks.learner.stillThere(ticket.id, holderName(ticket) ?? "", hours);
  const settled = { label: phrases.buttons.solved, press: { press: "settled", ticketId: ticket.id } } as const;
  return {
    ticket: saidNow("learner_reminded", ticket, facts.now),
    effects: [{ effect: "tell", text, buttons: [[settled]] }, toThread(ticket, staff(facts).learnerReminded)],
  };
}

function close({ before, ticket, facts }: Scene): Done {
  const { conversation } = before;
  return endEpisode({ ...before, current: ticket }, facts, {
    solveReason: "silent",
    toLearner: phrasesIn(conversation.language).clocks.learner.closedInSilence(ticket.id),
    toAgents: staff(facts).closedInSilence,
  });
}

/** People are there again, as the learner wanted to be told. Their place is told with it, and kept up to date from then on. */
function callBack({ before, ticket, facts }: Scene): Done {
  const { callBackAt: _, ...clocks } = ticket.clocks;
  const told = { ...ticket, clocks };
  const joining = { ticket: told, position: before.ahead + 1, conversation: before.conversation };
  const effect = tellPlace(joining, facts, ({ waiting }, line) => waiting.calledBack(ticket.id, line));
  return { ticket: told, effects: [effect] };
}

function wake({ ticket, facts }: Scene): Done {
  return {
    ticket: { ...ticket, snoozedUntil: null },
    effects: [
      toThread(ticket, staff(facts).woken(holderName(ticket))),
      { effect: "card", ticketId: ticket.id },
      { effect: "fact", kind: "woken", ...about(ticket) },
    ],
  };
}

const HOUR_MS: Millis = 3_600_000;

function minutesOf(ms: Millis): number {
  return Math.max(1, Math.round(ms / 60_000));
}

function staff({ staffLanguage }: Facts) {
  return phrasesIn(staffLanguage).clocks.staff;
}

function holderName({ holder }: Ticket): string | null {
  return holder?.name ?? null;
}

function toThread({ id }: Ticket, text: string): Effect {
  return { effect: "tell_rooms", ticketId: id, text };
}

function about(ticket: Ticket) {
  return ticket.holder === null ? { ticket } : { ticket, agent: ticket.holder };
}

function fired(step: ClockStep, ticket: Ticket): Ticket {
  const { clocks } = ticket;
  return { ...ticket, clocks: { ...clocks, fired: [...clocks.fired, step] } };
}

/** A step that was a word of ours: the next one counts from it. */
function saidNow(step: ClockStep, ticket: Ticket, now: Millis): Ticket {
  const marked = fired(step, ticket);
  return { ...marked, clocks: { ...marked.clocks, quietSince: now } };
}
