/** What a start says while nobody has an account yet. */

/** A line for the announcement, or nothing once there is an account. An embedded database belongs to one process. */
export function firstAdminHint(accounts: number, { isEmbedded }: { readonly isEmbedded: boolean }): string {
  if (accounts > 0) return "";
  const first = isEmbedded ? "stop the bot, run " : "";
  return `  Sign-in   nobody can yet: ${first}npm run aftercare -- admin create --email you@example.com\n`;
}
