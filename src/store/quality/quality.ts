/** The Quality of core/ports/quality.ts, put together. */
import type { Quality } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { makeIncidents } from "./incidents.ts";
import { makeReviews } from "./reviews.ts";

export function makeQuality(engine: Engine): Quality {
  return { ...makeIncidents(engine), ...makeReviews(engine) };
}
