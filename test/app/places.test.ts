/** What a waiting learner sees of the line: one message that stays true, until it says who took over. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TicketId } from "../../src/core/model.ts";
import { formatPress } from "../../src/core/press.ts";
import { fakeClock, type House, openHouse, until } from "./house.ts";
import { agentSays, command, learnerWantsPerson, type ScriptedChannel, update, words } from "./scripted-channel.ts";

let house: House;
beforeEach(fakeClock);
afterEach(async () => {
  await house.close();
  vi.useRealTimers();
});

/** Learners ask for a person one after the other; each has read where they stand. */
async function wait(...chatIds: readonly string[]): Promise<void> {
  for (const chatId of chatIds) {
    await house.channel.deliver(learnerWantsPerson(chatId));
    await until(() => house.channel.said(chatId).length === 1);
  }
}

/** The first message of a chat, as it looks now. */
const firstIn = (chatId: string) => {
  const message = house.channel.shown.find(({ to }) => to.chatId === chatId);
  if (message === undefined) throw new Error("nothing was said there");
  return house.channel.looks(message.id);
};
const labelsIn = (chatId: string) =>
  firstIn(chatId)
    .buttons.flat()
    .map(({ label }) => label);
const changesIn = (chatId: string) => house.channel.callsTo(chatId).filter(({ op }) => op === "edit");

async function ticketOf(chatId: string): Promise<TicketId> {
  const places = await house.store.places.all();
  const place = places.find(({ chat }) => chat.chatId === chatId);
  if (place === undefined) throw new Error("nobody waits there");
  return place.ticketId;
}

async function claimFor(chatId: string): Promise<void> {
  const ticketId = await ticketOf(chatId);
  await house.channel.deliver(agentSays(null, command("claim", String(ticketId))));
}

test("a learner sees one message go from third in line to second, to next, to who took over", async () => {
  house = await openHouse();
  await wait("1", "2", "3");
  expect(firstIn("3").text).toContain("You are number 3 in line.");

  await claimFor("1");
  await until(() => firstIn("3").text.includes("You are number 2 in line."));
  await claimFor("2");
  await until(() => firstIn("3").text.includes("You are next."));
  expect(labelsIn("3")).toEqual(["✍️ Add detail", "✖️ Cancel request"]);
  await claimFor("3");
  await until(() => firstIn("3").text.includes("Ann took over"));

  expect(labelsIn("3")).toEqual([]);
  expect(house.channel.said("3")).toHaveLength(2);
  expect(house.channel.said("3")[1]).toBe("Ann is here now and will help you.");
  expect(await house.store.places.all()).toEqual([]);
});

test("a message that just changed stays as it is for a quarter of a minute, however the line moves", async () => {
  house = await openHouse();
  await wait("1", "2", "3", "4", "5");

  for (const chatId of ["1", "2", "3", "4"]) {
    await claimFor(chatId);
    await vi.advanceTimersByTimeAsync(4000);
  }
  await until(() => firstIn("5").text.includes("You are next."));

  const times = changesIn("5").map(({ at }) => at);
  expect(times.length).toBeGreaterThan(1);
  for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(15_000);
});

test("a learner who takes the request back reads so in the message that told the place", async () => {
  house = await openHouse();
  await wait("1", "2");

  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, command("cancel")));
  await until(() => firstIn("1").text.includes("was taken back"));

  expect(labelsIn("1")).toEqual([]);
  await until(() => firstIn("2").text.includes("You are next."));
});

test("a request that is released tells its place in a new message, and that one is kept true", async () => {
  house = await openHouse();
  await wait("1", "2");
  const ticketId = await ticketOf("2");
  await claimFor("2");
  await until(() => firstIn("2").text.includes("Ann took over"));

  await house.channel.deliver(agentSays(null, command("release", String(ticketId))));
  await until(() => house.channel.said("2").some((text) => text.includes("back in line")));
  const told = house.channel.shown.findLast(({ to }) => to.chatId === "2");
  await claimFor("1");
  await until(() => house.channel.looks(told?.id ?? "").text.includes("You are next."));

  expect(firstIn("2").text).toContain("Ann took over");
});

