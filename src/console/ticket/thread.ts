/**
 * One conversation: who said what. The log only grows while it is shown, so a screen reader speaks new messages and nothing
 * else, and whoever scrolled up to read stays where they are.
 */
import type { Message, Ticket, TicketFile } from "../api/read-ticket.ts";
import { make, place, setText } from "../dom.ts";
import { type Context, dueLine, holderLine, snoozeLine, turnLine, waitLine } from "../list/lines.ts";
import { WORDS } from "../words/words.ts";
import { type Download, type Line, openLine } from "./line.ts";
import type { Item } from "./menu.ts";

/** Whoever is this close to the end, in pixels, reads the newest and wants to see the next. */
const NEAR_END_PX = 80;

export type Thread = { show(file: TicketFile, context: Context): void; close(): void };

export type ThreadOptions = {
  readonly download: Download;
  /** What can be done with a line of the ticket shown. */
  readonly items: (message: Message, file: TicketFile) => readonly Item[];
};

export function openThread({ download, items }: ThreadOptions): Thread {
  const logPlace = place("log-place", HTMLDivElement);
  let log = newLog("");
  let shown = "";
  let lines = new Map<number, Line>();
  let current: TicketFile | null = null;
  let isAtEnd = true;
  const toEnd = (): void => {
    log.scrollTop = log.scrollHeight;
  };
  // What opens below the log, a quote or a keyboard, must not cover the newest words.
  new ResizeObserver(() => isAtEnd && toEnd()).observe(logPlace);
  return {
    show(file, context) {
      const { ticket, transcript } = file;
      current = file;
      const key = `${ticket.id} ${context.language}`;
      showHead(ticket, context);
      if (key !== shown) {
        shown = key;
        lines = new Map();
        log = newLog(WORDS[context.language].fixed.thread);
        logPlace.replaceChildren(log);
        isAtEnd = true;
        log.addEventListener("scroll", () => {
          isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
        });
      }
      const options = {
        ...{ context, download, learner: ticket.learnerName },
        items: (message: Message) => (current === null ? [] : items(message, current)),
        find: (id: number) => current?.transcript.find((message) => message.id === id),
      };
      for (const message of transcript) {
        const known = lines.get(message.id);
        known?.show(message);
        if (known === undefined) lines.set(message.id, append(log, openLine(message, options)));
      }
      if (isAtEnd) toEnd();
    },
    close() {
      shown = "";
      current = null;
      logPlace.replaceChildren();
    },
  };
}

function append(log: HTMLElement, line: Line): Line {
  log.append(line.article);
  return line;
}

function newLog(label: string): HTMLDivElement {
  return make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0" });
}

function showHead(ticket: Ticket, { language, now }: Context): void {
  const words = WORDS[language];
  setText(place("thread-name", HTMLHeadingElement), `${ticket.learnerName}  #${ticket.id}`);
  const facts = [
    words.status[ticket.status],
    ticket.priority === "normal" ? "" : words.priority[ticket.priority],
    words.channel[ticket.channel],
    turnLine(ticket, words),
    waitLine(ticket, { language, now }),
    dueLine(ticket, { language, now }),
    snoozeLine(ticket, { language, now }),
    holderLine(ticket, words),
    ticket.rating === null ? "" : words.rated(ticket.rating),
  ];
  setText(place("thread-facts", HTMLParagraphElement), facts.filter((fact) => fact !== "").join(" · "));
}
