/** The LearnerEvents of core/ports/learning.ts, put together. */
import type { LearnerEvents } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { makeLearningEvents } from "./events.ts";
import { makeLearnerKeys } from "./keys.ts";

export function makeLearning(engine: Engine): LearnerEvents {
  return { ...makeLearningEvents(engine), ...makeLearnerKeys(engine) };
}
