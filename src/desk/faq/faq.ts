/** The FAQ's life over HTTP. Fixed addresses first: what is left under /api/v1/intents names an intent. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Evidence } from "../../app/evidence/evidence.ts";
import type { FaqLife } from "../../app/faq/life.ts";
import type { DeskEnv } from "../guard.ts";
import { mountDrafts } from "./drafts.ts";
import { mountHistory } from "./history.ts";
import { mountImpact } from "./impact.ts";
import { mountImport } from "./import.ts";
import { mountIntent, mountIntents } from "./intents.ts";
import { mountProposals } from "./propose.ts";

export function mountFaq(desk: OpenAPIHono<DeskEnv>, life: FaqLife, evidence: Evidence): void {
  mountIntents(desk, life);
  mountProposals(desk, life);
  mountImport(desk, life);
  mountDrafts(desk, life);
  mountImpact(desk, life, evidence);
  mountHistory(desk, life);
  mountIntent(desk, life);
}
