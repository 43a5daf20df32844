/**
 * The Store of core/ports.ts, put together. Whoever opens one owns it and must close it. The parts know no database; only
 * the engine they are given does.
 */
import type { Store } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import { makeFigures } from "./figures.ts";
import { makeLying } from "./lying.ts";
import { makeOutbox } from "./outbox.ts";
import { makeReads } from "./reads.ts";
import { makeInbox } from "./receive.ts";
import { openSqlite } from "./sqlite/open.ts";
import { migrate } from "./tables/migrations.ts";
import { makeTranscript } from "./transcript.ts";
import { makeChange } from "./turn/change.ts";

/**
 * Opens the embedded store in a directory, which is created when missing, and brings its tables up to date.
 * Errors: StoreError "busy" when another process uses the directory, "full" | "broken" when it cannot be used.
 */
export async function openStore({ dataDir }: { readonly dataDir: string }): Promise<Store> {
  return await storeOver(await openSqlite(dataDir));
}

/** A store over any engine. Brings the tables up to date first; closes the engine when that fails. */
export async function storeOver(engine: Engine): Promise<Store> {
  try {
    await migrate(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return {
    ...makeInbox(engine),
    change: makeChange(engine),
    ...makeOutbox(engine),
    ...makeLying(engine),
    ...makeReads(engine),
    ...makeTranscript(engine),
    ...makeFigures(engine),
    close: () => engine.close(),
  };
}
