/**
 * `/metrics` for Prometheus. What counts events is read from the store at each scrape, not counted in memory: a restart loses
 * nothing, and several processes on one store tell the same story. Labels take only values listed in the code.
 */
import type { Hono } from "hono";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Counts, PromisesKept, Report, ResponseTimes, Satisfaction } from "../app/report.ts";
import { StoreError } from "../core/errors.ts";
import type { DeedKind, FactKind } from "../core/facts.ts";
import { PRIORITIES } from "../core/model.ts";
import type { OutboundStatus } from "../core/outbound.ts";
import type { Now } from "../core/ports.ts";
import type { DeskEnv } from "./guard.ts";

/** Figures are folded over all there ever was, so they are not folded at every scrape. */
const FIGURES_AGE_MS_MAX = 60_000;

const FACT_COUNTERS: Readonly<Record<Exclude<FactKind, DeedKind>, readonly [name: string, help: string]>> = {
  asked: ["questions", "Messages learners asked the bot."],
  answered: ["answers", "Answers the bot gave."],
  clarified: ["clarifications", "Times the bot asked which of two or three intents was meant."],
  missed: ["misses", "Messages no intent explained."],
  picked: ["picks", "Times a learner chose among the intents the bot asked about."],
  confirmed: ["confirmed_answers", "Answers a learner called solved."],
  not_quite: ["disputed_answers", "Answers a learner called not quite."],
  escalated: ["escalations", "Times the bot handed over to people."],
  claimed: ["claims", "Tickets claimed."],
  released: ["releases", "Tickets given back."],
  taken_over: ["takeovers", "Tickets agents took over from one another."],
  transferred: ["transfers", "Tickets given to another agent or a team."],
  snoozed: ["snoozes", "Times a ticket was put aside."],
  woken: ["wakings", "Times a ticket put aside was taken up again."],
  prioritised: ["priority_changes", "Times an agent changed a ticket's priority."],
  tagged: ["tag_changes", "Times an agent changed a ticket's tags."],
  macro_used: ["macro_uses", "Saved replies used."],
  merged: ["merges", "Tickets merged into another one."],
  dropped: ["dropped_tickets", "Episodes that ended without being solved: merged, or the learner was blocked."],
  blocked: ["blocks", "Times an agent blocked a learner."],
  unblocked: ["unblocks", "Times an agent unblocked a learner."],
  agent_replied: ["agent_replies", "Words of agents to learners."],
  learner_wrote: ["relayed_messages", "Messages of learners while a person was involved."],
  solved: ["solved_tickets", "Episodes solved."],
  cancelled: ["cancellations", "Requests learners took back."],
  reopened: ["reopenings", "Solved tickets that began another episode."],
  rating_asked: ["ratings_asked", "Times a learner was asked for a rating."],
  rated: ["channel_ratings", "Ratings given in channels."],
  rating_changed: ["rating_changes", "Ratings learners changed within a day."],
  commented: ["rating_comments", "Low ratings learners said more about in words."],
  nps_asked: ["nps_asked", "Times a learner was asked how likely they would recommend us."],
  nps_answered: ["nps_answers", "Answers of 0 to 10 to that question."],
  nps_declined: ["nps_refusals", "Times a learner did not want to answer it."],
  noticed: ["noticed_questions", "Questions an announced incident answered, and tickets that joined one."],
  not_delivered: ["undelivered_messages", "Words to learners that could not be delivered."],
  poisoned: ["poisoned_messages", "Messages given up after three tries."],
  sla_warned: ["sla_warnings", "Times most of the time for an answer or a solution was gone."],
  sla_missed: ["sla_misses", "Times the time for an answer or a solution was over."],
};

export type MetricOptions = {
  readonly report: Pick<Report, "counts" | "satisfaction" | "responseTime" | "waitPromises">;
  readonly countWaiting: () => Promise<number>;
  readonly version: string;
  readonly now: Now;
};

