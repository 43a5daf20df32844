/** What stands in the log of what people did. */
import { isDeed } from "../../src/core/facts.ts";
import type { Store } from "../../src/core/ports.ts";
import { all } from "./builders.ts";

/** What people did about the FAQ and accounts, in order. */
export async function deedsOf(store: Store) {
  const facts = (await all(store.factPages({}))).flat();
  const deeds = facts
    .filter(({ kind }) => isDeed(kind))
    .toSorted((one, other) => one.at - other.at || one.id - other.id);
  return deeds.map(({ kind, at, agentId, intentId, value, variant }) => ({
    ...{ kind, at, agentId, intentId, value, variant },
  }));
}
