/**
 * The HTTP door: console, API, health and figures on one port. Whatever it needs comes in as an argument; it decides nothing
 * about learners and keeps no state.
 *
 * The order below matters: the guard stands before every route, and only what `isOpen` names gets past it unasked.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Report } from "../app/report.ts";
import type { Channel } from "../core/ports.ts";
import { type DeskLog, onFailure } from "./failure.ts";
import { type FigureOptions, mountFigures } from "./figures.ts";
import { mountFiles, type OpenFile } from "./files.ts";
import { type DeskEnv, guard } from "./guard.ts";
import { securityHeaders } from "./headers.ts";
import { mountHealth, type WhatIsMissing } from "./health.ts";
import { type Listening, listen } from "./listen.ts";
import { mountMetrics } from "./metrics.ts";
import { mountPages, type Pages, readPages } from "./pages.ts";
import { refuse, refuseMisfit } from "./problem.ts";
import { mountTickets, type TicketOptions } from "./tickets.ts";

export type Door = NonNullable<Channel["door"]>;

export type DeskOptions = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly apiToken: string | null;
  readonly publicUrl: string | null;
  readonly version: string;
  readonly whatIsMissing: WhatIsMissing;
  readonly report: Report;
  readonly act: TicketOptions["act"];
  readonly feedback: FigureOptions["feedback"];
  readonly openFile: OpenFile;
  /** Where networks call us. A door reads and checks its requests itself, its secret first of all. */
  readonly doors: readonly Door[];
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
  const open = new Set(["/healthz", "/readyz", ...pages.keys(), ...options.doors.map(({ path }) => path)]);
  desk.onError(onFailure(options.log));
  desk.notFound((context) => refuse(context, 404));
  desk.use(securityHeaders);
  desk.use(guard(options, (path) => open.has(path)));
  mountHealth(desk, options.whatIsMissing);
  mountPages(desk, pages);
  mountFigures(desk, options);
  mountTickets(desk, options);
  mountFiles(desk, options.openFile);
  mountMetrics(desk, options);
  for (const { path, accept } of options.doors) desk.all(path, (context) => accept(context.req.raw));
  describe(desk, options.version);
  return desk;
}

/** The description of the API is made from the routes themselves, so it cannot disagree with them. */
function describe(desk: OpenAPIHono<DeskEnv>, version: string): void {
  desk.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  desk.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Aftercare", version, description: "Support for learners: tickets, feedback and service figures." },
    security: [{ token: [] }],
  });
}
