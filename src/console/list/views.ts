/** The rail of views, and the order tickets stand in: the longest wait in our court comes first. */
import { VIEWS, type View } from "../api/api.ts";
import type { Row, Ticket } from "../api/read-ticket.ts";
import { make, setText } from "../dom.ts";
import type { Words } from "../words/words.ts";

export type Rail = { show(view: View, waiting: number, words: Words): void };

export function openRail(nav: HTMLElement, turnTo: (view: View) => void): Rail {
  const buttons = VIEWS.map((view) => {
    const button = make("button", { type: "button", "data-view": view });
    button.addEventListener("click", () => turnTo(view));
    return { view, button };
  });
  nav.append(...buttons.map(({ button }) => button));
  return {
    show(current, waiting, words) {
      for (const { view, button } of buttons) {
        const count = view === "unassigned" && waiting > 0 ? ` (${waiting})` : "";
        setText(button, `${words.views[view]}${count}`);
        button.setAttribute("aria-current", String(view === current));
      }
      document.title = waiting > 0 ? `(${waiting}) Aftercare` : "Aftercare";
    },
  };
}

/** The server sorts what it selects; only "all" comes as it was opened. */
export function inOrder(tickets: readonly Row[], view: View): readonly Row[] {
  if (view !== "all") return tickets;
  return tickets.toSorted((one, other) => rankOf(one) - rankOf(other) || beginOf(one) - beginOf(other));
}

/** Ours, the learner's, put aside, done. */
function rankOf({ status, isSnoozed, waitingFor }: Ticket): number {
  if (status === "solved") return 3;
  if (isSnoozed) return 2;
  return waitingFor === "agent" ? 0 : 1;
}

/** The longest wait first, the newest solution first. */
function beginOf({ solvedAt, waitingSince }: Ticket): number {
  return solvedAt === null ? waitingSince : -solvedAt;
}
