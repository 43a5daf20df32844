/**
 * Who stands at the door, once the guard has let them in: what they may ask for, and which agent they act as. Whatever is not
 * listed for agents is for admins, so a route added tomorrow is, too.
 */
import { type Account, agentOf } from "../core/accounts.ts";
import type { Agent, AgentId } from "../core/model.ts";

/** A program with the token, whoever sits at this very machine, or somebody who signed in. */
export type Visitor =
  | { readonly kind: "token" }
  | { readonly kind: "local" }
  | { readonly kind: "account"; readonly account: Account };

/** Where agents may go: these paths and everything below them. */
const AGENT_PATHS = [
  "/api/v1/me",
  "/api/v1/agents/me",
  "/api/v1/tickets",
  "/api/v1/recoveries",
  "/api/openapi.json",
  "/password",
  "/files",
  "/feedback",
  "/satisfaction",
  "/response_time",
  "/metrics",
];

/** Where agents may look, and change nothing. */
const AGENT_VIEWS = [
  "/api/v1/agents",
  "/api/v1/teams",
  "/api/v1/macros",
  "/api/v1/notices",
  "/api/v1/queue",
  // Which ones is for each route to say.
  "/api/v1/reviews",
  "/api/v1/search",
  "/api/v1/learners",
  "/api/v1/intents",
];

/** Where editors may go besides: they draft and try, an admin publishes. */
const EDITOR_PATHS = ["drafts", "form", "test", "impact", "import"].map((verb) => `/api/v1/intents/${verb}`);

/** Whoever has the token or the machine may do everything, as an admin may. */
export function mayVisit(visitor: Visitor, { path, isWrite }: { path: string; isWrite: boolean }): boolean {
  if (isAdmin(visitor)) return true;
  const isEditor = visitor.kind === "account" && visitor.account.role === "editor";
  const edits = isEditor ? EDITOR_PATHS : [];
  const open = isWrite ? [...AGENT_PATHS, ...edits] : [...AGENT_PATHS, ...AGENT_VIEWS];
  return open.some((each) => path === each || path.startsWith(`${each}/`));
}

/** Whoever has the token or the machine, and admins who signed in. */
export function isAdmin(visitor: Visitor): boolean {
  return visitor.kind !== "account" || visitor.account.role === "admin";
}

/** Who works without an account: the machine itself, or a program with the token. */
const SUPPORT: Agent = { id: "console:local" as AgentId, name: "Support" };

/** The agent a visitor acts as. */
export function agentAt(visitor: Visitor): Agent {
  return visitor.kind === "account" ? agentOf(visitor.account) : SUPPORT;
}
