/**
 * One conversation: who said what. The log only grows while it is shown, so a screen reader speaks new messages and nothing
 * else, and whoever scrolled up to read stays where they are.
 */
import type { Attachment, Message, Ticket, TicketFile } from "../api/read-ticket.ts";
import { make, place, setText } from "../dom.ts";
import { tagOf } from "../language.ts";
import { type Context, dueLine, holderLine, snoozeLine, turnLine, waitLine } from "../list/lines.ts";
import { clock } from "../time.ts";
import { WORDS } from "../words/words.ts";

/** Whoever is this close to the end, in pixels, reads the newest and wants to see the next. */
const NEAR_END_PX = 80;

export type Thread = { show(file: TicketFile, context: Context): void; close(): void };

export function openThread(download: (url: string, name: string) => void): Thread {
  const logPlace = place("log-place", HTMLDivElement);
  let log = newLog("");
  let shown = "";
  let deliveries = new Map<number, HTMLElement>();
  return {
    show({ ticket, transcript }, context) {
      const key = `${ticket.id} ${context.language}`;
      showHead(ticket, context);
      if (key !== shown) {
        shown = key;
        deliveries = new Map();
        log = newLog(WORDS[context.language].fixed.thread);
        logPlace.replaceChildren(log);
      }
      const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
      for (const message of transcript) {
        const delivery =
          deliveries.get(message.id) ?? append(log, message, { context, download, learner: ticket.learnerName });
        deliveries.set(message.id, delivery);
        setText(delivery, message.delivery === null ? "" : WORDS[context.language].delivery[message.delivery]);
        delivery.dataset["delivery"] = message.delivery ?? "";
      }
      if (isAtEnd) log.scrollTop = log.scrollHeight;
    },
    close() {
      shown = "";
      logPlace.replaceChildren();
    },
  };
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

type Download = (url: string, name: string) => void;
type Extra = { readonly context: Context; readonly download: Download; readonly learner: string };

/** Adds a message to the log and returns the place where its delivery is told. */
function append(log: HTMLElement, message: Message, { context, download, learner }: Extra): HTMLElement {
  const words = WORDS[context.language];
  const { kind, author } = message;
  const who = author.kind === "learner" ? learner : (author.name ?? words.author[author.kind]);
  const label = kind === "note" ? words.note : kind === "press" ? words.press : "";
  const delivery = make("span", { class: "delivery" });
  const meta = make("p", { class: "meta" }, make("bdi", { class: "author" }, who), tag(label));
  meta.append(clock(message.at, context.now, context.language), delivery);
  const article = make("article", { class: `message by-${author.kind} is-${kind}` }, meta);
  if (message.text !== "") {
    article.append(make("p", { class: "text", lang: tagOf(message.language), dir: "auto" }, message.text));
  }
  for (const attachment of message.attachments) article.append(fileOf(attachment, words.attachment, download));
  log.append(article);
  return delivery;
}

function tag(label: string): HTMLElement | string {
  return label === "" ? "" : make("span", { class: "tag" }, label);
}

function fileOf(
  { kind, name, bytes, url }: Attachment,
  kinds: Readonly<Record<string, string>>,
  download: Download,
): HTMLElement {
  const size = bytes === null ? "" : ` · ${sizeOf(bytes)}`;
  const label = `${kinds[kind] ?? kind}${name === null ? "" : ` · ${name}`}${size}`;
  if (url === null) return make("p", { class: "file" }, label);
  const button = make("button", { type: "button", class: "file" }, "⤓ ", make("bdi", {}, label));
  button.addEventListener("click", () => download(url, name ?? kind));
  return button;
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
