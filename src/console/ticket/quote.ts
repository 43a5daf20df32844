/** The line that what is being written answers: shown above the field, kept for its ticket, dropped once it was sent. */
import { place, setText } from "../dom.ts";
import type { Words } from "../words/words.ts";

export type Quoted = { readonly id: number; readonly who: string; readonly text: string };

export type Quote = {
  keep(ticketId: number, line: Quoted): void;
  of(ticketId: number): Quoted | null;
  drop(ticketId: number): void;
  show(ticketId: number, words: Words): void;
};

export function openQuote(goOn: () => void): Quote {
  const box = place("quoted", HTMLDivElement);
  const kept = new Map<number, Quoted>();
  let shown: { readonly ticketId: number; readonly words: Words } | null = null;
  const draw = (): void => {
    const line = shown === null ? undefined : kept.get(shown.ticketId);
    box.hidden = line === undefined;
    if (shown === null || line === undefined) return;
    setText(place("quoted-who", HTMLElement), shown.words.answering(line.who));
    setText(place("quoted-text", HTMLElement), line.text === "" ? "📎" : line.text);
  };
  place("quoted-drop", HTMLButtonElement).addEventListener("click", () => {
    if (shown !== null) kept.delete(shown.ticketId);
    draw();
    goOn();
  });
  return {
    keep(ticketId, line) {
      kept.set(ticketId, line);
      draw();
    },
    of: (ticketId) => kept.get(ticketId) ?? null,
    drop(ticketId) {
      kept.delete(ticketId);
      draw();
    },
    show(ticketId, words) {
      shown = { ticketId, words };
      draw();
    },
  };
}
