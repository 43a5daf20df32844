/** What is told about a ticket in a few words: who waits how long, when it is due, whether it sleeps, who holds it. */
import type { Row, Ticket } from "../api/read-ticket.ts";
import type { Language } from "../language.ts";
import { clock, span } from "../time.ts";
import { WORDS, type Words } from "../words/words.ts";

export type Context = { readonly language: Language; readonly now: number };

/** How long somebody has waited, and who. */
export function waitLine(ticket: Ticket, { language, now }: Context): string {
  const words = WORDS[language];
  if (ticket.status === "solved") return words.solvedAgo(span(now - (ticket.solvedAt ?? now), language));
  const time = span(now - ticket.waitingSince, language);
  return ticket.waitingFor === "agent" ? words.waits(time) : words.awaitsLearnerFor(time);
}

/** Empty when no target runs. */
export function dueLine(ticket: Ticket, { language, now }: Context): string {
  if (ticket.slaDueAt === null) return "";
  const time = span(Math.abs(ticket.slaDueAt - now), language);
  return isOverdue(ticket, now) ? WORDS[language].overdue(time) : WORDS[language].dueIn(time);
}

export function isOverdue({ slaDueAt }: Ticket, now: number): boolean {
  return slaDueAt !== null && slaDueAt < now;
}

export function snoozeLine({ isSnoozed, snoozedUntil }: Ticket, { language, now }: Context): string {
  const words = WORDS[language];
  if (!isSnoozed) return "";
  return snoozedUntil === null ? words.snoozed : words.snoozedUntil(clock(snoozedUntil, now, language));
}

/** The last words, and who said them unless it was the learner. */
export function lastLine({ last }: Row, words: Words): string {
  if (last === null) return "";
  const { author, kind, text } = last;
  const said = text === "" ? words.row.file : text;
  if (author.kind === "learner") return kind === "press" ? `${words.row.pressed} ${said}` : said;
  const who = author.isYou ? words.row.you : (author.name ?? words.author[author.kind]);
  return `${kind === "note" ? `${who} (${words.row.note})` : who}: ${said}`;
}

export function turnLine({ status, waitingFor }: Ticket, words: Words): string {
  if (status !== "open") return "";
  return waitingFor === "agent" ? words.awaitsUs : words.awaitsLearner;
}

export function holderLine({ status, holder }: Ticket, words: Words): string {
  if (status === "new" || holder === null) return "";
  return words.heldBy(holder.isYou ? words.you : holder.name);
}
