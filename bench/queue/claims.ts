/**
 * What a claim costs when a hundred agents claim at once, on PostgreSQL: the product's own way (the API's `act`) beside the least
 * anybody must do, written by hand with node-postgres: the same locks, the same rows, as many connections. Both take turns in the
 * same run and on the same tables, for machines are shared.
 */
import assert from "node:assert/strict";
import { Pool, type PoolClient } from "pg";
import { actOf } from "../../src/app/act.ts";
import type { Parts } from "../../src/app/parts.ts";
import { takeTurn } from "../../src/app/turn.ts";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import type { Agent, AgentId, Ticket } from "../../src/core/model.ts";
import { openStore } from "../../src/store/store.ts";
import { startPostgres } from "../../test/servers/postgres.ts";
import { shellOn } from "./shell.ts";

const AGENTS = 100;
/** As many as the store writes with. */
const CONNECTIONS = 20;
const AT_ONCE = 16;
const ROOM = { channel: "telegram", chatId: "-100" } as const;
const DAY_AND_NIGHT: Schedule = {
  timeZone: "UTC",
  weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  holidays: [],
};

/** Milliseconds until a claim is committed and told, in one storm of them. */
export type Latency = { readonly p50Ms: number; readonly p99Ms: number };
export type Claimed = { readonly storms: number; readonly ours: Latency; readonly byHand: Latency };

export async function measureClaims(isQuick: boolean): Promise<Claimed> {
  // As it runs for real: a commit is on the disk before it is told.
  const postgres = await startPostgres({ fsync: "on", full_page_writes: "on" });
  try {
    const databaseUrl = await postgres.createDatabase();
    const store = await openStore({ databaseUrl, replica: "bench" });
    const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS });
    const parts = shellOn(store, { now: Date.now, schedule: DAY_AND_NIGHT, staffRooms: [ROOM] });
    await parts.book.refresh();
    const measured = await takeTurns({ parts, pool }, isQuick ? 5 : 25);
    await pool.end();
    await store.close();
    return measured;
  } finally {
    await postgres.stop();
  }
}

type Desk = { readonly parts: Parts; readonly pool: Pool };
type Claim = (ticket: Ticket, agent: Agent) => Promise<void>;

async function takeTurns({ parts, pool }: Desk, rounds: number): Promise<Claimed> {
  const act = actOf(parts);
  const ours: Claim = async ({ id }, agent) => {
    const { outcome } = await act(id, agent, { verb: "claim" });
    assert(outcome === "claimed");
  };
  const byHand: Claim = (ticket, agent) => claimByHand(pool, ticket, agent);
  const measured = { ours: [] as Latency[], byHand: [] as Latency[] };
  // The first round of each is not counted: connections are made and statements prepared.
  for (let round = 0; round <= rounds; round++) {
    for (const [way, claim] of [
      ["ours", ours],
      ["byHand", byHand],
    ] as const) {
      const times = await storm(await aLine(parts), claim);
      if (round > 0) measured[way].push(latencyOf(times));
    }
  }
  return { storms: rounds, ours: middleOf(measured.ours), byHand: middleOf(measured.byHand) };
}

const agents: readonly Agent[] = Array.from({ length: AGENTS }, (_, number) => ({
  id: `console:${number}` as AgentId,
  name: `Agent ${number}`,
}));

/** Each agent claims a ticket of their own, all at the same moment. */
async function storm(line: readonly Ticket[], claim: Claim): Promise<readonly number[]> {
  return await Promise.all(
    agents.map(async (agent, index) => {
      const ticket = line[index];
      assert(ticket, "there is a ticket for everybody");
      const begun = performance.now();
      await claim(ticket, agent);
      return performance.now() - begun;
    }),
  );
}

let learners = 0;

/** As many learners who ask for a person as there are agents. */
async function aLine(parts: Parts): Promise<readonly Ticket[]> {
  const chatIds = Array.from({ length: AGENTS }, () => {
    learners += 1;
    return String(learners);
  }).values();
  const come = async (): Promise<void> => {
    for (const chatId of chatIds) await comes(parts, chatId);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, come));
  const line = await parts.store.tickets("unassigned", AGENTS);
  assert.equal(line.length, AGENTS);
  return line;
}

