/**
 * One try to sign in. An address without an account, a wrong password, a disabled account and an account that rests after too
 * many tries are one and the same outcome, in the same words and after the same time: the answer tells nobody which addresses
 * have accounts.
 *
 * Tries are compared one after another. Otherwise a hundred at once would all be compared before the first is counted, and
 * each takes 19 MiB.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type Account, type AccountId, parseEmail, waitBeforeTry } from "../../core/accounts.ts";
import type { Millis } from "../../core/model.ts";
import type { Accounts, Now } from "../../core/ports.ts";
import { hashPassword, isPassword, newPassword } from "./password.ts";
import type { Peers } from "./peers.ts";

export type Tried =
  | { readonly outcome: "right"; readonly account: Account & { readonly passwordHash: string } }
  | { readonly outcome: "wrong"; readonly accountId: AccountId | null }
  | { readonly outcome: "too_often"; readonly retryAfterMs: Millis };

/** `peer` is whose tries are counted together. */
export type Try = (given: {
  readonly email: string;
  readonly password: string;
  readonly peer: string;
}) => Promise<Tried>;

export type TryOptions = {
  readonly accounts: Pick<Accounts, "byEmail" | "countFailure" | "forgetFailures">;
  readonly peers: Peers;
  readonly now: Now;
};

/** More than any password; what is longer is wrong without being hashed. */
const GIVEN_LENGTH_MAX = 1024;
/** Longer than comparing and counting take, so that what was done in that time cannot be heard from outside. */
const WRONG_MS_MIN = 250;
/** About a second of comparing. */
const WAITING_MAX = 32;
const BUSY_MS = 2000;

export function makeTry(options: TryOptions): Try {
  // Compared with when there is no account, so that comparing takes place in any case.
  const nobodysHash = hashPassword(newPassword());
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async ({ email, password, peer }) => {
    const tooEarlyMs = options.peers.take(peer);
    if (tooEarlyMs > 0) return { outcome: "too_often", retryAfterMs: tooEarlyMs };
    if (waiting >= WAITING_MAX) return { outcome: "too_often", retryAfterMs: BUSY_MS };
    const sooner = pause(WRONG_MS_MIN);
    waiting += 1;
    const compared = last.then(async () => compare(options, { email, password, nobodysHash: await nobodysHash }));
    last = compared.then(
      () => undefined,
      () => undefined,
    );
    const tried = await compared.finally(() => {
      waiting -= 1;
    });
    if (tried.outcome === "right") options.peers.giveBack(peer);
    else await sooner;
    return tried;
  };
}

type Given = { readonly email: string; readonly password: string; readonly nobodysHash: string };

async function compare({ accounts, now }: TryOptions, { email, password, nobodysHash }: Given): Promise<Tried> {
  const address = parseEmail(email);
  const account = address === null ? null : await accounts.byEmail(address);
  const isOpen = account !== null && !account.isDisabled && waitBeforeTry(account, now()) === 0;
  const isShort = password.length <= GIVEN_LENGTH_MAX;
  const isSame = await isPassword(isShort ? password : "", isOpen ? account.passwordHash : nobodysHash);
  if (!isOpen) return { outcome: "wrong", accountId: account?.id ?? null };
  if (!isSame) {
    await accounts.countFailure(account.id, now());
    return { outcome: "wrong", accountId: account.id };
  }
  if (account.failures > 0) await accounts.forgetFailures(account.id);
  return { outcome: "right", account };
}
