/**
 * Is it alive, and can it work? `/healthz` says only that the process answers: restarting it cures nothing else. `/readyz` says
 * by name what is missing, and never more than names: anybody may read it.
 */
import type { Hono } from "hono";
import { StoreError } from "../core/errors.ts";
import type { DeskEnv } from "./guard.ts";
import { refuse } from "./problem.ts";

/** What is missing before learners can be served, by name (`database`, `pack`, `channel telegram`); empty: nothing. */
export type WhatIsMissing = () => Promise<readonly string[]>;

export function mountHealth(desk: Hono<DeskEnv>, whatIsMissing: WhatIsMissing): void {
  desk.get("/healthz", (context) => context.json({ status: "ok" }));
  desk.get("/readyz", async (context) => {
    const reasons = await missingNow(whatIsMissing);
    if (reasons.length === 0) return context.json({ status: "ready" });
    return refuse(context, 503, { code: "not_ready", reasons: [...reasons] });
  });
}

async function missingNow(whatIsMissing: WhatIsMissing): Promise<readonly string[]> {
  try {
    return await whatIsMissing();
  } catch (error) {
    if (error instanceof StoreError) return ["database"];
    throw error;
  }
}
