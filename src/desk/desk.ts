/**
 * The HTTP door: console, API, health and figures on one port. Whatever it needs comes in as an argument; it decides nothing
 * about learners and keeps no state.
 *
 * The order below matters: the guard stands before every route, and only what `isOpen` names gets past it unasked.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Aftercare } from "../app/aftercare.ts";
import type { Evidence } from "../app/evidence/evidence.ts";
import type { FaqLife } from "../app/faq/life.ts";
import type { Reports } from "../app/figure-report.ts";
import type { Profile } from "../app/learning/profile.ts";
import type { Learning } from "../app/learning/take-in.ts";
import type { Report } from "../app/report.ts";
import type { LearnerId } from "../core/model.ts";
import type { Accounts, Door, Search, Staff } from "../core/ports.ts";
import { mountAgents } from "./agents.ts";
import { mountAttendance } from "./attendance.ts";
import { mountEvents } from "./events.ts";
import { type DeskLog, onFailure } from "./failure.ts";
import { mountFaq } from "./faq/faq.ts";
import { mountFaqForm } from "./faq-form.ts";
import { type FigureOptions, mountFigures } from "./figures.ts";
import { mountFiles, type OpenFile } from "./files.ts";
import { type DeskEnv, guard } from "./guard.ts";
import { securityHeaders } from "./headers.ts";
import { mountHealth, type WhatIsMissing } from "./health.ts";
import { mountLearners } from "./learners.ts";
import { type Listening, listen } from "./listen.ts";
import { mountMacros } from "./macros.ts";
import { mountMetrics } from "./metrics.ts";
import { mountNotices } from "./notices.ts";
import { mountPages, type Pages, readPages } from "./pages.ts";
import { refuse, refuseMisfit } from "./problem.ts";
import { mountQuality, type QualityOptions } from "./quality.ts";
import { mountQuestions } from "./questions.ts";
import { mountQueueRules } from "./queue-rules.ts";
import { mountRecoveries } from "./recoveries.ts";
import { mountReports } from "./reports.ts";
import { mountScorecards } from "./scorecards.ts";
import { mountSearch } from "./search.ts";
import { mountAccounts } from "./sign-in/accounts.ts";
import { mountSignIn, peerAt, SIGN_IN_PATHS } from "./sign-in/routes.ts";
import { makeSessions } from "./sign-in/sessions.ts";
import { mountStaffing, type StaffingOptions } from "./staffing.ts";
import { mountSuggestions, type SuggestionOptions } from "./suggestions.ts";
import { mountTeams } from "./teams.ts";
import { mountTickets, type TicketOptions } from "./tickets.ts";

/** Everything at and below `path` is answered by it, with headers of its own. */
export type Board = { readonly path: string; fetch(request: Request): Promise<Response> };

export type DeskOptions = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly apiToken: string | null;
  readonly publicUrl: string | null;
  readonly accounts: Accounts;
  /** A key for what the store keeps of sessions, the same for every process on one store; another one ends them all. */
  readonly sessionSecret: string | null;
  readonly version: string;
  readonly whatIsMissing: WhatIsMissing;
  readonly report: Report;
  readonly reports: Reports;
  readonly act: TicketOptions["act"];
  readonly attend: TicketOptions["attend"];
  readonly staff: Staff;
  readonly search: Search;
  readonly opinions: SuggestionOptions["opinions"];
  readonly evidence: Evidence;
  readonly quality: QualityOptions["quality"];
  /** What turns know of those who help. */
  readonly people: Aftercare["staff"];
  /** Whether the FAQ has such an intent. */
  readonly hasIntent: (intentId: string) => boolean;
  readonly learning: Learning;
  readonly profile: (learnerId: LearnerId) => Promise<Profile | null>;
  /** The life of the FAQ; left out: it is read and changed elsewhere. */
  readonly faq?: FaqLife | undefined;
  readonly feedback: FigureOptions["feedback"];
  readonly staffing: StaffingOptions["staffing"];
  readonly openFile: OpenFile;
  /** Where networks call us. A door reads and checks its requests itself, its secret first of all. */
  readonly doors: readonly Door[];
  /** A look inside the queues, for admins; null when they live in this process. */
  readonly board?: Board | null | undefined;
  readonly countWaiting: TicketOptions["countWaiting"];
  readonly log: DeskLog;
  readonly now: FigureOptions["now"];
  /** The folder of the console's sources. */
  readonly consoleDir: string;
};

/** Listens until closed. Rejects with ConfigError when the address cannot be had. */
export async function openDesk(options: DeskOptions): Promise<Listening> {
  const desk = assemble(options, await readPages(options.consoleDir));
  return listen(desk.fetch, options);
}

function assemble(options: DeskOptions, pages: Pages): OpenAPIHono<DeskEnv> {
  const desk = new OpenAPIHono<DeskEnv>({ defaultHook: refuseMisfit });
  const open = new Set(["/healthz", "/readyz", ...SIGN_IN_PATHS, ...pages.keys()]);
  const isOpen = (path: string): boolean => open.has(path) || options.doors.some((door) => leadsTo(door, path));
  const sessions = makeSessions(options);
  desk.onError(onFailure(options.log));
  desk.notFound((context) => refuse(context, 404));
  desk.use(securityHeaders);
  desk.use(guard({ rule: options, isOpen, accountOf: sessions.find }));
  mountHealth(desk, options.whatIsMissing);
  mountPages(desk, pages);
  mountSignIn(desk, { ...options, rule: options, sessions });
  mountAccounts(desk, options);
  mountFigures(desk, options);
  mountReports(desk, options);
  mountTickets(desk, { ...options, times: options.people.facts });
  mountAttendance(desk, options);
  mountFaqForm(desk);
  mountMacros(desk, options);
  mountTeams(desk, { ...options, refresh: options.people.refresh });
  mountAgents(desk, options);
  mountNotices(desk, options);
  mountQueueRules(desk, options);
  mountRecoveries(desk, options);
  mountSearch(desk, options);
  mountStaffing(desk, options);
  mountSuggestions(desk, options);
  mountQuestions(desk, options);
  mountScorecards(desk, options);
  mountEvents(desk, options);
  mountLearners(desk, { ...options, times: options.people.facts });
  mountQuality(desk, options);
  if (options.faq) mountFaq(desk, options.faq, options.evidence);
  mountFiles(desk, options.openFile);
  mountMetrics(desk, options);
  const { board } = options;
  if (board)
    for (const path of [board.path, `${board.path}/*`]) desk.all(path, (context) => board.fetch(context.req.raw));
  for (const { path, accept } of options.doors) {
    desk.all(path, (context) => accept(context.req.raw, { address: peerAt(context, options) }));
  }
  describe(desk, options.version);
  return desk;
}

function leadsTo({ path }: Door, asked: string): boolean {
  return path.endsWith("/*") ? asked.startsWith(path.slice(0, -1)) : asked === path;
}

/** The description of the API is made from the routes themselves, so it cannot disagree with them. */
function describe(desk: OpenAPIHono<DeskEnv>, version: string): void {
  desk.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  desk.openAPIRegistry.registerComponent("securitySchemes", "session", {
    ...{ type: "apiKey", in: "cookie", name: "aftercare_session" },
    description: "From POST /sign-in with email and password; named __Host-aftercare_session under https.",
  });
  desk.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Aftercare", version, description: "Support for learners: tickets, feedback and service figures." },
    security: [{ token: [] }, { session: [] }],
  });
}
