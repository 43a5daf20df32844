/**
 * Which actions make sense for a ticket as it is now; whether one is allowed is for the server to say. The first of a bar is
 * the next step; what is needed less often stands under "More".
 */
import type { Ticket } from "../api/read-ticket.ts";

export const ACTIONS = [
  "claim",
  "takeover",
  "reopen",
  "solve",
  "macro",
  "wake",
  "snooze",
  "transfer",
  "release",
  "priority",
  "tags",
  "merge",
  "block",
  "unblock",
  "text",
  "json",
] as const;
export type Action = (typeof ACTIONS)[number];

export type Offered = { readonly bar: readonly Action[]; readonly more: readonly Action[] };

const ALWAYS = ["unblock", "text", "json"] as const satisfies readonly Action[];

export function actionsFor({ status, holder, isSnoozed }: Ticket): Offered {
  switch (status) {
    case "new":
      return { bar: ["claim", "transfer", "solve"], more: ["priority", "tags", "merge", "block", ...ALWAYS] };
    case "open":
      if (holder?.isYou !== true) return { bar: ["takeover"], more: ["priority", "tags", ...ALWAYS] };
      return {
        bar: ["solve", "macro", isSnoozed ? "wake" : "snooze", "transfer", "release"],
        more: ["priority", "tags", "merge", "block", ...ALWAYS],
      };
    case "solved":
      return { bar: ["reopen"], more: ["tags", "block", ...ALWAYS] };
  }
}

export function isOffered(action: Action, ticket: Ticket): boolean {
  const { bar, more } = actionsFor(ticket);
  return bar.includes(action) || more.includes(action);
}
