/** What waits to be written down is bounded, ordered within its place, and read back when it had to be forgotten. */
import { expect, test, vi } from "vitest";
import { openIntake } from "../../../src/channels/discord/listen/intake.ts";
import { idBefore } from "../../../src/channels/discord/snowflake.ts";
import { LogLines } from "./rig.ts";

function anIntake() {
  const stopping = new AbortController();
  const done: string[] = [];
  const refill = vi.fn((place: string, after: string) => ({
    at: after,
    run: async () => void done.push(`${place} read back after ${after}`),
  }));
  const log = new LogLines();
  const intake = openIntake({ signal: stopping.signal, log, refill, idBefore });
  return { intake, stopping, done, refill, log };
}

test("a line that grows too long forgets the rest and reads it back once, from where it stopped", async () => {
  const { intake, done, refill } = anIntake();
  const release = intake.hold();
  for (let at = 1; at <= 1000; at++) intake.put("7", { at: String(at), run: async () => void done.push(String(at)) });

  release();
  await intake.idle();

  expect(done).toHaveLength(201);
  expect(done.at(-1)).toBe("7 read back after 200");
  expect(refill).toHaveBeenCalledOnce();
});

test("a press that had to be forgotten is said in the log", async () => {
  const { intake, log } = anIntake();
  const release = intake.hold();
  for (let at = 1; at <= 201; at++) intake.put("7", { at: String(at), run: async () => undefined });

  intake.put("7", { at: null, run: async () => undefined });

  expect(log.lines.some((line) => line.startsWith("error"))).toBe(true);
  release();
  await intake.idle();
});

test("what cannot be written holds up its own place only, and stopping ends the waiting", async () => {
  const { intake, done, stopping } = anIntake();
  intake.put("7", { at: "1", run: () => Promise.reject(new Error("the disk is full")) });
  intake.put("7", { at: "2", run: async () => void done.push("2") });
  intake.put("8", { at: "3", run: async () => void done.push("3") });
  await vi.waitFor(() => expect(done).toEqual(["3"]));

  stopping.abort();
  await intake.idle();

  expect(done).toEqual(["3"]);
});

test("stopping while nothing may begin yet ends at once", async () => {
  const { intake, done, stopping } = anIntake();
  intake.hold();
  intake.put("7", { at: "1", run: async () => void done.push("1") });

  stopping.abort();
  await intake.idle();

  expect(done).toEqual([]);
});
