/**
 * What an agent does with a ticket. Only the holder writes to the learner; whoever was too slow or may not learns who holds
 * it, and nothing they typed goes anywhere unseen. Each verb has its chapter in this folder.
 */
import type { Before, Facts } from "../decision.ts";
import { editByAgent } from "../edits.ts";
import type { Effect, Verdict } from "../effects.ts";
import { reactByAgent } from "../reactions.ts";
import { block, unblock } from "./block.ts";
import { claim, release, reopen, takeOver } from "./claim.ts";
import { prioritise, tag } from "./labels.ts";
import { runMacro } from "./macro.ts";
import { merge } from "./merge.ts";
import { tellPresence } from "./presence.ts";
import {
  type Act,
  acknowledged,
  asHolder,
  asHolderIfAny,
  refuse,
  type Scene,
  staffPhrases,
  verbPhrases,
} from "./scene.ts";
import { snooze, wake } from "./snooze.ts";
import { solve } from "./solve.ts";
import { tellTaught } from "./teach.ts";
import { transfer } from "./transfer.ts";
import { note, say } from "./words.ts";

export function hearAgent(before: Before, act: Act, facts: Facts): Verdict {
  const ticket = before.named;
  if (ticket === null) {
    return refuse({ outcome: "no_such_ticket" }, staffPhrases(facts).noSuchTicket, { act, ticket });
  }
  const isGone = facts.agents.some(({ id, isGone }) => isGone && id === act.agent.id);
  if (isGone) return refuse({ outcome: "gone" }, verbPhrases(facts).gone, { act, ticket });
  return obeyAgent({ before, facts, act, ticket });
}

function obeyAgent(scene: Scene): Verdict {
  const { does } = scene.act;
  switch (does.verb) {
    case "claim":
      return claim(scene);
    case "takeover":
      return takeOver(scene);
    case "release":
      return asHolder(scene, release);
    case "transfer":
      return transfer(scene, does.to);
    case "say":
      return say(scene, does);
    case "note":
      return note(scene, does);
    case "macro":
      return runMacro(scene, does);
    case "teach":
      return tellTaught(scene);
    case "snooze":
      return asHolder(scene, () => snooze(scene, does.until));
    case "wake":
      return asHolder(scene, wake);
    case "priority":
      return prioritise(scene, does.priority);
    case "tag":
      return tag(scene, does);
    case "merge":
      return merge(scene, does.into);
    case "solve":
      return asHolderIfAny(scene, () => solve(scene, does.reason));
    case "reopen":
      return reopen(scene);
    case "block":
      return block(scene, does);
    case "unblock":
      return unblock(scene);
    case "away":
    case "back":
      return tellPresence(scene);
    case "history":
      return history(scene);
    case "edit":
      return editByAgent(scene, does.text);
    case "react":
      return reactByAgent(scene, does.emoji);
    case "unknown":
      return refuse({ outcome: "unknown_verb" }, staffPhrases(scene.facts).commands, scene);
  }
}

/** The transcript as a file, where the agent asked for it; the console draws it itself. */
function history(scene: Scene): Verdict {
  const { act, ticket } = scene;
  if (act.place === null) return { outcome: { outcome: "history" }, effects: [] };
  const effect: Effect = { effect: "history", room: act.place.room, ticketId: ticket.id };
  return { outcome: { outcome: "history" }, effects: [effect, ...acknowledged(scene, "")] };
}
