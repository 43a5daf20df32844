// What discord.js 14 itself adds to bodies although the document has no such field there. Discord ignores it, and so
// do we, but it is told once each as a note; anything else the document does not know stays an error.
import type { Wire } from "../../common/wire.ts";
import type { Call, DiscordWorld } from "../world.ts";
import type { BodyProblem } from "./openapi.ts";

type Extra = { readonly path: RegExp; readonly where?: RegExp; readonly allows: (value: Wire) => boolean };

const EXTRAS: readonly Extra[] = [
  { path: /\/(tts|enforce_nonce)$/, allows: (v) => v === false }, // every message body
  {
    path: /\/(data\/)?(enforce_)?nonce$/, // Client({ enforceNonce: true })
    where: /^(POST \/interactions|(POST|PATCH) \/webhooks|PATCH \/channels\/\{channel_id\}\/messages)/,
    allows: () => true,
  },
  {
    path: /^\/type$/, // message.startThread()
    where: /^POST \/channels\/\{channel_id\}\/messages\/\{message_id\}\/threads$/,
    allows: (v) => v === 10 || v === 11,
  },
  { path: /^\/username$/, where: /^PATCH \/webhooks/, allows: (v) => typeof v === "string" }, // webhook.editMessage()
];

const told = new WeakMap<DiscordWorld, Set<Extra>>();

/** Whether an unknown property is one the library adds by itself. */
export function isLibraryExtra(
  dc: DiscordWorld,
  problem: BodyProblem,
  { call, where }: { call: Call; where: string },
): boolean {
  if (problem.kind !== "unknown-property") return false;
  const value = problem.path
    .split("/")
    .slice(1)
    .reduce<Wire>((node, key) => node?.[key], call.body);
  const extra = EXTRAS.find((e) => e.path.test(problem.path) && (!e.where || e.where.test(where)) && e.allows(value));
  if (!extra) return false;
  const known = told.get(dc) ?? new Set<Extra>();
  told.set(dc, known);
  if (!known.has(extra))
    dc.journal.note("library-extra", `${where} ${problem.path}`, "added by discord.js, ignored by Discord");
  known.add(extra);
  return true;
}
