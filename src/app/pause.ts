/** Waiting, and not waiting too long. Timers never keep the process alive by themselves. */
import { backoffMs } from "../core/backoff.ts";
import { StoreError } from "../core/errors.ts";

/** Whether the work ended within `ms`; its rejection counts as an end, for whoever began it hears of it. */
export async function isDoneWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  work.then(
    () => resolve(true),
    () => resolve(true),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** The result of the work, or what `late` throws when it takes longer than `ms`. The work itself goes on unheard. */
export async function within<Result>(work: Promise<Result>, ms: number, late: () => Error): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms).unref();
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

const STORE_RETRY = { firstMs: 50, lastMs: 1000 };

/**
 * Tries until the store takes it: for what already happened outside and must be written down, or it would happen again.
 * Errors: StoreError once `isOver` says nobody may wait any longer; anything that is no StoreError at once.
 */
export async function persist<Result>(write: () => Promise<Result>, isOver: () => boolean): Promise<Result> {
  for (let failures = 0; ; failures++) {
    try {
      return await write();
    } catch (trouble) {
      if (!(trouble instanceof StoreError) || isOver()) throw trouble;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(failures, STORE_RETRY)).unref());
    }
  }
}
