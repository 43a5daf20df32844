/** People with accounts for tests of the desk, and the way they sign in. */
import type { AccountId, Role } from "../../src/core/accounts.ts";
import { hashPassword } from "../../src/desk/sign-in/password.ts";
import type { DeskHouse } from "./house.ts";

export const PASSWORD = "correct horse battery";

export type Person = { readonly id: AccountId; readonly email: string; readonly name: string };

export async function aPerson(house: DeskHouse, name: string, role: Role = "agent"): Promise<Person> {
  const email = `${name.toLowerCase()}@example.org`;
  const passwordHash = await hashPassword(PASSWORD);
  const id = await house.store.accounts.create({ email, name, role, passwordHash, now: Date.now() });
  if (id === null) throw new Error(`${email} has an account already`);
  return { id, email, name };
}

/** Tries to sign in as a program does. */
export function trySignIn(house: DeskHouse, email: string, password: string, headers: Record<string, string> = {}) {
  return house.post("/sign-in", { email, password }, headers);
}

/** The Cookie header of somebody who signed in. */
export async function signedIn(house: DeskHouse, { email }: Person): Promise<{ readonly cookie: string }> {
  const answer = await trySignIn(house, email, PASSWORD);
  if (answer.status !== 200) throw new Error(`signing in was answered ${answer.status}`);
  return { cookie: cookieIn(answer) };
}

type Answered = Awaited<ReturnType<DeskHouse["ask"]>>;

/** `name=value` of the cookie an answer sets; empty when it sets none or deletes it. */
export function cookieIn({ headers }: Answered): string {
  const [line = ""] = headers["set-cookie"] ?? [];
  return /Max-Age=0/.test(line) ? "" : (line.split(";")[0] ?? "");
}
