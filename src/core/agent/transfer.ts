/**
 * A ticket goes to another agent or to a team. The holder gives it away; one that nobody holds anybody may give. Names are
 * compared without regard to case; whoever cannot be told apart, or is not there, is never guessed.
 */
import type { Facts } from "../decision.ts";
import type { Verdict } from "../effects.ts";
import type { Agent, Ticket } from "../model.ts";
import { type AgentProfile, isAwayAt, type Team } from "../staff.ts";
import { backIntoQueue, claimedBy } from "./claim.ts";
import {
  asHolderIfAny,
  heldBy,
  refuse,
  refuseFull,
  type Scene,
  shownToAgents,
  staffPhrases,
  tellLearner,
  verbPhrases,
} from "./scene.ts";

const NAMES_MAX = 20;

export type Recipient =
  | { readonly kind: "agent"; readonly profile: AgentProfile }
  | { readonly kind: "team"; readonly team: Team }
  | { readonly kind: "nobody" | "several"; readonly names: readonly string[] };

/** Who is called so: by id, or by the name of an agent who has not left or of a team. */
export function findRecipient(called: string, { agents, teams }: Pick<Facts, "agents" | "teams">): Recipient {
  const wanted = plainly(called.trim().replace(/^@/, ""));
  const here = agents.filter(({ isGone }) => !isGone);
  const byId = here.find(({ id }) => plainly(id) === wanted);
  if (byId !== undefined) return { kind: "agent", profile: byId };
  const namesakes = here.filter(({ name }) => plainly(name) === wanted);
  const teamsNamed = teams.filter(({ name }) => plainly(name) === wanted);
  const [profile] = namesakes;
  const [team] = teamsNamed;
  if (namesakes.length + teamsNamed.length > 1) {
    const names = [...namesakes.map(({ id }) => id), ...teamsNamed.map(({ name }) => name)];
    return { kind: "several", names: names.slice(0, NAMES_MAX) };
  }
  if (profile !== undefined) return { kind: "agent", profile };
  if (team !== undefined) return { kind: "team", team };
  return { kind: "nobody", names: [...here, ...teams].map(({ name }) => name).slice(0, NAMES_MAX) };
}

export function transfer(scene: Scene, to: string): Verdict {
  return asHolderIfAny(scene, () => {
    const { facts } = scene;
    const say = verbPhrases(facts);
    const found = findRecipient(to, facts);
    switch (found.kind) {
      case "nobody":
        return refuse({ outcome: "unknown_recipient", names: found.names }, say.noSuchRecipient(found.names), scene);
      case "several":
        return refuse({ outcome: "ambiguous_recipient", names: found.names }, say.whichRecipient(found.names), scene);
      case "agent":
        return toAgent(scene, found.profile);
      case "team":
        return toTeam(scene, found.team);
    }
  });
}

function toAgent(scene: Scene, profile: AgentProfile): Verdict {
  const { before, facts, act, ticket } = scene;
  const to: Agent = { id: profile.id, name: profile.name };
  const staff = staffPhrases(facts);
  if (ticket.status === "solved") return refuse({ outcome: "already_solved" }, staff.alreadySolved, scene);
  if (ticket.holder?.id === to.id) {
    return refuse({ outcome: "already_claimed", by: to }, staff.alreadyClaimed(to.name), scene);
  }
  if (isAwayAt(profile, facts.now)) {
    const names = facts.agents
      .filter((other) => other.id !== act.agent.id && !other.isGone && !isAwayAt(other, facts.now))
      .map(({ name }) => name)
      .slice(0, NAMES_MAX);
    return refuse({ outcome: "recipient_away", agent: to, names }, verbPhrases(facts).awayNow(to.name, names), scene);
  }
  const full = refuseFull(to, scene);
  if (full) return full;
  const given = claimedBy(to, ticket, facts);
  return {
    outcome: { outcome: "transferred" },
    conversation: heldBy(to, before.conversation, given),
    ticket: given,
    effects: [
      tellLearner(before, ({ verbs }) => verbs.learner.transferred(to.name)),
      ...shownToAgents(scene, verbPhrases(facts).transferredBy(act.agent.name, to.name)),
      { effect: "fact", kind: "transferred", ticket: given, agent: act.agent },
      // Out of the queue it came as by a claim.
      ...(ticket.status === "new" ? [{ effect: "fact", kind: "claimed", ticket: given, agent: to } as const] : []),
    ],
  };
}

/** Nobody's until somebody of the team takes it. */
function toTeam(scene: Scene, team: Team): Verdict {
  const { before, facts, act, ticket } = scene;
  const shown = shownToAgents(scene, verbPhrases(facts).transferredBy(act.agent.name, team.name));
  if (ticket.status === "open") {
    const { verdict, released } = backIntoQueue(before, ticket, facts);
    const given: Ticket = { ...released, teamId: team.id };
    return {
      ...verdict,
      outcome: { outcome: "transferred" },
      ticket: given,
      effects: [...verdict.effects, ...shown, { effect: "fact", kind: "transferred", ticket: given, agent: act.agent }],
    };
  }
  // Whoever waits already keeps their place, and nothing changed that they would want to know.
  const given: Ticket = { ...ticket, teamId: team.id };
  return {
    outcome: { outcome: "transferred" },
    ticket: given,
    effects: [...shown, { effect: "fact", kind: "transferred", ticket: given, agent: act.agent }],
  };
}

function plainly(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
