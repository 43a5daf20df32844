/** How a ticket looks in a staff room, drawn from its row alone: name of the thread, card, buttons. Holds no words said. */
import { shownInstant } from "./agent/until.ts";
import { type Language, type Ticket, UNTIL_LEARNER_WRITES } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Card } from "./ports.ts";
import type { AgentPress, Button } from "./press.ts";
import type { Team } from "./staff.ts";
import { oneLine } from "./text.ts";

const SIGNS = { new: "🔴", open: "🟡", solved: "✅" } as const;
const THREAD_NAME_LENGTH_MAX = 100;
// Guesses below this are noise to an agent with forty open chats.
const TRIED_CONFIDENCE_MIN = 0.05;
const TRIED_MAX = 3;

export type CardStyle = {
  readonly language: Language;
  /** For the name of the ticket's team; one that is gone is not named. */
  readonly teams: readonly Pick<Team, "id" | "name">[];
  /** Of the schedule: times are the wall's. */
  readonly timeZone: string;
  /** What is known of the learner's courses and orders, a line each; left out: nothing. */
  readonly learning?: readonly string[];
};

export function cardOf(ticket: Ticket, style: CardStyle): Card {
  return {
    name: oneLine(`${SIGNS[ticket.status]} #${ticket.id} ${ticket.learnerName}`, THREAD_NAME_LENGTH_MAX),
    text: textOf(ticket, style),
    buttons: buttonsOf(ticket, style.language),
    isClosed: ticket.status === "solved",
  };
}

function textOf(ticket: Ticket, style: CardStyle): string {
  const { card } = phrasesIn(style.language).staff;
  const why =
    ticket.status === "solved" ? `: ${phrasesIn(style.language).verbs.card.solveReason[ticket.solveReason]}` : "";
  const holder = ticket.holder ? `, ${card.holder(ticket.holder.name)}` : "";
  const status = `${card.status[ticket.status]}${why}${holder}`;
  const likely = ticket.tried.filter(({ confidence }) => confidence >= TRIED_CONFIDENCE_MIN).slice(0, TRIED_MAX);
  const tried = likely.map(({ intentId, confidence }) => `${intentId} ${Math.round(confidence * 100)} %`);
  return [
    `#${ticket.id} · ${status}`,
    `${card.learner}: ${ticket.learnerName} (${ticket.channel}, ${card.language[ticket.language]})`,
    ...(style.learning ?? []),
    `${card.reason[ticket.reason]} · ${card.priority[ticket.priority]}`,
    ...sortedBy(ticket, style),
    ...(ticket.episode > 1 ? [card.episode(ticket.episode)] : []),
    tried.length > 0 ? `${card.tried}: ${tried.join(", ")}` : card.triedNothing,
    card.hint,
  ].join("\n");
}

/** Team, tags, until when it is put aside: one line each, and only what there is. */
function sortedBy(ticket: Ticket, { language, teams, timeZone }: CardStyle): readonly string[] {
  const { card } = phrasesIn(language).verbs;
  const team = teams.find(({ id }) => id === ticket.teamId);
  const until = ticket.snoozedUntil;
  const lines: readonly (string | false | null | undefined)[] = [
    team && card.team(team.name),
    ticket.tags.length > 0 && card.tags(ticket.tags),
    until !== null && card.snoozed(until === UNTIL_LEARNER_WRITES ? null : shownInstant(until, timeZone)),
  ];
  return lines.filter((line) => typeof line === "string");
}

function buttonsOf(ticket: Ticket, language: Language): Card["buttons"] {
  const button = (press: AgentPress["press"]): Button => ({
    label: press === "snooze" ? phrasesIn(language).verbs.snooze : phrasesIn(language).buttons[press],
    press: { press, ticketId: ticket.id },
  });
  switch (ticket.status) {
    case "new":
      return [[button("claim")], [button("solve"), button("history")]];
    case "open":
      return [
        [button("solve"), button("release")],
        [button("snooze"), button("history")],
      ];
    case "solved":
      return [[button("reopen"), button("history")]];
  }
}
