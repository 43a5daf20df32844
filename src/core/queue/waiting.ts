/**
 * What a waiting learner reads: their place in the line and an honest wait, or when people are there again. Pure; the estimate
 * itself is an argument (`waitAt`). Not to break: a wait is told only when people are there for all of it.
 */
import { businessMs, nextOpening } from "../calendar/calendar.ts";
import { openingAt, sayOpening } from "../calendar/opening.ts";
import type { Facts } from "../decision.ts";
import type { Effect } from "../effects.ts";
import type { Conversation, Language, Millis, Ticket } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import type { Phrases } from "../phrases/shape.ts";
import type { Button } from "../press.ts";
import type { PlaceTold } from "./told.ts";

type Known = Pick<Facts, "now" | "calendar" | "waitAt">;
type Line = Omit<PlaceTold, "episode" | "shown"> & { readonly text: string };

/** The place in the line as one or two sentences, and the wait if they tell one. */
export function lineAt(position: number, known: Known, language: Language): Line {
  const say = phrasesIn(language).waiting;
  const place = say.position(position);
  const { now, calendar, waitAt } = known;
  const opening = nextOpening(calendar, now);
  if (opening !== null && opening > now) {
    const back = say.closed(sayOpening(language, openingAt(calendar, now, opening)));
    return { position, text: `${place}${say.space}${back}`, wait: null };
  }
  const wait = opening === null ? null : waitAt(position);
  if (wait === null || businessMs(calendar, now, now + wait.p90Ms) < wait.p90Ms)
    return { position, text: place, wait: null };
  const { medianMs, p90Ms } = wait;
  const told = medianMs < p90Ms ? say.wait(medianMs, p90Ms) : say.waitUnder(p90Ms);
  return { position, text: `${place}${say.space}${told}`, wait };
}

/** What can be done while waiting; while nobody is there, also to ask for a word when people are back. */
export function waitingButtons(
  ticket: Ticket,
  language: Language,
  known: Pick<Known, "now" | "calendar">,
): readonly (readonly Button[])[] {
  const { buttons, waiting } = phrasesIn(language);
  const isOffered = backAt(known) !== null && ticket.clocks.callBackAt === undefined;
  const callBack: Button = { label: waiting.callBack, press: { press: "callback", ticketId: ticket.id } };
  return [
    [{ label: waiting.detail, press: { press: "detail", ticketId: ticket.id } }],
    ...(isOffered ? [[callBack]] : []),
    ...settleButtons(ticket, language),
    [{ label: buttons.cancel, press: { press: "cancel", ticketId: ticket.id } }],
  ];
}

/** When people are there again; null while they are, and when they never will be. */
export function backAt({ now, calendar }: Pick<Known, "now" | "calendar">): Millis | null {
  const opening = nextOpening(calendar, now);
  return opening !== null && opening > now ? opening : null;
}

/** For a request a person holds or wrote in; none for one that nobody took up, which can be taken back. */
export function settleButtons(ticket: Ticket, language: Language): readonly (readonly Button[])[] {
  if (ticket.status === "solved" || (ticket.status === "new" && ticket.humanReplies === 0)) return [];
  return [[{ label: phrasesIn(language).settling.settle, press: { press: "settle", ticketId: ticket.id } }]];
}

type Joining = { readonly ticket: Ticket; readonly position: number; readonly conversation: Conversation };

/** Tells the learner where a ticket that joins the line stands, in a message that is kept up to date from then on. */
export function tellPlace(
  { ticket, position, conversation: { language } }: Joining,
  facts: Known,
  words: (phrases: Phrases, line: string) => string,
): Effect {
  const { text, wait } = lineAt(position, facts, language);
  const place: PlaceTold = { episode: ticket.episode, position, shown: text, wait };
  return {
    effect: "tell",
    text: words(phrasesIn(language), text),
    buttons: waitingButtons(ticket, language, facts),
    place,
  };
}

/** How a kept message looks now. `line` null: the ticket left the line, and the message stays as it is from then on. */
export type PlaceLook = {
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly line: Line | null;
};

/** `position` null: it is no longer in the line, or in another episode than the message is about. */
export function placeLook(
  ticket: Ticket,
  { position, language }: { readonly position: number | null; readonly language: Language },
  known: Known,
): PlaceLook {
  if (position === null) return { text: lastWords(ticket, language), buttons: [], line: null };
  const line = lineAt(position, known, language);
  const text = phrasesIn(language).learner.stillQueued(ticket.id, line.text);
  return { text, buttons: waitingButtons(ticket, language, known), line };
}

function lastWords(ticket: Ticket, language: Language): string {
  const say = phrasesIn(language).waiting;
  if (ticket.holder !== null) return say.taken(ticket.id, ticket.holder.name);
  return ticket.status === "solved" && ticket.solveReason === "cancelled"
    ? say.takenBack(ticket.id)
    : say.over(ticket.id);
}
