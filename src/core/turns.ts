/**
 * One at a time per key, many keys at once. Wanting a key that waits is wanting it once; wanting one that is being taken
 * takes it once more afterwards, so nothing that was written meanwhile is missed. Knows no clock and no outside.
 *
 * Not to break: one key is never taken twice at the same time. Order within a conversation and a delivery lane rests on it.
 */

export type Turns<Key> = {
  want(key: Key): void;
  /** Resolves when nothing waits and nothing is being taken. */
  idle(): Promise<void>;
  /** Drops what waits and waits for what is being taken. */
  stop(): Promise<void>;
};

export type TurnsOptions<Key> = {
  /** Takes the turn of a key. Must not reject: there is nobody to tell. */
  readonly take: (key: Key) => Promise<void>;
  readonly atOnceMax: number;
};

export function openTurns<Key>({ take, atOnceMax }: TurnsOptions<Key>): Turns<Key> {
  const waiting = new Set<Key>();
  const taking = new Map<Key, Promise<void>>();
  let isStopped = false;

  function next(): void {
    for (const key of waiting) {
      if (isStopped || taking.size >= atOnceMax) return;
      if (taking.has(key)) continue;
      waiting.delete(key);
      taking.set(key, taken(key));
    }
  }

  async function taken(key: Key): Promise<void> {
    // The caller of `want` must not wait for the first step of the turn.
    await Promise.resolve();
    try {
      await take(key);
    } finally {
      taking.delete(key);
      next();
    }
  }

  return {
    want(key) {
      if (isStopped) return;
      waiting.add(key);
      next();
    },
    async idle() {
      while (taking.size > 0) await Promise.all(taking.values());
    },
    async stop() {
      isStopped = true;
      waiting.clear();
      await Promise.all(taking.values());
    },
  };
}
