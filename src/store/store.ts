/**
 * The Store of core/ports.ts, put together. Whoever opens one owns it and must close it. The parts know no database; only
 * the engine they are given does.
 */
import type { Store } from "../core/ports.ts";
import { makeAccounts } from "./accounts.ts";
import { makeAttendance } from "./attendance.ts";
import { makeClock } from "./clock.ts";
import type { Engine } from "./engine.ts";
import { makeEvidence } from "./evidence.ts";
import { makeFaq } from "./faq/faq.ts";
import { makeFigures } from "./figures.ts";
import { makeLearning } from "./learning/learning.ts";
import { makeLeases } from "./leases.ts";
import { makeLines } from "./lines.ts";
import { makeLinks } from "./links.ts";
import { makeLying } from "./lying.ts";
import { makeOpinions } from "./opinions/opinions.ts";
import { makeOutbox, type UnderWay } from "./outbox.ts";
import { makePast } from "./past.ts";
import { makePlaces } from "./places.ts";
import type { PostgresOptions } from "./postgres/open.ts";
import { makeQuality } from "./quality/quality.ts";
import { makeReads } from "./reads.ts";
import { makeInbox } from "./receive.ts";
import { makeSearch } from "./search.ts";
import { makeSends } from "./sends.ts";
import { openSqlite } from "./sqlite/open.ts";
import { openSqliteToRead } from "./sqlite/read-only.ts";
import { makeStaff } from "./staff/staff.ts";
import { assertUpToDate, migrate } from "./tables/migrations.ts";
import { makeTidy } from "./tidy.ts";
import { makeTranscript } from "./transcript.ts";
import { makeChange } from "./turn/change.ts";
import { makeWebChats } from "./web-chats.ts";

/** `mayForget`: what is written can be made again, and need not outlive a power cut. */
export type EmbeddedOptions = { readonly dataDir: string; readonly mayForget?: boolean };

/**
 * Opens the store in a directory (embedded; created when missing) or on a PostgreSQL, and brings its tables up to date.
 * Errors: StoreError "busy" when another process is there that must be alone, "full" | "broken" when it cannot be used.
 */
export async function openStore(options: EmbeddedOptions | PostgresOptions): Promise<Store> {
  if ("dataDir" in options) return await storeOver(await openSqlite(options.dataDir, options));
  // Whoever runs embedded does not pay for a client they never use.
  const { openPostgres } = await import("./postgres/open.ts");
  return await storeOver(openPostgres(options));
}

/** A store over any engine. Brings the tables up to date first; closes the engine when that fails. */
export async function storeOver(engine: Engine): Promise<Store> {
  const underWay: UnderWay = { rows: new Set(), takes: new Set() };
  try {
    await migrate(engine);
    await engine.replica.join();
  } catch (error) {
    await engine.close();
    throw error;
  }
  return partsOver(engine, underWay);
}

/**
 * Opens a store to read from, beside a running bot: every write is refused. The embedded database is not locked and not changed,
 * so it must have been brought up to date by the bot; a PostgreSQL is opened as a visitor.
 * Errors: StoreError "broken" when there is no database, or it is of another version.
 */
export async function openStoreToRead(options: { readonly dataDir: string } | PostgresOptions): Promise<Store> {
  if (!("dataDir" in options)) return await openStore(options);
  const engine = openSqliteToRead(options.dataDir);
  try {
    await assertUpToDate(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return partsOver(engine, { rows: new Set(), takes: new Set() });
}

function partsOver(engine: Engine, underWay: UnderWay): Store {
  return {
    ...makeInbox(engine),
    change: makeChange(engine),
    ...makeOutbox(engine, underWay),
    ...makeLying(engine, underWay),
    ...makeReads(engine),
    ...makeTranscript(engine),
    ...makeLines(engine),
    ...makeFigures(engine),
    ...makeSends(engine),
    ...makeClock(engine),
    ...makeTidy(engine),
    accounts: makeAccounts(engine),
    attendance: makeAttendance(engine),
    leases: makeLeases(engine),
    links: makeLinks(engine),
    webChats: makeWebChats(engine),
    search: makeSearch(engine),
    places: makePlaces(engine),
    learning: makeLearning(engine),
    past: makePast(engine),
    opinions: makeOpinions(engine),
    evidence: makeEvidence(engine),
    quality: makeQuality(engine),
    staff: makeStaff(engine),
    faq: makeFaq(engine),
    close: () => engine.close(),
  };
}
