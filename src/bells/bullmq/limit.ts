/**
 * How long a bell may take, and how many may be on their way. Without it a Redis that stopped answering would hold every
 * conversation that rings, and every second's sweep would add to the heap of commands nobody answers.
 */
import { BellError } from "../../core/errors.ts";

/** Runs the work and rejects with BellError when it takes longer than `ms`, fails, or too much is on its way already. */
export type Limit = <Result>(what: string, work: () => Promise<Result>, ms?: number) => Promise<Result>;

export type LimitOptions = {
  readonly ms: number;
  /** Commands on their way, the abandoned ones included: they still hold memory until Redis answers or the socket ends. */
  readonly pendingMax: number;
};

export function openLimit(options: LimitOptions): Limit {
  let pending = 0;

  async function counted<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    pending++;
    try {
      return await work();
    } catch (cause) {
      throw new BellError(`${what}: Redis did not take it`, cause);
    } finally {
      pending--;
    }
  }

  return async (what, work, ms = options.ms) => {
    if (pending >= options.pendingMax) throw new BellError(`${what}: too much waits for Redis`);
    const { promise, reject } = Promise.withResolvers<never>();
    const late = (): void =>
      reject(new BellError(`${what}: Redis took too long`, new DOMException(`longer than ${ms} ms`, "TimeoutError")));
    const timer = setTimeout(late, ms).unref();
    try {
      return await Promise.race([counted(what, work), promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}
