/**
 * A process of its own that writes into the data directory it is given and says on standard output what the store has
 * acknowledged, one line each, until it is killed or the store fails. The tests around it read those lines.
 */
import { writeSync } from "node:fs";
import { StoreError } from "../../src/core/errors.ts";
import { openStore } from "../../src/store/store.ts";
import { aLearnerSays, FACTS } from "../conformance/builders.ts";

const [dataDir = "", runId = ""] = process.argv.slice(2);
// Straight to the descriptor: a line is out before the next row is written, however the process ends.
const print = (line: string) => writeSync(1, `${line}\n`);

async function writeForEver(): Promise<void> {
  const store = await openStore({ dataDir });
  print("open");
  const writer = async (number: number): Promise<void> => {
    for (let row = 0; ; row += 1) {
      const updateId = `${runId}-${number}-${row}`;
      await store.receive(aLearnerSays("忘记密码怎么办？".repeat(20), { chatId: `c${number}`, updateId }), FACTS);
      print(updateId);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, number) => writer(number)));
}

try {
  await writeForEver();
} catch (error) {
  print(error instanceof StoreError ? `StoreError ${error.kind} ${error.message}` : `bug ${String(error)}`);
  process.exit(1);
}
