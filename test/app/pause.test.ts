/** Waiting, and never longer than allowed. */
import { expect, test } from "vitest";
import { isDoneWithin, persist, within } from "../../src/app/pause.ts";
import { StoreError } from "../../src/core/errors.ts";

const never = new Promise<never>(() => undefined);

test("work that ends in time is done, whether it succeeds or fails", async () => {
  expect(await isDoneWithin(Promise.resolve(), 1000)).toBe(true);
  expect(await isDoneWithin(Promise.reject(new Error("broken on purpose")), 1000)).toBe(true);
  expect(await isDoneWithin(never, 5)).toBe(false);
});

test("work that takes too long ends in the error it was given", async () => {
  expect(await within(Promise.resolve(7), 1000, () => new Error("late"))).toBe(7);
  await expect(within(never, 5, () => new RangeError("late"))).rejects.toBeInstanceOf(RangeError);
});

test("what must be written is tried until the store takes it", async () => {
  let failures = 2;

  const result = await persist(
    async () => {
      if (failures-- > 0) throw new StoreError("no answer", "broken");
      return "written";
    },
    () => false,
  );

  expect(result).toBe("written");
});

test("once the process stops, nobody waits for the store any longer", async () => {
  const fails = async () => {
    throw new StoreError("no answer", "broken");
  };

  await expect(persist(fails, () => true)).rejects.toBeInstanceOf(StoreError);
});

test("a bug of ours is not tried again as if the store were away", async () => {
  let tries = 0;
  const fails = async () => {
    tries++;
    throw new TypeError("broken on purpose");
  };

  await expect(persist(fails, () => false)).rejects.toBeInstanceOf(TypeError);
  expect(tries).toBe(1);
});
