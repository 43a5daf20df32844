/** Priority and tags: what sorts tickets. Anybody may set them; the learner never sees them. */
import type { Verdict } from "../effects.ts";
import type { Priority, Ticket } from "../model.ts";
import { phrasesIn } from "../phrases/phrases.ts";
import { TAG } from "./read.ts";
import { acknowledged, refuse, type Scene, shownToAgents, staffPhrases, verbPhrases } from "./scene.ts";

const TAGS_MAX = 20;

export function prioritise(scene: Scene, priority: Priority | null): Verdict {
  const { facts, act, ticket } = scene;
  const say = verbPhrases(facts);
  if (priority === null) return refuse({ outcome: "unreadable" }, say.unreadablePriority, scene);
  if (ticket.status === "solved") {
    return refuse({ outcome: "already_solved" }, staffPhrases(facts).alreadySolved, scene);
  }
  const label = phrasesIn(facts.staffLanguage).staff.card.priority[priority];
  if (ticket.priority === priority) return { outcome: { outcome: "prioritised" }, effects: acknowledged(scene, label) };
  const changed: Ticket = { ...ticket, priority };
  return {
    outcome: { outcome: "prioritised" },
    ticket: changed,
    effects: [
      ...shownToAgents(scene, say.prioritisedBy(act.agent.name, label)),
      { effect: "fact", kind: "prioritised", ticket: changed, agent: act.agent },
    ],
  };
}

export function tag(scene: Scene, { add, remove }: { add: readonly string[]; remove: readonly string[] }): Verdict {
  const { facts, act, ticket } = scene;
  const say = verbPhrases(facts);
  const [added, removed] = [add.map(plainly), remove.map(plainly)];
  const isReadable = added.length + removed.length > 0 && [...added, ...removed].every((each) => TAG.test(each));
  const kept = ticket.tags.filter((each) => !removed.includes(each));
  const tags = [...new Set([...kept, ...added])].toSorted();
  if (!isReadable || tags.length > TAGS_MAX) return refuse({ outcome: "unreadable" }, say.unreadableTags, scene);
  const shown = say.tags(tags);
  if (tags.join() === ticket.tags.join())
    return { outcome: { outcome: "tagged" }, effects: acknowledged(scene, shown) };
  const changed: Ticket = { ...ticket, tags };
  return {
    outcome: { outcome: "tagged" },
    ticket: changed,
    effects: [...shownToAgents(scene, shown), { effect: "fact", kind: "tagged", ticket: changed, agent: act.agent }],
  };
}

function plainly(word: string): string {
  return word.normalize("NFKC").toLowerCase();
}
