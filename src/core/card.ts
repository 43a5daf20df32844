/** How a ticket looks in a staff room, drawn from its row alone: name of the thread, card, buttons. Holds no words said. */
import type { Language, Ticket } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";
import type { Card } from "./ports.ts";
import type { AgentPress, Button } from "./press.ts";
import { oneLine } from "./text.ts";

const SIGNS = { new: "🔴", open: "🟡", solved: "✅" } as const;
const THREAD_NAME_LENGTH_MAX = 100;
// Guesses below this are noise to an agent with forty open chats.
const TRIED_CONFIDENCE_MIN = 0.05;
const TRIED_MAX = 3;

export function cardOf(ticket: Ticket, language: Language): Card {
  return {
    name: oneLine(`${SIGNS[ticket.status]} #${ticket.id} ${ticket.learnerName}`, THREAD_NAME_LENGTH_MAX),
    text: textOf(ticket, language),
    buttons: buttonsOf(ticket, language),
    isClosed: ticket.status === "solved",
  };
}

function textOf(ticket: Ticket, language: Language): string {
  const { card } = phrasesIn(language).staff;
  const status = [card.status[ticket.status], ...(ticket.holder ? [card.holder(ticket.holder.name)] : [])].join(", ");
  const likely = ticket.tried.filter(({ confidence }) => confidence >= TRIED_CONFIDENCE_MIN).slice(0, TRIED_MAX);
  const tried = likely.map(({ intentId, confidence }) => `${intentId} ${Math.round(confidence * 100)} %`);
  return [
    `#${ticket.id} · ${status}`,
    `${card.learner}: ${ticket.learnerName} (${ticket.channel}, ${card.language[ticket.language]})`,
    `${card.reason[ticket.reason]} · ${card.priority[ticket.priority]}`,
    ...(ticket.episode > 1 ? [card.episode(ticket.episode)] : []),
    tried.length > 0 ? `${card.tried}: ${tried.join(", ")}` : card.triedNothing,
    card.hint,
  ].join("\n");
}

function buttonsOf(ticket: Ticket, language: Language): Card["buttons"] {
  const button = (press: AgentPress["press"]): Button => ({
    label: phrasesIn(language).buttons[press],
    press: { press, ticketId: ticket.id },
  });
  switch (ticket.status) {
    case "new":
      return [[button("claim")], [button("solve"), button("history")]];
    case "open":
      return [[button("solve"), button("release")], [button("history")]];
    case "solved":
      return [[button("reopen"), button("history")]];
  }
}
