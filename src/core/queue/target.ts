/** When the next target of a ticket is missed, for those who look at it; what happens then is in moments.ts. */
import { addBusiness } from "../calendar/calendar.ts";
import type { Millis, Ticket } from "../model.ts";
import { CLOCKS, type Times, targetOf } from "./moments.ts";

/** The earliest of the targets whose clocks run; in the past when it is missed; null when none runs, or never. */
export function slaDueAt(ticket: Ticket, { rules, calendar }: Times): Millis | null {
  if (ticket.status === "solved") return null;
  const moments = CLOCKS.flatMap((clock) => {
    const watch = ticket.clocks[clock.clock];
    if (watch === null || watch.since === null) return [];
    const left = targetOf(clock, ticket, rules).missedMs - watch.spentMs;
    // What ran over already was missed when it had run so long.
    const at = left < 0 ? watch.since : addBusiness(calendar, watch.since, left);
    return at === null ? [] : [at];
  });
  return moments.length === 0 ? null : Math.min(...moments);
}
