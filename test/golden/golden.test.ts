/**
 * Golden conversations: a script in, the transcript out, with the shipped pack and the real matcher. A changed sentence shows up
 * here as a difference to read; when it is meant, `npx vitest run test/golden -u` writes it down.
 */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { cardOf } from "../../src/core/card.ts";
import type { Decision } from "../../src/core/decision.ts";
import type { AgentVerb } from "../../src/core/inbound.ts";
import type { Agent, AgentId } from "../../src/core/model.ts";
import type { NewOutbound } from "../../src/core/outbound.ts";
import type { Pack } from "../../src/core/pack.ts";
import type { Matcher } from "../../src/core/ports.ts";
import { aWorld, buttonsIn, pressOf, rowsIn, staffRoom, type World } from "../core/world.ts";
import { trainedCoursePack } from "../nlu/course-pack.ts";

const folder = new URL("./", import.meta.url);
const scripts = readdirSync(folder).filter((name) => name.endsWith(".script"));

let pack: Pack;
let match: Matcher;
beforeAll(async () => {
  const course = await trainedCoursePack();
  pack = course.pack;
  match = course.trained.match;
}, 60_000);

test.each(scripts)("%s", async (script) => {
  const world = aWorld({ pack, match, staffRooms: [staffRoom] });

  const lines = readFileSync(new URL(script, folder), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const transcript = lines.map((line) => play(world, line)).join("\n");

  await expect(`${transcript}\n`).toMatchFileSnapshot(
    new URL(script.replace(".script", ".transcript"), folder).pathname,
  );
});

/** Plays one line of a script: `learner: words`, `learner: /command`, `learner presses: label`, `Ann: words or /verb`. */
function play(world: World, line: string): string {
  const [who = "", ...rest] = line.split(": ");
  const words = rest.join(": ");
  const decision = decisionOf(world, who, words);
  const heard = who.startsWith("learner")
    ? `👤 ${who === "learner presses" ? `[${words}]` : words}`
    : `🧑‍💼 ${who}: ${words}`;
  return [heard, ...rowsIn(decision).flatMap((row) => shown(row, world)), ""].join("\n");
}

function decisionOf(world: World, who: string, words: string): Decision {
  if (who === "learner presses") {
    const shownLast = world.decisions.findLast((decision) =>
      buttonsIn(decision).some(({ label }) => label.includes(words)),
    );
    if (!shownLast) throw new Error(`nothing shows a button "${words}"`);
    return world.learnerPresses(pressOf(shownLast, words));
  }
  const [, command, argument = ""] = /^\/(\w+) ?(.*)$/s.exec(words) ?? [];
  if (who === "learner") return command ? world.learnerOrders(command, argument) : world.learnerSays(words);
  const agent: Agent = { id: `telegram:${who}` as AgentId, name: who };
  return world.agentDoes(agent, verbOf(words, command, argument));
}

function verbOf(words: string, command: string | undefined, argument: string): AgentVerb {
  switch (command) {
    case "claim":
    case "release":
    case "solve":
    case "reopen":
      return { verb: command };
    case "note":
      return { verb: "note", text: argument };
    default:
      return { verb: "say", text: words, attachments: [] };
  }
}

/** What one row shows: the learner's side plain, the staff room indented behind a bar. */
function shown({ audience, content }: NewOutbound, world: World): readonly string[] {
  const side = audience === "learner" ? "🤖 " : "      │ ";
  const { ticket } = world;
  if (content.kind === "card" && ticket)
    return cardOf(ticket, { language: "en", teams: [], timeZone: "UTC" })
      .text.split("\n")
      .map((text) => `${side}${text}`);
  if (content.kind === "toast" && content.text !== "") return [`${side}(toast) ${content.text}`];
  if (content.kind !== "say") return [];
  const buttons = content.buttons.map((row) => row.map(({ label }) => `[${label}]`).join(" "));
  return [...content.text.split("\n"), ...buttons].map(
    (text, index) => `${index === 0 ? side : side.replace("🤖", "  ")}${text}`,
  );
}
