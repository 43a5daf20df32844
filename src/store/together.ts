/**
 * Statements that need nothing of each other, asked together: where the database is a server that is one way there and back
 * instead of several. They run in the order in which they stand, so a lock asked for first is held by all that follow.
 */

/** Resolves to all answers. Waits for every statement, even when one failed: none may still run when the transaction ends. */
export async function together<const Asked extends readonly Promise<unknown>[]>(
  asked: Asked,
): Promise<{ -readonly [Index in keyof Asked]: Awaited<Asked[Index]> }> {
  await Promise.allSettled(asked);
  // The first to fail is the cause: a server refuses all that follow it in the same transaction.
  return await Promise.all(asked);
}
