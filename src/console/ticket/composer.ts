/**
 * Where an agent writes: two tabs that cannot be mixed up, by colour and by words. What was typed belongs to its ticket and
 * stays when another one is looked at; it is dropped only once the server has it.
 */
import type { Ticket } from "../api/read-ticket.ts";
import { place, setText } from "../dom.ts";
import type { Words } from "../words/words.ts";
import { openQuote, type Quote, type Quoted } from "./quote.ts";

export type Kind = "reply" | "note";
/** Resolves to whether it was taken. */
export type Send = (ticketId: number, kind: Kind, said: Written) => Promise<boolean>;
/** What was written, and the line it answers. */
export type Written = { readonly text: string; readonly answers?: number };

export type Composer = {
  show(ticket: Ticket, words: Words): void;
  open(kind: Kind): void;
  /** What is written next in this ticket answers that line. */
  quote(line: Quoted): void;
};

type Pane = { readonly tab: HTMLButtonElement; readonly form: HTMLFormElement; readonly area: HTMLTextAreaElement };
type Panes = Readonly<Record<Kind, Pane>>;

export type ComposerOptions = {
  readonly send: Send;
  /** `leave` is called when no macro was used after all. */
  readonly openMacros: (leave: () => void) => void;
  /** Something is being typed. */
  readonly writes: (kind: Kind) => void;
};

export function openComposer({ send, openMacros, writes }: ComposerOptions): Composer {
  const panes: Panes = { reply: paneOf("reply"), note: paneOf("note") };
  const drafts = new Map<string, string>();
  const quote = openQuote(() => panes[openKind()].area.focus());
  const openKind = (): Kind => (panes.reply.form.hidden ? "note" : "reply");
  let ticketId: number | null = null;

  const turnTo = (kind: Kind, isFocusWanted: boolean): void => turnPanes(panes, kind, isFocusWanted);

  for (const kind of ["reply", "note"] as const) {
    const { area, form } = panes[kind];
    area.addEventListener("input", () => {
      drafts.set(`${ticketId} ${kind}`, area.value);
      if (area.value !== "") writes(kind);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (ticketId !== null) void submit(panes[kind], { kind, ticketId, drafts, send, quote });
    });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      const isFirst = area.value === "" && !area.readOnly && !event.isComposing;
      if (kind !== "reply" || event.key !== "/" || !isFirst) return;
      event.preventDefault();
      // Whoever wanted the sign itself gets it by closing the list.
      openMacros(() => putFirst(panes.reply.area, event.key));
    });
  }
  listenToTabs(panes, turnTo);
  turnTo("reply", false);

  return {
    show(ticket, words) {
      if (ticket.id !== ticketId) {
        ticketId = ticket.id;
        for (const kind of ["reply", "note"] as const) panes[kind].area.value = drafts.get(`${ticketId} ${kind}`) ?? "";
      }
      quote.show(ticket.id, words);
      const mayReply = ticket.status === "open" && ticket.holder?.isYou === true;
      letReply(panes, mayReply);
      setText(place("reply-hint", HTMLSpanElement), hintFor(ticket, words));
    },
    open: (kind) => turnTo(kind, true),
    quote(line) {
      if (ticketId === null) return;
      quote.keep(ticketId, line);
      turnTo(panes.reply.area.readOnly ? "note" : openKind(), true);
    },
  };
}

function turnPanes(panes: Panes, kind: Kind, isFocusWanted: boolean): void {
  for (const each of ["reply", "note"] as const) {
    panes[each].form.hidden = each !== kind;
    panes[each].tab.setAttribute("aria-selected", String(each === kind));
    panes[each].tab.tabIndex = each === kind ? 0 : -1;
  }
  if (isFocusWanted) panes[kind].area.focus();
}

/** Read-only, not disabled: a field that is disabled under somebody's fingers loses the focus and the caret. */
function letReply({ reply }: Panes, mayReply: boolean): void {
  reply.area.readOnly = !mayReply;
  place("reply-send", HTMLButtonElement).disabled = !mayReply;
}

/** As if typed into the empty field, so that the draft is kept as well. */
function putFirst(area: HTMLTextAreaElement, text: string): void {
  if (area.value !== "" || area.readOnly) return;
  area.value = text;
  area.dispatchEvent(new Event("input"));
}

function paneOf(kind: Kind): Pane {
  return {
    tab: place(`${kind}-tab`, HTMLButtonElement),
    form: place(`${kind}-form`, HTMLFormElement),
    area: place(kind, HTMLTextAreaElement),
  };
}

/** A click, and the arrow keys as everywhere where there are tabs. */
function listenToTabs(panes: Panes, turnTo: (kind: Kind, isFocusWanted: boolean) => void): void {
  for (const [kind, other] of [
    ["reply", "note"],
    ["note", "reply"],
  ] as const) {
    panes[kind].tab.addEventListener("click", () => turnTo(kind, true));
    panes[kind].tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
      turnTo(other, false);
      panes[other].tab.focus();
    });
  }
}

type Submission = {
  readonly kind: Kind;
  readonly ticketId: number;
  readonly drafts: Map<string, string>;
  readonly send: Send;
  readonly quote: Quote;
};

async function submit({ area, form }: Pane, { kind, ticketId, drafts, send, quote }: Submission): Promise<void> {
  // A second Enter before the answer must not send the words twice.
  if (form.ariaBusy === "true" || area.readOnly) return;
  form.ariaBusy = "true";
  const text = area.value;
  const answered = quote.of(ticketId);
  const isTaken = await send(ticketId, kind, { text, ...(answered === null ? {} : { answers: answered.id }) });
  form.ariaBusy = "false";
  if (!isTaken) return;
  if (quote.of(ticketId) === answered) quote.drop(ticketId);
  if (drafts.get(`${ticketId} ${kind}`) === text) drafts.delete(`${ticketId} ${kind}`);
  if (area.value === text) area.value = "";
}

function hintFor(ticket: Ticket, words: Words): string {
  if (ticket.status === "new") return words.claimToReply;
  if (ticket.status === "solved") return words.solvedReply;
  if (ticket.holder?.isYou === true) return words.canReply;
  return words.otherReplies(ticket.holder?.name ?? words.nobody);
}