export function mountMetrics(desk: Hono<DeskEnv>, options: MetricOptions): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = gaugesIn(registry, options.version);
  const showCounts = countersIn(registry);
  const readFigures = figuresOf(options);
  desk.get("/metrics", async (context) => {
    try {
      const [counts, waiting, figures] = await Promise.all([
        options.report.counts(),
        options.countWaiting(),
        readFigures(),
      ]);
      showCounts(counts);
      gauges.show(counts, waiting, figures);
      gauges.storeUp.set(1);
    } catch (error) {
      // The rest is worth most just when the database is gone: an alarm on this gauge, and what the process is busy with.
      if (!(error instanceof StoreError)) throw error;
      gauges.storeUp.set(0);
    }
    return context.text(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
}

type Figures = {
  readonly satisfaction: Satisfaction;
  readonly times: ResponseTimes;
  readonly promises: PromisesKept;
};

function figuresOf({ report, now }: MetricOptions): () => Promise<Figures> {
  let kept: { readonly at: number; readonly figures: Figures } | null = null;
  return async () => {
    if (kept !== null && now() - kept.at < FIGURES_AGE_MS_MAX) return kept.figures;
    const figures = {
      satisfaction: await report.satisfaction({}),
      times: await report.responseTime({}),
      promises: await report.waitPromises(now()),
    };
    kept = { at: now(), figures };
    return figures;
  };
}

/** Counters whose values are read: set by counting anew, which Prometheus sees as a counter that never went back. */
function countersIn(registry: Registry): (counts: Counts) => void {
  const counters = Object.entries(FACT_COUNTERS).map(([kind, [name, help]]) => ({
    kind,
    counter: new Counter({ name: `aftercare_${name}_total`, help, registers: [registry] }),
  }));
  return ({ facts }) => {
    const byKind = new Map(Object.entries(facts));
    for (const { kind, counter } of counters) {
      counter.reset();
      counter.inc(byKind.get(kind) ?? 0);
    }
  };
}

function gaugesIn(registry: Registry, version: string) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `aftercare_${name}`, help, labelNames, registers: [registry] });
  gauge("build_info", "The running version.", ["version", "node"]).set({ version, node: process.version }, 1);
  const storeUp = gauge("store_up", "1 while the database answers.");
  const tickets = gauge("tickets", "Tickets by status.", ["status"]);
  const waiting = gauge("tickets_waiting", "Tickets nobody has claimed, by priority.", ["priority"]);
  const queue = gauge("human_queue_length", "Tickets the human queue offers to agents.");
  const outbound = gauge("outbound_messages", "Messages to the networks, by status.", ["status"]);
  const inboundWaiting = gauge("inbound_waiting", "Messages of learners that wait for their turn.");
  const inboundPoisoned = gauge("inbound_poisoned", "Messages of learners given up after three tries.");
  const average = gauge("satisfaction_average", "Mean of all ratings, 1 to 5.");
  const ratings = gauge("satisfaction_responses", "How many ratings there are.");
  const firstResponse = gauge("first_response_seconds", "Hand-over to first words of a person.", ["quantile"]);
  const firstResponses = gauge("first_responses", "Episodes a person answered.");

  const promised = gauge("wait_promises", "Waits told to learners in the last seven days whose time is over.");
  const kept = gauge(
    "wait_promises_kept_ratio",
    "The share of them that were as short as told, 0 to 1; meant to be 0.9.",
  );

  const show = (counts: Counts, queueLength: number, { satisfaction, times, promises }: Figures): void => {
    for (const status of ["new", "open", "solved"] as const) tickets.set({ status }, counts.tickets[status]);
    for (const priority of PRIORITIES) waiting.set({ priority }, counts.waiting[priority]);
    for (const status of OUTBOUND_STATUSES) outbound.set({ status }, counts.outbound[status]);
    queue.set(queueLength);
    inboundWaiting.set(counts.inboundWaiting);
    inboundPoisoned.set(counts.inboundPoisoned);
    average.set(satisfaction.average ?? Number.NaN);
    ratings.set(satisfaction.responses);
    promised.set(promises.n);
    kept.set(promises.share ?? Number.NaN);
    firstResponses.set(times.firstResponse.n);
    firstResponse.set({ quantile: "0.5" }, times.firstResponse.median ?? Number.NaN);
    firstResponse.set({ quantile: "0.9" }, times.firstResponse.p90 ?? Number.NaN);
  };
  return { storeUp, show };
}

const OUTBOUND_STATUSES: readonly OutboundStatus[] = ["queued", "sending", "sent", "failed", "uncertain"];
