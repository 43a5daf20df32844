/**
 * `aftercare admin …`: accounts for the desk, from the machine the database is on. Whoever can run this can do anything to the
 * database anyway, so nobody is asked who they are.
 *
 * The embedded database belongs to one process: these commands say so while the bot runs. On PostgreSQL they work beside it.
 */
import { type Account, parseEmail, parseName, problemWithPassword, type Role } from "../core/accounts.ts";
import type { Store } from "../core/ports.ts";
import { hashPassword, newPassword } from "../desk/sign-in/password.ts";
import { reportProblems } from "./exit.ts";
import { readPassword } from "./read-password.ts";
import { withStore } from "./with-store.ts";

const PROBLEMS = {
  too_short: "the password is too short: 12 characters at least",
  too_long: "the password is too long: 256 characters at most",
  is_email: "the password must not be the e-mail address",
} as const;

/** Makes an account. Prints the password only when nobody gave one. */
export async function createAccount(options: { email: string; name?: string; role: Role }): Promise<void> {
  const email = emailOf(options.email);
  if (email === null) return;
  const name = parseName(options.name, email);
  if (name === null) return reportProblems(["--name: write a name that can be read"]);
  const chosen = await choosePassword(email);
  if (chosen === null) return;
  const { role } = options;
  await withStore(async ({ accounts }) => {
    const id = await accounts.create({ email, name, role, passwordHash: chosen.hash, now: Date.now() });
    if (id === null) {
      reportProblems([`${email} has an account already: for a new password use  aftercare admin password`]);
      return;
    }
    process.stdout.write(`Made ${role} ${name} <${email}>.\n${chosen.shown}`);
  });
}

/** Gives an account a new password and ends its sessions. */
export async function changePassword(options: { email: string }): Promise<void> {
  const email = emailOf(options.email);
  if (email === null) return;
  const chosen = await choosePassword(email);
  if (chosen === null) return;
  await withAccount(email, async ({ accounts }, { id }) => {
    await accounts.setPassword(id, chosen.hash);
    process.stdout.write(`${email} has a new password and is signed out everywhere.\n${chosen.shown}`);
  });
}

/** Lets an account in no more, or in again. */
export async function setDisabled(options: { email: string }, isDisabled: boolean): Promise<void> {
  const email = emailOf(options.email);
  if (email === null) return;
  await withAccount(email, async ({ accounts }, { id }) => {
    await accounts.setDisabled(id, isDisabled);
    const what = isDisabled ? "is disabled and signed out everywhere" : "may sign in again";
    process.stdout.write(`${email} ${what}.\n`);
  });
}

function emailOf(text: string): string | null {
  const email = parseEmail(text);
  if (email === null) reportProblems(["--email: write an e-mail address, like ann@example.org"]);
  return email;
}

/** The password from standard input, or one nobody chose, which is then shown. Null: told what is wrong with it. */
async function choosePassword(email: string): Promise<{ readonly hash: string; readonly shown: string } | null> {
  const given = await readPassword(process.stdin, (sentence) => process.stderr.write(sentence));
  const password = given ?? newPassword();
  const problem = problemWithPassword(password, email);
  if (problem !== null) {
    reportProblems([PROBLEMS[problem]]);
    return null;
  }
  const shown = given === null ? `Password, shown this once: ${password}\n` : "";
  return { hash: await hashPassword(password), shown };
}

async function withAccount(email: string, work: (store: Store, account: Account) => Promise<void>): Promise<void> {
  await withStore(async (store) => {
    const account = await store.accounts.byEmail(email);
    if (account === null) reportProblems([`${email} has no account`]);
    else await work(store, account);
  });
}
