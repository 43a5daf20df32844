/**
 * Passwords: hashed with argon2id, compared, made up. Nothing here remembers one, and nothing logs one.
 */
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/**
 * 19 MiB, two passes, one lane; argon2id is the library's default.
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (read 2026-02).
 */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A PHC string. About 30 ms on a thread of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(alike(password), ARGON2);
}

/** Whether `password` is the one behind `passwordHash`. */
export function isPassword(password: string, passwordHash: string): Promise<boolean> {
  return verify(passwordHash, alike(password));
}

/** One keyboard writes é as one sign, another as two; both are the same password (NIST SP 800-63B-4, 3.1.1.2). */
function alike(password: string): string {
  return password.normalize("NFKC");
}

// Thirty-two signs, so that every one is as likely as the others. Without l and o, 0 and 1, which look alike.
const SIGNS = "abcdefghijkmnpqrstuvwxyz23456789";

/** A password nobody chose: 100 random bits in groups that can be read out and typed. */
export function newPassword(): string {
  const signs = Array.from(randomBytes(20), (byte) => SIGNS.charAt(byte % 32));
  return [0, 5, 10, 15].map((at) => signs.slice(at, at + 5).join("")).join("-");
}
