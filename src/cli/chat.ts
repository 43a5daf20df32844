/**
 * `aftercare chat`: the whole bot with one more channel, this terminal. Everything is as in `npm start` — same settings, same
 * rows, same console — so what is tried here is what learners get.
 */

/** Resolves once learners are listened to. Everything said from then on is said by the bot. */
export async function chat(): Promise<void> {
  process.argv.push("--terminal");
  // What a program would read in a log, a person at the prompt need not see; a setting of theirs counts.
  process.env["LOG_LEVEL"] ||= "warn";
  await import("../main.ts");
}
