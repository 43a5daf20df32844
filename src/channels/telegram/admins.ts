/** Who administers the agents' group, asked when an order is for admins only, and remembered for a minute. */
import type { Api } from "grammy";
import type { Millis } from "../../core/model.ts";
import type { Log } from "../log.ts";

/** Undefined: Telegram did not say. Never rejects: an order that fails for it would be delivered for ever. */
export type IsAdmin = (userId: string) => Promise<boolean | undefined>;

const FRESH_MS: Millis = 60_000;

type Asking = { readonly staffChatId: string | null; readonly now: () => Millis; readonly log: Log };

export function openAdmins(api: Pick<Api, "getChatAdministrators">, { staffChatId, now, log }: Asking): IsAdmin {
  let known: { readonly ids: ReadonlySet<string>; readonly at: Millis } | null = null;
  return async (userId) => {
    if (staffChatId === null) return false;
    try {
      if (known === null || now() - known.at >= FRESH_MS) {
        const admins = await api.getChatAdministrators(staffChatId);
        known = { ids: new Set(admins.map(({ user }) => String(user.id))), at: now() };
      }
      return known.ids.has(userId);
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.name : "?" }, "telegram did not say who is an admin");
      return undefined;
    }
  };
}
