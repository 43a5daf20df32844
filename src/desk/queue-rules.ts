/**
 * The rules of the human queue over HTTP: agents read them, admins set them. Each change is a new version that holds from then
 * on; clocks that run are judged by the version of each moment.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Aftercare } from "../app/aftercare.ts";
import { formatHours, parseHours, scheduleProblems } from "../core/calendar/schedule.ts";
import type { Millis } from "../core/model.ts";
import type { Now, Staff } from "../core/ports.ts";
import { ASSIGNMENTS, type QueueRules } from "../core/queue/rules.ts";
import { jsonBody } from "./body.ts";
import type { DeskLog } from "./failure.ts";
import type { DeskEnv } from "./guard.ts";
import {
  DigestRulesSchema,
  digestRulesIn,
  NpsRulesSchema,
  npsRulesIn,
  viewOfDigest,
  viewOfNps,
} from "./opinion-rules.ts";
import { refusals, refuse } from "./problem.ts";
import { agentAt } from "./visitor.ts";

const MINUTE: Millis = 60_000;
const YEAR_MINUTES = 366 * 24 * 60;
const HOLIDAYS_MAX = 200;

const minutes = z.number().min(1).max(YEAR_MINUTES).openapi({ description: "Minutes.", example: 60 });
const targets = z.object({ first: minutes, next: minutes, resolution: minutes }).openapi("Targets");

const RulesSchema = z
  .object({
    hours: z.string().max(500).openapi({ example: "Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-16:00" }),
    timeZone: z.string().max(64).openapi({ example: "Asia/Shanghai" }),
    holidays: z
      .array(
        z.object({
          date: z.string().openapi({ example: "2026-10-01" }),
          hours: z.string().max(100).openapi({ description: "closed, or a make-up day's hours: 09:00-18:00" }),
        }),
      )
      .max(HOLIDAYS_MAX)
      .default([]),
    targets: z
      .object({ urgent: targets, high: targets, normal: targets, low: targets })
      .openapi({ description: "How soon a learner is owed the first words, the next ones and the end; open time." }),
    warnShare: z
      .number()
      .gt(0)
      .lt(1)
      .openapi({ description: "The share of a target after which its holder is warned." }),
    assignment: z.enum(ASSIGNMENTS),
    cap: z
      .int()
      .min(1)
      .max(1000)
      .nullable()
      .openapi({ description: "Open tickets an agent may hold; null: any number." }),
    offerWider: minutes.openapi({ description: "Open minutes until a ticket nobody took is everybody's." }),
    remindHolder: minutes.openapi({ description: "Open minutes until a silent holder is reminded." }),
    offerAgain: minutes.openapi({ description: "Open minutes after that until the ticket is offered again." }),
    remindLearner: minutes.openapi({ description: "Minutes until a silent learner is reminded." }),
    close: minutes.openapi({ description: "Minutes after that until the ticket closes by itself." }),
    recover: minutes.openapi({ description: "Open minutes until somebody looked after a bad rating." }),
    nps: NpsRulesSchema.optional(),
    digest: DigestRulesSchema.optional(),
  })
  .openapi("QueueRules");
type RulesView = z.infer<typeof RulesSchema>;

const answer = {
  200: {
    description: "The rules in force",
    content: { "application/json": { schema: z.object({ version: z.int(), rules: RulesSchema }) } },
  },
  ...refusals,
};

const readRoute = createRoute({
  method: "get",
  path: "/api/v1/queue/rules",
  summary: "Hours, targets and who gets a ticket",
  responses: answer,
});

const setRoute = createRoute({
  method: "put",
  path: "/api/v1/queue/rules",
  summary: "Sets the rules from now on (admins)",
  middleware: jsonBody(415),
  request: { body: { required: true, content: { "application/json": { schema: RulesSchema } } } },
  responses: answer,
});

export type QueueRulesOptions = {
  readonly staff: Staff;
  readonly people: Pick<Aftercare["staff"], "facts" | "refresh">;
  readonly log: DeskLog;
  readonly now: Now;
};

export function mountQueueRules(desk: OpenAPIHono<DeskEnv>, { staff, people, log, now }: QueueRulesOptions): void {
  desk.openapi(readRoute, async (context) => {
    await people.refresh();
    const { rules } = people.facts();
    return context.json({ version: (await newestOf(staff)) ?? 0, rules: viewOfRules(rules) }, 200);
  });
  desk.openapi(setRoute, async (context) => {
    const read = rulesOf(context.req.valid("json"));
    if ("problems" in read) {
      const errors = read.problems.map((problem) => ({ at: "schedule", problem }));
      return refuse(context, 422, { code: "bad_schedule", errors });
    }
    const { id: by } = agentAt(context.get("visitor"));
    const newest = await newestOf(staff);
    // The hours of before stay those of before, also when nobody had written them down.
    if (newest === null) await staff.addRules({ version: 1, from: 0, rules: people.facts().rules }, by);
    const version = await staff.addRules({ version: (newest ?? 1) + 1, from: now(), rules: read.rules }, by);
    if (version === null) return refuse(context, 409, { code: "changed_meanwhile", detail: "Read them again." });
    await people.refresh();
    log.info({ version, by }, "rules of the queue set");
    return context.json({ version, rules: viewOfRules(read.rules) }, 200);
  });
}

async function newestOf(staff: Staff): Promise<number | null> {
  return (await staff.rules()).at(-1)?.version ?? null;
}

/** One day's hours are written like a week's, without the days. */
const DAY = "Mon ";

