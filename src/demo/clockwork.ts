/**
 * Time in the demo: whoever plays waits for the next moment of their own, and everything happens one after another in the order in which it
 * would have. So what was written down later also happened later, as in any real log.
 */
import type { Millis } from "../core/model.ts";

export type Clockwork = {
  /** The moment that is played. */
  now(): Millis;
  /** Resolves when that moment has come and all whose moment was before it have played. */
  until(at: Millis): Promise<void>;
  /** Somebody comes in at that moment. */
  begin(at: Millis, play: () => Promise<void>): void;
  /** Plays what happens before `end`; the rest waits for the next run. Rejects with what a player rejects with. */
  run(end: Millis): Promise<void>;
};

type Moment = { readonly at: Millis; readonly go: () => void };

export function openClockwork(): Clockwork {
  const moments: Moment[] = [];
  let now: Millis = 0;
  let rest = Promise.withResolvers<void>();

  /** Of the same moment those that came first stay first. */
  function put(moment: Moment): void {
    let place = moments.length;
    while (place > 0 && (moments[place - 1]?.at ?? 0) > moment.at) place -= 1;
    moments.splice(place, 0, moment);
  }

  return {
    now: () => now,
    until: (at) =>
      new Promise((go) => {
        put({ at, go });
        rest.resolve();
      }),
    begin(at, play) {
      put({
        at,
        go: () =>
          void play().then(
            () => rest.resolve(),
            (trouble: unknown) => rest.reject(trouble),
          ),
      });
    },
    async run(end) {
      for (let next = moments[0]; next !== undefined && next.at < end; next = moments[0]) {
        moments.shift();
        now = next.at;
        rest = Promise.withResolvers();
        next.go();
        await rest.promise;
      }
    },
  };
}
