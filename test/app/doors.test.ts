/** Lanes that share a staff room: few at a time, in turn, and all of them quiet while the room asks for time. */
import { expect, test } from "vitest";
import { AT_ONCE_MAX, openDoors } from "../../src/app/doors.ts";

const ROOM = "telegram:-100";
const ticketLane = (ticketId: number) => `${ROOM}:${ticketId}`;

function aRoom() {
  const rung: [string, number?][] = [];
  let now = 1000;
  const doors = openDoors({
    now: () => now,
    ring: (lane, at) => void rung.push(at === undefined ? [lane] : [lane, at]),
  });
  const passTo = (later: number): void => {
    now = later;
  };
  const full = Array.from({ length: AT_ONCE_MAX }, (_, n) => ticketLane(n + 1));
  return { doors, rung, full, passTo };
}

test("a few tickets send at a time, and the next one is rung when a place is free", () => {
  const { doors, rung, full } = aRoom();

  const entered = [...full, ticketLane(98), ticketLane(99)].map(doors.enter);
  const wentBehind = doors.leave(ticketLane(1), false);

  expect(entered).toEqual([...full.map(() => true), false, false]);
  expect(wentBehind).toBe(false);
  expect(rung).toEqual([[ticketLane(98)]]);
});

test("a ticket with many words goes behind those that wait after each of them", () => {
  const { doors, rung, full } = aRoom();
  for (const lane of full) doors.enter(lane);
  doors.enter(ticketLane(99));

  const wentBehind = doors.leave(ticketLane(1), true);
  doors.enter(ticketLane(99));
  doors.leave(ticketLane(2), false);

  expect(wentBehind).toBe(true);
  expect(rung).toEqual([[ticketLane(99)], [ticketLane(1)]]);
});

test("a ticket alone in its room goes on at once", () => {
  const { doors, rung } = aRoom();

  doors.enter(ticketLane(1));

  expect(doors.leave(ticketLane(1), true)).toBe(false);
  expect(doors.enter(ticketLane(1))).toBe(true);
  expect(rung).toEqual([]);
});

test("while a room asks for time none of its tickets sends, and each is rung when the time is over", () => {
  const { doors, rung, full, passTo } = aRoom();
  for (const lane of full) doors.enter(lane);
  doors.enter(ticketLane(98));

  doors.rest(ticketLane(1), 5000);
  for (const lane of full) doors.leave(lane, false);
  const early = [ticketLane(2), ticketLane(99), ROOM].map(doors.enter);
  passTo(5000);

  expect(early).toEqual([false, false, false]);
  expect(rung).toEqual([98, 2, 99].map((id) => [ticketLane(id), 5000]).concat([[ROOM, 5000]]));
  expect(doors.enter(ticketLane(99))).toBe(true);
});

test("learners' chats and presses do not wait for a staff room", () => {
  const { doors, full } = aRoom();
  for (const lane of full) doors.enter(lane);
  doors.rest(ticketLane(1), 5000);

  expect(["telegram:7", `${ROOM}:toast`, "discord:-100:1"].map(doors.enter)).toEqual([true, true, true]);
});
