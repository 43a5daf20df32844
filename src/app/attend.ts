/**
 * Who is at a ticket: agents who look or write in the console, and the learner who writes. While the holder writes a reply, the
 * learner's network shows that somebody is writing, where it can. All of it is a hint: nothing waits for it, and what fails is
 * logged and forgotten.
 */
import type { Agent, ChannelName, Millis, Ticket, TicketId } from "../core/model.ts";
import type { Attendance, Attending, Doing, Glance } from "../core/ports.ts";
import { faultOf } from "./fault.ts";
import type { Parts } from "./parts.ts";

/** A console says every eight seconds that it looks, and while somebody types every three seconds that they do. */
const LOOKS_MS: Millis = 20_000;
const WRITES_MS: Millis = 6000;
/** Networks show it for five seconds or more; asking more often only uses up what we may send. */
const SHOWN_EVERY_MS: Millis = 4500;
const SHOWN_MAX = 10_000;

export type Attend = {
  /** False when there is no such ticket. Errors: StoreError. */
  mark(ticketId: TicketId, agent: Agent, doing: Doing): Promise<boolean>;
  leave(ticketId: TicketId, agent: Agent): Promise<void>;
  /** Everybody but `you`. */
  others(ticketId: TicketId, you: Agent): Promise<readonly Attending[]>;
  glances(ticketIds: readonly TicketId[], you: Agent): Promise<ReadonlyMap<TicketId, Glance>>;
  seen: (ticketId: TicketId, you: Agent, lineId: number) => Promise<void>;
  /** Whether a sign put on a learner's words is seen there. */
  readonly reacts: (channel: ChannelName) => boolean;
};

export function attendOf(parts: Parts): Attend {
  const { now, channels } = parts;
  const attendance: Attendance = parts.store.attendance;
  const show = showWriting(parts);
  return {
    async mark(ticketId, agent, doing) {
      const ticket = await parts.store.ticket(ticketId);
      if (ticket === null) return false;
      const at = now();
      const writesUntil = doing === "looking" ? at : at + WRITES_MS;
      await attendance.mark({ ticketId, agent, doing, looksUntil: at + LOOKS_MS, writesUntil });
      if (doing === "replying" && isHeldBy(ticket, agent)) show(ticketId);
      return true;
    },
    leave: (ticketId, { id }) => attendance.leave(ticketId, id),
    others: async (ticketId, you) => (await attendance.at(ticketId, now())).filter(({ agent }) => agent?.id !== you.id),
    glances: (ticketIds, { id }) => attendance.glances(ticketIds, id),
    seen: (ticketId, { id }, lineId) => attendance.seen(ticketId, id, lineId),
    reacts: (channel) => channels.get(channel)?.can.reacts === true,
  };
}

/** Only the holder's words will reach the learner; whoever else types into that field types in vain. */
function isHeldBy(ticket: Ticket, { id }: Agent): boolean {
  return ticket.status === "open" && ticket.holder.id === id;
}

function showWriting({ store, channels, now, log }: Parts): (ticketId: TicketId) => void {
  const shownAt = new Map<TicketId, Millis>();
  const show = async (ticketId: TicketId): Promise<void> => {
    const chat = await store.attendance.chatOf(ticketId);
    const channel = chat === null ? undefined : channels.get(chat.channel);
    if (chat === null || !channel?.can.typing) return;
    await channel.typing({ ...chat, threadId: null });
  };
  return (ticketId) => {
    const at = now();
    if (at - (shownAt.get(ticketId) ?? 0) < SHOWN_EVERY_MS) return;
    if (shownAt.size >= SHOWN_MAX) shownAt.clear();
    shownAt.set(ticketId, at);
    show(ticketId).catch((trouble: unknown) => {
      log.info({ ticketId, fault: faultOf(trouble) }, "the learner was not shown that somebody is writing");
    });
  };
}
