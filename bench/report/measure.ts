/** One measurement of bench/report.ts in a process of its own: `measure.ts fill|bare|report … <folder or address> <days>`. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Client } from "pg";
import { readFigureReport } from "../../src/app/figure-report.ts";
import type { Fact } from "../../src/core/facts.ts";
import { SPLITS } from "../../src/insight/figures/groups.ts";
import { openStore, openStoreToRead } from "../../src/store/store.ts";
import { aHistory } from "../../test/insight/figures/history.ts";

export type Measured = {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** How much more memory than before, at the worst moment. */
  readonly peakMb: number;
  /** The longest time nobody else had a turn in this process. */
  readonly stallMs: number;
};

const FROM = Date.parse("2026-01-05T00:00Z");
const DAY_MS = 86_400_000;
const COLUMNS =
  "kind, at, conversation_id, learner_id, channel, language, ticket_id, episode, agent_id, intent_id, value, schedule_version";
const SCHEDULE = {
  timeZone: "Asia/Shanghai",
  weekly: Array.from({ length: 7 }, () => [{ from: 540, to: 1080 }]),
  holidays: [],
};

function rowOf(fact: Fact): readonly (string | number | null)[] {
  return [
    ...[fact.kind, fact.at, fact.conversationId, fact.learnerId, fact.channel, fact.language, fact.ticketId],
    ...[fact.episode, fact.agentId, fact.intentId, fact.value, fact.scheduleVersion],
  ];
}

const optionsOf = (place: string) => (place.startsWith("postgres") ? { databaseUrl: place } : { dataDir: place });

async function fill(place: string, days: number, count: number): Promise<void> {
  await (await openStore(optionsOf(place))).close();
  const facts = aHistory(count, { to: FROM + days * DAY_MS, learners: Math.ceil((count * 90) / days / 25) });
  if (place.startsWith("postgres")) return await fillPostgres(place, facts);
  const database = new DatabaseSync(join(place, "aftercare.db"));
  const insert = database.prepare(
    `insert into facts (${COLUMNS}) values (${rowOf(facts[0] ?? never()).map(() => "?")})`,
  );
  database.exec("begin");
  for (const fact of facts) insert.run(...rowOf(fact));
  database.exec("commit; pragma wal_checkpoint(truncate); analyze");
  database.close();
}

function never(): never {
  throw new Error("a history has facts");
}

async function fillPostgres(place: string, facts: readonly Fact[]): Promise<void> {
  const client = new Client({ connectionString: place });
  await client.connect();
  for (let start = 0; start < facts.length; start += 20_000) {
    const rows = facts.slice(start, start + 20_000).map((fact) => {
      const [
        kind,
        at,
        conversation_id,
        learner_id,
        channel,
        language,
        ticket_id,
        episode,
        agent_id,
        intent_id,
        value,
        schedule_version,
      ] = rowOf(fact);
      return {
        kind,
        at,
        conversation_id,
        learner_id,
        channel,
        language,
        ticket_id,
        episode,
        agent_id,
        intent_id,
        value,
        schedule_version,
      };
    });
    await client.query(
      `insert into facts (${COLUMNS}) select ${COLUMNS} from jsonb_populate_recordset(null::facts, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
  }
  await client.query("vacuum analyze facts");
  await client.end();
}

/** As short a way as there is from the rows to this process, a cursor and no more; what it costs nobody can save. */
async function readBare(place: string): Promise<number> {
  let count = 0;
  if (!place.startsWith("postgres")) {
    const database = new DatabaseSync(join(place, "aftercare.db"), { readOnly: true });
    for (const _ of database.prepare(`select id, ${COLUMNS} from facts order by at, id`).iterate()) count += 1;
    database.close();
    return count;
  }
  const client = new Client({ connectionString: place });
  await client.connect();
  await client.query("begin");
  await client.query(`declare bare no scroll cursor for select id, ${COLUMNS} from facts order by at, id`);
  for (
    let rows = await client.query("fetch 2000 from bare");
    rows.rows.length > 0;
    rows = await client.query("fetch 2000 from bare")
  ) {
    count += rows.rows.length;
  }
  await client.end();
  return count;
}

async function readReport(place: string, days: number, splits: typeof SPLITS): Promise<number> {
  const now = FROM + (days + 10) * DAY_MS;
  const store = await openStoreToRead(optionsOf(place));
  const query = { from: FROM, to: now, splits };
  const { figures } = await readFigureReport({ store, schedule: SCHEDULE, now }, query);
  await store.close();
  return figures.questions.n;
}

async function measure(work: () => Promise<number>): Promise<Measured> {
  let [peak, stallMs, last] = [0, 0, performance.now()];
  const before = process.memoryUsage().rss;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
    stallMs = Math.max(stallMs, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const count = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(watch);
  if (count === 0) throw new Error("nothing was read");
  const peakMb = (Math.max(peak, process.resourceUsage().maxRSS * 1024) - before) / 1e6;
  return { seconds, cpuSeconds: (user + system) / 1e6, peakMb, stallMs };
}

const [way = "", place = "", days = "", count = ""] = process.argv.slice(2);
if (way === "fill") await fill(place, Number(days), Number(count));
else {
  const work = () =>
    way === "bare" ? readBare(place) : readReport(place, Number(days), way === "report" ? [] : SPLITS);
  process.stdout.write(JSON.stringify(await measure(work)));
}
