/**
 * Time for a `World`: its clocks ring when they are due, or not quite, and what they did is read from the ticket before and
 * after. Events take no time here, so that every instant of a test is a whole minute.
 */
import type { Decision } from "../../../src/core/decision.ts";
import type { Millis, Priority, Ticket } from "../../../src/core/model.ts";
import type { DueStep } from "../../../src/core/queue/moments.ts";
import type { QueueRules } from "../../../src/core/queue/rules.ts";
import {
  ALWAYS,
  anIntent,
  ann,
  aPack,
  aWorld,
  literalMatcher,
  pack,
  type StaffFacts,
  say,
  staffRoom,
  type World,
} from "../world.ts";

export const MINUTE: Millis = 60_000;
export const HOUR: Millis = 60 * MINUTE;
export const DAY: Millis = 24 * HOUR;

export type Fired = { readonly at: Millis; readonly step: DueStep };

/** A world in which words that name a priority open a ticket of it, and the rules of the queue are the test's. */
export function aWorldOfTickets(staff: Partial<StaffFacts>): World {
  const wishes = (["low", "normal", "high", "urgent"] as const).map((priority) =>
    anIntent(`p_${priority}`, { escalate: "always", priority }),
  );
  const known = aPack(...pack.intents.values(), ...wishes);
  const match = (text: string) =>
    known.intents.has(text) ? [{ intentId: text, confidence: 0.95 }] : literalMatcher(text);
  const world = aWorld({ pack: known, match, staffRooms: [staffRoom] });
  world.eventMs = 0;
  world.staff = { ...world.staff, ...staff };
  return world;
}

export function opensTicket(world: World, priority: Priority): Ticket {
  world.learnerSays(`p_${priority}`);
  return ticketOf(world);
}

/** The rules changed in some places. */
export function withRules(rules: QueueRules, change: Partial<QueueRules>): Pick<StaffFacts, "rules" | "calendar"> {
  const changed = { ...rules, ...change };
  return { rules: changed, calendar: [{ version: 0, from: 0, schedule: changed.schedule }] };
}

export function ticketOf(world: World): Ticket {
  const { ticket } = world;
  if (!ticket) throw new Error("there is no ticket");
  return ticket;
}

/** The bell of the newest ticket rings now. */
export function rings(world: World): Decision {
  return world.happens({ by: "world", what: "due" }, ticketOf(world).id);
}

/** The time goes on to `at`, and every bell due by then rings on time. */
export function passUntil(world: World, at: Millis): readonly Fired[] {
  const fired: Fired[] = [];
  for (let rung = 0; ; rung++) {
    const due = world.ticket?.dueAt ?? null;
    if (due === null || due > at) break;
    if (rung === 1000) throw new Error("the clocks never come to rest");
    world.wait(Math.max(0, due - world.now));
    fired.push(...ringsAndTells(world));
  }
  world.wait(Math.max(0, at - world.now));
  return fired;
}

export function pass(world: World, ms: Millis): readonly Fired[] {
  return passUntil(world, world.now + ms);
}

/** Rings now and tells what that did. */
export function ringsAndTells(world: World): readonly Fired[] {
  const before = ticketOf(world);
  rings(world);
  return stepsBetween(before, ticketOf(world)).map((step) => ({ at: world.now, step }));
}

function stepsBetween(before: Ticket, after: Ticket): readonly DueStep[] {
  const steps: DueStep[] = after.clocks.fired.slice(before.clocks.fired.filter(isStill(after)).length);
  if (before.snoozedUntil !== null && after.snoozedUntil === null) steps.push("woken");
  if (before.status === "open" && after.status === "new") steps.push("offered_again");
  if (before.status === "open" && after.status === "solved") steps.push("closed");
  return steps;
}

function isStill({ clocks }: Ticket) {
  return (step: Ticket["clocks"]["fired"][number]) => clocks.fired.includes(step);
}

/** A world of tickets where people are there day and night. */
export const awake = (change = {}): World => aWorldOfTickets(withRules(ALWAYS, change));
export const steps = (fired: readonly Fired[]) => fired.map(({ step }) => step);
export const last = (world: World) => {
  const decision = world.decisions.at(-1);
  if (!decision) throw new Error("nothing was decided");
  return decision;
};
export function aTicketWithAnn(change = {}): World {
  const world = awake(change);
  opensTicket(world, "normal");
  world.agentDoes(ann, { verb: "claim" });
  return world;
}

export function anAnsweredTicket(change = {}): World {
  const world = aTicketWithAnn(change);
  world.agentDoes(ann, say("Please try again."));
  return world;
}
