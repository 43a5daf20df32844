/**
 * Proof of leading, checked where it counts: in the transaction that writes. A replica that slept through the end of its lease
 * still believes to lead; what it writes then is refused here, whatever its own clock says.
 */
import type { Kysely } from "kysely";
import { StoreError } from "../core/errors.ts";
import type { Fence } from "../core/ports.ts";
import type { Engine } from "./engine.ts";
import type { Tables } from "./tables/schema.ts";

/**
 * Holds the lease as it is until the transaction ends, so that nobody takes over between this look and the commit.
 * Errors: StoreError "overtaken" when somebody with a higher token leads.
 */
export async function assertLeads(on: Kysely<Tables>, { dialect }: Engine, fence: Fence | null): Promise<void> {
  if (fence === null) return;
  const query = on.selectFrom("leases").select("token").where("name", "=", fence.lease);
  const lease = await dialect.lock(query).executeTakeFirst();
  if (lease?.token === fence.token) return;
  throw new StoreError(`another replica leads "${fence.lease}" by now, so nothing was written`, "overtaken");
}
