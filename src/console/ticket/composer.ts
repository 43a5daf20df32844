/**
 * Where an agent writes: two tabs that cannot be mixed up, by colour and by words. What was typed belongs to its ticket and
 * stays when another one is looked at; it is dropped only once the server has it.
 */
import type { Ticket } from "../api/read-ticket.ts";
import { place, setText } from "../dom.ts";
import type { Words } from "../words/words.ts";

export type Kind = "reply" | "note";
/** Resolves to whether it was taken. */
export type Send = (ticketId: number, kind: Kind, text: string) => Promise<boolean>;

export type Composer = {
  show(ticket: Ticket, words: Words): void;
  open(kind: Kind): void;
};

type Pane = { readonly tab: HTMLButtonElement; readonly form: HTMLFormElement; readonly area: HTMLTextAreaElement };
type Panes = Readonly<Record<Kind, Pane>>;

export type ComposerOptions = {
  readonly send: Send;
  /** `leave` is called when no macro was used after all. */
  readonly openMacros: (leave: () => void) => void;
};

export function openComposer({ send, openMacros }: ComposerOptions): Composer {
  const panes: Panes = { reply: paneOf("reply"), note: paneOf("note") };
  const drafts = new Map<string, string>();
  let ticketId: number | null = null;

  const turnTo = (kind: Kind, isFocusWanted: boolean): void => {
    for (const each of ["reply", "note"] as const) {
      panes[each].form.hidden = each !== kind;
      panes[each].tab.setAttribute("aria-selected", String(each === kind));
      panes[each].tab.tabIndex = each === kind ? 0 : -1;
    }
    if (isFocusWanted) panes[kind].area.focus();
  };

  for (const kind of ["reply", "note"] as const) {
    const { area, form } = panes[kind];
    area.addEventListener("input", () => drafts.set(`${ticketId} ${kind}`, area.value));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (ticketId !== null) void submit(panes[kind], { kind, ticketId, drafts, send });
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
      const mayReply = ticket.status === "open" && ticket.holder?.isYou === true;
      // Read-only, not disabled: a field that is disabled under somebody's fingers loses the focus and the caret.
      panes.reply.area.readOnly = !mayReply;
      place("reply-send", HTMLButtonElement).disabled = !mayReply;
      setText(place("reply-hint", HTMLSpanElement), hintFor(ticket, words));
    },
    open: (kind) => turnTo(kind, true),
  };
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
};

async function submit({ area, form }: Pane, { kind, ticketId, drafts, send }: Submission): Promise<void> {
  // A second Enter before the answer must not send the words twice.
  if (form.ariaBusy === "true" || area.readOnly) return;
  form.ariaBusy = "true";
  const text = area.value;
  const isTaken = await send(ticketId, kind, text);
  form.ariaBusy = "false";
  if (!isTaken) return;
  if (drafts.get(`${ticketId} ${kind}`) === text) drafts.delete(`${ticketId} ${kind}`);
  if (area.value === text) area.value = "";
}

function hintFor(ticket: Ticket, words: Words): string {
  if (ticket.status === "new") return words.claimToReply;
  if (ticket.status === "solved") return words.solvedReply;
  if (ticket.holder?.isYou === true) return words.canReply;
  return words.otherReplies(ticket.holder?.name ?? words.nobody);
}
