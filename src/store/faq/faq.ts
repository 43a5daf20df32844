/** The FaqStore of core/ports/faq.ts, put together; see there. */
import type { FaqStore } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { makeConflicts } from "./conflicts.ts";
import { makeDrafts } from "./drafts.ts";
import { makeVersions } from "./versions.ts";

export function makeFaq(engine: Engine): FaqStore {
  return { ...makeVersions(engine), ...makeDrafts(engine), ...makeConflicts(engine) };
}
