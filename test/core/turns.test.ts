/** One at a time per conversation, many conversations at once. */
import { expect, test, vi } from "vitest";
import { openTurns } from "../../src/core/turns.ts";

/** Turns that last until the test ends them. */
function heldTurns(atOnceMax: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const turns = openTurns<string>({
    atOnceMax,
    take: async (key) => {
      begun.push(key);
      await new Promise<void>((resolve) => ends.set(key, resolve));
    },
  });
  return { begun, turns, end: (key: string) => ends.get(key)?.() };
}

test("a conversation wanted again during its turn gets exactly one more", async () => {
  const { begun, turns, end } = heldTurns(4);
  turns.want("a");
  await vi.waitFor(() => expect(begun).toEqual(["a"]));

  for (let times = 0; times < 10; times++) turns.want("a");
  end("a");

  await vi.waitFor(() => expect(begun).toEqual(["a", "a"]));
  end("a");
  await turns.idle();
  expect(begun).toEqual(["a", "a"]);
});

test("a slow conversation holds up nobody else, up to the limit of turns at once", async () => {
  const { begun, turns, end } = heldTurns(2);

  for (const key of ["a", "b", "c"]) turns.want(key);

  await vi.waitFor(() => expect(begun).toEqual(["a", "b"]));
  end("b");
  await vi.waitFor(() => expect(begun).toEqual(["a", "b", "c"]));
  end("a");
  end("c");
  await turns.idle();
});

test("stopping finishes the turns begun and begins no other", async () => {
  const { begun, turns, end } = heldTurns(1);
  turns.want("a");
  turns.want("b");
  await vi.waitFor(() => expect(begun).toEqual(["a"]));

  const stopped = turns.stop();
  end("a");
  await stopped;
  turns.want("c");

  expect(begun).toEqual(["a"]);
});
