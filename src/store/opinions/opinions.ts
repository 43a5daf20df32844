/** The Opinions of core/ports/opinions.ts, put together. */
import type { Opinions } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { makeNps } from "./nps.ts";
import { makeSuggestions } from "./suggestions.ts";

export function makeOpinions(engine: Engine): Opinions {
  return { ...makeNps(engine), ...makeSuggestions(engine) };
}
