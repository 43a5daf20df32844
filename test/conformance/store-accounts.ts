/** People who sign in at the desk: one account per address, and sessions that end when they should. */
import { expect, test } from "vitest";
import type { AccountId, NewAccount } from "../../src/core/accounts.ts";
import type { AgentId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { NOW } from "./builders.ts";
import { deedsOf } from "./deeds.ts";
import type { OpenedStore } from "./store.ts";

const HOUR = 3600_000;

export function conformAccounts(opened: () => OpenedStore): void {
  accounts(opened);
  sessions(opened);
  endings(opened);
}

function anAccount(more: Partial<NewAccount> = {}): NewAccount {
  return { email: "ann@example.org", name: "Ann", role: "agent", passwordHash: "hash-1", now: NOW, ...more };
}

async function created(store: Store, more: Partial<NewAccount> = {}): Promise<AccountId> {
  return (await store.accounts.create(anAccount(more))) ?? expect.fail("the address is taken");
}

/** A session of twelve hours, a day at most. */
function open(store: Store, accountId: AccountId, tokenHash = "cookie-1", passwordHash = "hash-1"): Promise<boolean> {
  const times = { now: NOW, until: NOW + 12 * HOUR, untilAtMost: NOW + 24 * HOUR };
  return store.accounts.openSession({ accountId, passwordHash, tokenHash, ...times });
}

const at = (now: number) => ({ now, until: now + 12 * HOUR });

function accounts(opened: () => OpenedStore): void {
  test("an account is found by its address as it was made, also after a restart", async () => {
    const id = await created(opened().store, { role: "admin", name: "安妮" });
    const { accounts } = await opened().again();

    expect(await accounts.byEmail("ann@example.org")).toEqual({
      ...{ id, email: "ann@example.org", name: "安妮", role: "admin", passwordHash: "hash-1" },
      ...{ isDisabled: false, failures: 0, failedAt: null },
    });
    expect(await accounts.byEmail("bo@example.org")).toBeNull();
  });

  test("an account may do from its next call on what an admin says, and who said it stands in the log", async () => {
    const { store } = opened();
    const by = "console:1" as AgentId;
    const id = await created(store, { by });
    await open(store, id);

    const given = [1, 2].map(() => store.accounts.setRole(id, "editor", { by, at: NOW + 1 }));

    expect((await Promise.all(given)).toSorted()).toEqual([false, true]);
    expect(await store.accounts.session("cookie-1", at(NOW))).toMatchObject({ role: "editor" });
    expect(await store.accounts.setRole(404 as AccountId, "admin", { by, at: NOW })).toBe(false);
    const deed = { kind: "role_given", agentId: by, intentId: null, value: id };
    expect(await deedsOf(store)).toEqual([
      { ...deed, at: NOW, variant: "agent" },
      { ...deed, at: NOW + 1, variant: "editor" },
    ]);
  });

  test("an address has one account, however it is written and however many make it at once", async () => {
    const { accounts } = opened().store;
    const spellings = ["ann@example.org", "Ann@Example.org", "ANN@EXAMPLE.ORG", "ann@example.org"];

    const ids = await Promise.all(spellings.map((email) => accounts.create(anAccount({ email }))));

    expect(ids.filter((id) => id !== null)).toHaveLength(1);
    expect(await accounts.count()).toBe(1);
    expect(await accounts.byEmail("ANN@example.org")).toMatchObject({ email: "ann@example.org" });
  });

  test("all accounts are listed in the order they were made, without their passwords", async () => {
    const { store } = opened();
    const ann = await created(store);
    const bo = await created(store, { email: "bo@example.org", name: "Bo" });

    const listed = await store.accounts.all();

    expect(listed.map(({ id }) => id)).toEqual([ann, bo]);
    expect(JSON.stringify(listed)).not.toContain("hash");
  });

  test("wrong passwords are counted one by one, also when they come at once, until a right one", async () => {
    const { store } = opened();
    const ann = await created(store);
    const bo = await created(store, { email: "bo@example.org" });

    await Promise.all(Array.from({ length: 7 }, () => store.accounts.countFailure(ann, NOW + 5)));

    expect(await store.accounts.byEmail("ann@example.org")).toMatchObject({ failures: 7, failedAt: NOW + 5 });
    expect(await store.accounts.byEmail("bo@example.org")).toMatchObject({ id: bo, failures: 0, failedAt: null });
    await store.accounts.forgetFailures(ann);
    expect(await store.accounts.byEmail("ann@example.org")).toMatchObject({ failures: 0, failedAt: null });
  });
}

function sessions(opened: () => OpenedStore): void {
  test("a session belongs to its account and to nobody else's cookie, also after a restart", async () => {
    const { store } = opened();
    const ann = await created(store);
    await created(store, { email: "bo@example.org", name: "Bo" });

    expect(await open(store, ann)).toBe(true);
    const { accounts } = await opened().again();

    expect(await accounts.session("cookie-1", at(NOW + 1))).toMatchObject({ id: ann, name: "Ann" });
    expect(await accounts.session("cookie-2", at(NOW + 1))).toBeNull();
  });

  test("a session that is not used ends", async () => {
    const { store } = opened();
    await open(store, await created(store));

    expect(await store.accounts.session("cookie-1", at(NOW + 12 * HOUR))).toBeNull();
  });

  test("a session that is used goes on, but not for ever", async () => {
    const { store } = opened();
    const ann = await created(store);
    await open(store, ann);

    expect(await store.accounts.session("cookie-1", at(NOW + 11 * HOUR))).toMatchObject({ id: ann });
    expect(await store.accounts.session("cookie-1", at(NOW + 20 * HOUR))).toMatchObject({ id: ann });
    expect(await store.accounts.session("cookie-1", at(NOW + 24 * HOUR))).toBeNull();
  });

  test("closing one session leaves the others of the account", async () => {
    const { store } = opened();
    const ann = await created(store);
    await open(store, ann, "desk");
    await open(store, ann, "phone");

    await store.accounts.closeSession("desk");
    await store.accounts.closeSession("never there");

    expect(await store.accounts.session("desk", at(NOW))).toBeNull();
    expect(await store.accounts.session("phone", at(NOW))).toMatchObject({ id: ann });
  });
}

function endings(opened: () => OpenedStore): void {
  test("a disabled account has no session and gets none, and enabling it brings none back", async () => {
    const { store } = opened();
    const ann = await created(store);
    await open(store, ann);

    await store.accounts.setDisabled(ann, true);
    const whileDisabled = await store.accounts.session("cookie-1", at(NOW));
    const opens = await open(store, ann, "cookie-2");
    await store.accounts.setDisabled(ann, false);

    expect([whileDisabled, opens]).toEqual([null, false]);
    expect(await store.accounts.session("cookie-1", at(NOW))).toBeNull();
    expect(await store.accounts.session("cookie-2", at(NOW))).toBeNull();
    expect(await open(store, ann, "cookie-3")).toBe(true);
  });

  test("a new password ends every session, lets nobody in with the old one, and forgets the failures", async () => {
    const { store } = opened();
    const ann = await created(store);
    const bo = await created(store, { email: "bo@example.org" });
    await open(store, ann);
    await open(store, bo, "bo's");
    await store.accounts.countFailure(ann, NOW);

    await store.accounts.setPassword(ann, "hash-2");

    expect(await store.accounts.session("cookie-1", at(NOW))).toBeNull();
    expect(await open(store, ann, "cookie-2", "hash-1")).toBe(false);
    expect(await open(store, ann, "cookie-3", "hash-2")).toBe(true);
    expect(await store.accounts.byEmail("ann@example.org")).toMatchObject({ passwordHash: "hash-2", failures: 0 });
    expect(await store.accounts.session("bo's", at(NOW))).toMatchObject({ id: bo });
  });

  test("disabling while signing in never leaves a session behind", async () => {
    const { store } = opened();
    const ann = await created(store);

    await Promise.all([
      ...Array.from({ length: 10 }, (_, number) => open(store, ann, `cookie-${number}`)),
      store.accounts.setDisabled(ann, true),
      ...Array.from({ length: 10 }, (_, number) => open(store, ann, `cookie-${number + 10}`)),
    ]);
    await store.accounts.setDisabled(ann, false);

    const left = await Promise.all(
      Array.from({ length: 20 }, (_, number) => store.accounts.session(`cookie-${number}`, at(NOW))),
    );
    expect(left.filter((account) => account !== null)).toEqual([]);
  });
}
