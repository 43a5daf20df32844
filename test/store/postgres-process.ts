/**
 * A replica in a process of its own, for the tests around it: opens the store, does one thing, and says on standard output what
 * the store has acknowledged, one line each.
 *
 *   open      opens, says so, and ends
 *   answer    takes turns in the conversations it is given until nothing waits there
 *   hold      takes the oldest row of a lane, says so, and never settles it
 */

import { writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { StoreError } from "../../src/core/errors.ts";
import type { ConversationId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import { answer, NOW, turnOf } from "../conformance/builders.ts";

const [databaseUrl = "", replica = "", wish = "", ...about] = process.argv.slice(2);
const print = (line: string) => writeSync(1, `${line}\n`);

async function answerAll(store: Store, conversationId: ConversationId): Promise<void> {
  for (;;) {
    const pending = await store.nextInbound(conversationId);
    if (pending === null) return;
    const { what } = pending.inbound;
    const text = what.kind === "words" ? what.text : "";
    const changed = await store.change(turnOf({ conversationId, inboundId: pending.id }), answer(text, `re ${text}`));
    if (changed !== null) print(`${conversationId} ${text}`);
  }
}

try {
  const store = await openStore({ databaseUrl, replica, isOnlyReplica: wish === "alone" });
  print("open");
  if (wish === "answer") await Promise.all(about.map((id) => answerAll(store, Number(id) as ConversationId)));
  if (wish === "hold") {
    const row = await store.takeOutbound(about[0] ?? "", NOW);
    print(row === null ? "nothing" : "taken");
    await pause(60_000);
  }
  await store.close();
} catch (error) {
  print(error instanceof StoreError ? `StoreError ${error.kind} ${error.message}` : `bug ${String(error)}`);
  process.exitCode = 1;
}