function viewOfRules(rules: QueueRules): RulesView {
  const { schedule, targets: owed, ...rest } = rules;
  const inMinutes = (ms: Millis) => ms / MINUTE;
  const target = ({ firstMs, nextMs, resolutionMs }: QueueRules["targets"]["normal"]) => ({
    ...{ first: inMinutes(firstMs), next: inMinutes(nextMs), resolution: inMinutes(resolutionMs) },
  });
  return {
    hours: formatHours(schedule.weekly),
    timeZone: schedule.timeZone,
    holidays: schedule.holidays.map(({ date, spans }) => ({
      date,
      hours: spans.length === 0 ? "closed" : formatHours([spans, [], [], [], [], [], []]).slice(DAY.length),
    })),
    targets: {
      ...{ urgent: target(owed.urgent), high: target(owed.high), normal: target(owed.normal), low: target(owed.low) },
    },
    ...{ warnShare: rest.warnShare, assignment: rest.assignment, cap: rest.cap },
    offerWider: inMinutes(rest.offerWiderMs),
    remindHolder: inMinutes(rest.remindHolderMs),
    offerAgain: inMinutes(rest.offerAgainMs),
    remindLearner: inMinutes(rest.remindLearnerMs),
    close: inMinutes(rest.closeMs),
    recover: inMinutes(rest.recoverMs),
    nps: viewOfNps(rules),
    digest: viewOfDigest(rules),
  };
}

function rulesOf(view: RulesView): { readonly rules: QueueRules } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const hours = parseHours(view.hours);
  if ("problem" in hours) problems.push(hours.problem);
  const holidays = view.holidays.map(({ date, hours: text }) => {
    const day = text.trim().toLowerCase() === "closed" ? null : parseHours(`${DAY}${text}`);
    if (day !== null && "problem" in day) problems.push(`${date}: ${day.problem}`);
    const spans = day !== null && "weekly" in day ? (day.weekly[0] ?? []) : [];
    return { date, spans };
  });
  const schedule = { timeZone: view.timeZone, weekly: "weekly" in hours ? hours.weekly : [], holidays };
  if (problems.length === 0) problems.push(...scheduleProblems(schedule));
  if (problems.length > 0) return { problems };
  const ms = (each: number) => Math.round(each * MINUTE);
  const target = ({ first, next, resolution }: RulesView["targets"]["normal"]) => ({
    ...{ firstMs: ms(first), nextMs: ms(next), resolutionMs: ms(resolution) },
  });
  const { urgent, high, normal, low } = view.targets;
  return {
    rules: {
      schedule,
      targets: { urgent: target(urgent), high: target(high), normal: target(normal), low: target(low) },
      ...{ warnShare: view.warnShare, assignment: view.assignment, cap: view.cap },
      ...{ offerWiderMs: ms(view.offerWider), remindHolderMs: ms(view.remindHolder) },
      ...{ offerAgainMs: ms(view.offerAgain), remindLearnerMs: ms(view.remindLearner) },
      ...{ closeMs: ms(view.close), recoverMs: ms(view.recover) },
      ...npsRulesIn(view.nps),
      ...digestRulesIn(view.digest),
    },
  };
}