test("where no message can be changed nothing is tried, and the learner hears of the agent all the same", async () => {
  house = await openHouse({ channels: (channel) => [rigid(channel)] });
  await wait("1", "2");

  await claimFor2("1");
  await until(() => house.channel.said("1").length === 2);
  await vi.advanceTimersByTimeAsync(120_000);

  expect(house.channel.calls.filter(({ op }) => op === "edit")).toEqual([]);
  expect(await house.store.places.all()).toEqual([]);
});

/** Without places there is only the ticket to go by: the oldest waits first. */
async function claimFor2(_chatId: string): Promise<void> {
  const [ticket] = await house.store.tickets("unassigned", 1);
  await house.channel.deliver(agentSays(null, command("claim", String(ticket?.id))));
}

function rigid(channel: ScriptedChannel): ScriptedChannel {
  return Object.assign(channel, { can: { ...channel.can, edits: false } });
}

test("a message that can no longer be changed is let go instead of being tried for ever", async () => {
  house = await openHouse();
  await wait("1", "2");
  house.channel.plan = ({ op, chatId }) => (op === "edit" && chatId === "2" ? { kind: "rejected" } : null);

  await claimFor("1");
  await until(() => changesIn("2").length === 1);
  await vi.advanceTimersByTimeAsync(120_000);

  expect(changesIn("2")).toHaveLength(1);
  expect((await house.store.places.all()).map(({ chat }) => chat.chatId)).not.toContain("2");
});

test("a message the learner deleted is let go as well", async () => {
  house = await openHouse();
  await wait("1", "2");
  const gone = house.channel.shown.findIndex(({ to }) => to.chatId === "2");
  house.channel.shown.splice(gone, 1);

  await claimFor("1");
  await until(() => changesIn("2").length === 1);
  await until(async () => (await house.store.places.all()).length === 0);
});

test("after a restart the places are brought up to date, though nobody rang", async () => {
  house = await openHouse({ bells: silentAboutPlaces });
  await wait("1", "2");
  await claimFor("1");
  await until(async () => (await house.store.counts()).tickets.open === 1);
  expect(changesIn("2")).toEqual([]);

  const [message] = house.channel.shown.filter(({ to }) => to.chatId === "2");
  const next = await house.after();
  if (message !== undefined) next.channel.shown.push(message);
  const closing = house;
  house = { ...next, close: () => closing.close() };

  await until(() => firstIn("2").text.includes("You are next."));
});

function silentAboutPlaces(bells: House["bells"]): House["bells"] {
  return { ...bells, ring: async (bell, at) => (bell.ref === "places" ? undefined : await bells.ring(bell, at)) };
}

test("adding detail needs no more than writing, and the button says so", async () => {
  house = await openHouse();
  await wait("1");
  const ticketId = await ticketOf("1");
  const button = firstIn("1").buttons.flat()[0];
  expect(button && "press" in button && formatPress(button.press)).toBe(`detail:${ticketId}`);

  const press = { press: "detail", ticketId } as const;
  const pressed = { kind: "pressed", messageId: "1", pressId: "press-1", press } as const;
  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, pressed));
  await house.channel.deliver(update({ kind: "learner", chatId: "1" }, words("hush, it is chapter three")));

  await until(() => house.channel.calls.some(({ op }) => op === "toast"));
  const toast = house.channel.calls.find(({ op }) => op === "toast");
  expect(toast?.text).toBe(`Just write it here, it goes onto request #${ticketId}.`);
  await until(async () => {
    const said = await house.store.transcript(ticketId);
    return said.some(({ text }) => text === "hush, it is chapter three");
  });
});
