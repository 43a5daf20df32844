/**
 * Tells colleagues that somebody looks at this ticket or writes in it, and shows who else does. All of it is a hint: what does
 * not arrive is said again a few seconds later, and nobody is told of it.
 */
import * as api from "../api/api.ts";
import type { Attending, Doing, TicketFile } from "../api/read-ticket.ts";
import { place, setText } from "../dom.ts";
import type { Words } from "../words/words.ts";
import type { Kind } from "./composer.ts";

const LOOKS_EVERY_MS = 8000;
const WRITES_EVERY_MS = 3000;

export type Attendance = {
  show(file: TicketFile, words: Words): void;
  /** Nothing is looked at. */
  leave(): void;
  writes(kind: Kind): void;
};

export function openAttendance(): Attendance {
  const line = place("here", HTMLParagraphElement);
  let ticketId: number | null = null;
  let seenTo = 0;
  let saidAt = 0;
  let wroteAt = 0;

  const say = (doing: Doing): void => {
    if (ticketId === null || document.hidden) return;
    saidAt = Date.now();
    void api.attend(ticketId, doing);
  };
  const leave = (): void => {
    if (ticketId !== null) void api.leaveTicket(ticketId);
    ticketId = null;
    setText(line, "");
  };
  return {
    show({ ticket, transcript, here }, words) {
      if (ticket.id !== ticketId) {
        leave();
        ticketId = ticket.id;
        seenTo = 0;
        wroteAt = 0;
        say("looking");
      } else if (Date.now() - saidAt >= LOOKS_EVERY_MS) say("looking");
      setText(line, here.map((each) => sentence(each, ticket.learnerName, words)).join(" · "));
      const newest = transcript.at(-1)?.id ?? 0;
      if (newest <= seenTo || document.hidden) return;
      seenTo = newest;
      void api.markSeen(ticket.id, newest);
    },
    leave,
    writes(kind) {
      if (Date.now() - wroteAt < WRITES_EVERY_MS) return;
      wroteAt = Date.now();
      say(kind === "reply" ? "replying" : "noting");
    },
  };
}

function sentence({ name, doing }: Attending, learner: string, { here }: Words): string {
  return name === null ? here.learner(learner) : here[doing](name);
}
