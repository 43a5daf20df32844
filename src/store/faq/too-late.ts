/** Thrown inside a transaction to leave no trace of what came too late. */
export class TooLate extends Error {}

/** What the transaction gives, or `otherwise` when it came too late. */
export async function unlessTooLate<Result, Otherwise>(
  work: Promise<Result>,
  otherwise: Otherwise,
): Promise<Result | Otherwise> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TooLate) return otherwise;
    throw error;
  }
}
