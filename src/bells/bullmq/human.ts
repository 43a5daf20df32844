/**
 * The human queue as a BullMQ queue without a worker: one job per unclaimed ticket and episode, most urgent first. Nobody
 * takes from it but a claim or a cancel, so its count is the number of people waiting.
 */
import type { Job, Queue } from "bullmq";
import { PRIORITIES, type Priority, type TicketId } from "../../core/model.ts";
import type { Bells, Waiting } from "../../core/ports.ts";
import type { Limit } from "./limit.ts";

/** A list of ten thousand takes longer than one bell may. */
const LIST_MS_MAX = 5000;

/** Errors: BellError. Adding what is there and removing what is not are no-ops. */
export function humanQueue(queue: Queue, limited: Limit): Bells["human"] {
  return {
    async add(waiting) {
      const { ticketId, episode, priority } = waiting;
      const options = { jobId: idOf(waiting), priority: rankOf(priority), removeOnComplete: true, removeOnFail: true };
      await limited("human queue", () => queue.add("ticket", { ticketId, episode }, options));
    },
    async remove(waiting) {
      await limited("human queue", () => queue.remove(idOf(waiting)));
    },
    async list() {
      const jobs = await limited("human queue", () => queue.getJobs(["prioritized"], 0, -1, true), LIST_MS_MAX);
      return jobs.map(waitingOf).filter((waiting) => waiting !== null);
    },
    async count() {
      return await limited("human queue", () => queue.getPrioritizedCount());
    },
  };
}

function idOf({ ticketId, episode }: Pick<Waiting, "ticketId" | "episode">): string {
  return `ticket-${ticketId}-${episode}`;
}

/** 1 urgent … 4 low: in BullMQ the smaller number goes first. */
function rankOf(priority: Priority): number {
  return PRIORITIES.length - PRIORITIES.indexOf(priority);
}

/** Null for what somebody else put there. A job taken out while the list was read is undefined. */
function waitingOf(job: Job<unknown> | undefined): Waiting | null {
  const priority = PRIORITIES[PRIORITIES.length - (job?.opts.priority ?? 0)];
  const content = job?.data;
  if (priority === undefined || typeof content !== "object" || content === null) return null;
  const ticketId = "ticketId" in content ? content.ticketId : null;
  const episode = "episode" in content ? content.episode : null;
  if (!isCount(ticketId) || !isCount(episode)) return null;
  return { ticketId: ticketId as TicketId, episode, priority };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
