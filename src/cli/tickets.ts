/** `aftercare search` and `aftercare ticket`: what was said, found and taken along from the machine the database is on. */
import type { Language, TicketId } from "../core/model.ts";
import type { Found, SearchQuery } from "../core/ports.ts";
import { transcriptText } from "../core/transcript.ts";
import { reportProblems } from "./exit.ts";
import { Reading } from "./reading.ts";
import { withStoreToRead } from "./with-store.ts";

export type SearchOptions = {
  readonly learner?: string;
  readonly tag?: string;
  readonly status?: "new" | "open" | "solved";
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
  readonly json?: true;
};

/** Prints a line for each ticket, the newest first, or one line of JSON with all of them. */
export async function search(words: string, options: SearchOptions): Promise<void> {
  const query = queryOf(words, options);
  if ("problems" in query) return reportProblems(query.problems);
  await withStoreToRead(async (store) => {
    const { found } = await store.search.find(query);
    process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : found.map(lineOf).join(""));
    if (found.length === 0 && !options.json) process.stdout.write("Nothing found.\n");
  });
}

/** Prints a ticket with everything said in it. */
export async function showTicket(id: string, options: { lang: Language; json?: true }): Promise<void> {
  const number = /^#?([1-9]\d{0,14})$/.exec(id)?.[1];
  if (number === undefined) return reportProblems(["write the ticket's number, like 1042"]);
  await withStoreToRead(async (store) => {
    const ticket = await store.ticket(Number(number) as TicketId);
    if (ticket === null) return reportProblems([`there is no ticket #${number}`]);
    const transcript = await store.transcript(ticket.id);
    const text = options.json
      ? `${JSON.stringify({ ticket, transcript })}\n`
      : transcriptText(transcript, ticket, options.lang);
    process.stdout.write(text);
  });
}

function queryOf(words: string, { from, to, limit, ...filters }: SearchOptions): SearchQuery | { problems: string[] } {
  const read = new Reading();
  const range = { from: read.instant("from", from), to: read.instant("to", to) };
  const count = read.number("limit", limit, { min: 1, max: 100, isWhole: true });
  if (read.problems.length > 0 || count === undefined) return { problems: read.problems };
  const { learner, tag, status } = filters;
  return { words, learner, tag, status, ...range, limit: count };
}

function lineOf({ ticketId, learnerName, status, at, message }: Found): string {
  const said = message === null ? "" : `  ${message.excerpt.text.replace(/\s+/g, " ")}`;
  return `#${ticketId}  ${status}  ${new Date(at).toISOString().slice(0, 16)}  ${learnerName}${said}\n`;
}
