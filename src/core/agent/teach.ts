/** `/teach intent`: the shell has put the learner's question into the intent's draft, or found why not; here it is told. */
import type { Verdict } from "../effects.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import { acknowledged, refuse, type Scene } from "./scene.ts";

export function tellTaught(scene: Scene): Verdict {
  const { taught = { outcome: "nothing_to_teach" } } = scene.facts;
  const say = phrasesIn(scene.facts.staffLanguage).teaching;
  switch (taught.outcome) {
    case "taught": {
      const text = say.taught(taught.title, taught.hasAnswer);
      return { outcome: { outcome: "taught" }, effects: acknowledged(scene, text) };
    }
    case "unknown_intent":
      return refuse({ outcome: "unknown_intent", names: taught.names }, say.noSuchIntent(taught.names), scene);
    case "nothing_to_teach":
      return refuse({ outcome: "nothing_to_teach" }, say.nothingToTeach, scene);
  }
}