async function comes(parts: Parts, chatId: string): Promise<void> {
  const received = await parts.store.receive(
    {
      ...{ channel: "telegram", bot: "1", updateId: chatId },
      from: { networkId: chatId, name: "Mia", languageHint: "en" },
      place: { kind: "learner", chatId },
      what: { kind: "command", messageId: "1", name: "human", argument: "", attachments: [], albumId: null },
    },
    { ticketId: null, defaultLanguage: "en", now: Date.now(), fence: null },
  );
  assert(received.outcome === "received");
  const pending = await parts.store.nextInbound(received.conversationId);
  assert(pending);
  await takeTurn(parts, pending);
}

/** The rows of a claim and no rule: lock, look, write, commit. */
async function claimByHand(pool: Pool, ticket: Ticket, agent: Agent): Promise<void> {
  const client = await pool.connect();
  const ask = (name: string, text: string, values: readonly unknown[]) =>
    client.query({ name, text, values: [...values] });
  try {
    // A button names a ticket; whose conversation it is must be known before anything is locked.
    const named = await ask("named", "select conversation_id from tickets where id = $1", [ticket.id]);
    await client.query("begin");
    await ask("conversation", "select * from conversations where id = $1 for update", [named.rows[0]?.conversation_id]);
    await lockAgent(ask, agent);
    const held = await ask("held", "select count(*) from tickets where status = 'open' and holder_id = $1", [agent.id]);
    const found = await ask("ticket", "select * from tickets where id = $1", [ticket.id]);
    assert(held.rowCount === 1 && found.rows[0]?.status === "new");
    await writeClaim(ask, ticket, agent);
    await client.query("commit");
  } finally {
    client.release();
  }
}

type Ask = (name: string, text: string, values: readonly unknown[]) => ReturnType<PoolClient["query"]>;

async function lockAgent(ask: Ask, { id, name }: Agent): Promise<void> {
  const text = `insert into agents (id, name, languages, tags, is_away, is_gone, assigned_at, seen_at)
    values ($1, $2, '[]', '[]', 0, 0, 0, $3) on conflict (id) do update set seen_at = $3`;
  await ask("agent", text, [id, name, Date.now()]);
}

async function writeClaim(ask: Ask, ticket: Ticket, agent: Agent): Promise<void> {
  const { id, conversationId, learnerId, episode } = ticket;
  const now = Date.now();
  const chat = `telegram:${conversationId}`;
  const held = "update conversations set mode = 'agent', agent_id = $2, acknowledged_at = null where id = $1";
  await ask("hold", held, [conversationId, agent.id]);
  const open = `update tickets set status = 'open', holder_id = $2, holder_name = $3, claimed_at = $4, clocks = $5, due_at = $4
    where id = $1`;
  await ask("open", open, [id, agent.id, agent.name, now, JSON.stringify(ticket.clocks)]);
  const fact = `insert into facts (kind, at, conversation_id, learner_id, channel, language, ticket_id, episode, agent_id)
    values ('claimed', $1, $2, $3, 'telegram', 'en', $4, $5, $6)`;
  await ask("fact", fact, [now, conversationId, learnerId, id, episode, agent.id]);
  const message = `insert into messages (conversation_id, ticket_id, author, kind, text, language, at)
    values ($1, $2, 'bot', 'words', $3, 'en', $4) returning id`;
  const words = `${agent.name} is here now and will help you.`;
  await ask("message", message, [conversationId, id, words, now]);
  const outbound = `insert into outbound
    (lane, channel, chat_id, audience, conversation_id, ticket_id, content, is_words_of_person, status, tries, queued_at, not_before)
    values ($1, 'telegram', $2, 'learner', $3, $4, $5, 0, 'queued', 0, $6, 0),
      ($7, 'telegram', '-100', 'staff', $3, $4, $8, 0, 'queued', 0, $6, 0),
      ($7, 'telegram', '-100', 'staff', $3, $4, $9, 0, 'queued', 0, $6, 0)`;
  const say = (text: string) => JSON.stringify({ kind: "say", text, buttons: [], attachments: [] });
  const rows = [say(words), now, `telegram:-100:${id}`, JSON.stringify({ kind: "card" }), say("claimed this ticket")];
  await ask("outbound", outbound, [chat, String(conversationId), conversationId, id, ...rows]);
}

/** Of all storms the middle one: what else the machine did during one of them says nothing about a claim. */
function middleOf(storms: readonly Latency[]): Latency {
  const middle = (figure: keyof Latency): number =>
    storms.map((storm) => storm[figure]).toSorted((one, other) => one - other)[Math.floor(storms.length / 2)] ??
    Number.NaN;
  return { p50Ms: middle("p50Ms"), p99Ms: middle("p99Ms") };
}

function latencyOf(times: readonly number[]): Latency {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
