/** What an open page is told: everything once, in order, whoever posted it, and again from where it stopped. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Asked, CHAT_ID, openRig, type WebRig } from "./rig.ts";

const PLACE = { channel: "web", chatId: CHAT_ID, threadId: null } as const;

let rig: WebRig;
let count = 0;

beforeEach(async () => {
  rig = openRig();
  await rig.channel.start(async () => undefined);
});

afterEach(() => rig.channel.stop());

const send = (text: string) => {
  count += 1;
  return rig.channel.send(PLACE, { key: `o${count}`, text, buttons: [], attachments: [] });
};

// biome-ignore lint/suspicious/noExplicitAny: a test looks into JSON it does not know.
type Event = any;
type Heard = { readonly response: Response; readonly events: Event[]; isOver: () => boolean; leave(): Promise<void> };

/** Reads a stream as a browser does, for as long as it lasts. */
async function listen(path = "/chat/stream", asked: Asked = {}): Promise<Heard> {
  const response = await rig.ask(path, asked);
  const events: Event[] = [];
  let isOver = false;
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  void (async () => {
    let rest = "";
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) events.push(eventOf(block));
    }
    isOver = true;
  })();
  return { response, events, isOver: () => isOver, leave: async () => void (await reader?.cancel()) };
}

function eventOf(block: string): Event {
  const lines = new Map(block.split("\n").map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]));
  const event = JSON.parse(lines.get("data") ?? '{"event":"heartbeat"}');
  return lines.has("id") ? { ...event, id: Number(lines.get("id")) } : event;
}

const messages = ({ events }: Heard): readonly string[] =>
  events.filter(({ event }) => event === "message").map(({ text }) => text);

test("somebody who opens the page is told what was said, then what is said, in order", async () => {
  await rig.say("我想退款");
  const heard = await listen();

  await send("7 天内可以退款。");
  await rig.say("谢谢");

  await vi.waitFor(() => expect(messages(heard)).toEqual(["我想退款", "7 天内可以退款。", "谢谢"]));
  expect(heard.events[0]).toEqual({ event: "hello", chat: CHAT_ID.slice(0, 4), newest: 1 });
  expect(heard.events[2]).toMatchObject({ id: 2, seq: 2, by: "bot", at: expect.any(Number), buttons: [] });
  expect(heard.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(heard.response.headers.get("x-accel-buffering")).toBe("no");
});

test("settled buttons, presses and toasts are told as well", async () => {
  await rig.say("hi");
  const heard = await listen();

  await rig.ask("/chat/presses", { json: { clientId: "p", messageId: "1", press: "solved:1" } });
  await rig.channel.settleButtons(PLACE, "1");
  await rig.channel.toast(`${CHAT_ID}:p`, "That was too late.");
  await rig.channel.toast(`${CHAT_ID}:p2`, "");

  await vi.waitFor(() =>
    expect(heard.events.slice(2)).toMatchObject([
      { event: "pressed", about: "1", press: "solved:1" },
      { event: "settled", about: "1" },
      { event: "toast", text: "That was too late." },
    ]),
  );
});

test("whoever comes back with the number they know is told what came after it, by header or by address", async () => {
  for (const text of ["1", "2", "3"]) await rig.say(text);

  const byHeader = await listen("/chat/stream", { headers: { "last-event-id": "2" } });
  const byAddress = await listen("/chat/stream?after=1");
  const byBoth = await listen("/chat/stream?after=1", { headers: { "last-event-id": "3" } });
  await send("4");

  await vi.waitFor(() => expect(messages(byHeader)).toEqual(["3", "4"]));
  await vi.waitFor(() => expect(messages(byAddress)).toEqual(["2", "3", "4"]));
  await vi.waitFor(() => expect(messages(byBoth)).toEqual(["4"]));
});

test("whoever knows a number that does not exist is told everything", async () => {
  await rig.say("1");

  const heard = await listen("/chat/stream?after=999");

  await vi.waitFor(() => expect(messages(heard)).toEqual(["1"]));
});

test("of a long talk the latest two hundred are shown", async () => {
  for (let n = 1; n <= 250; n++) await rig.chats.post(CHAT_ID, aMessage(n));

  const heard = await listen();

  await vi.waitFor(() => expect(messages(heard)).toHaveLength(200));
  expect(messages(heard).at(0)).toBe("51");
});

test("what another process posts is told within a second", async () => {
  await rig.say("hi");
  const heard = await listen();

  await rig.chats.post(CHAT_ID, aMessage(2));

  await vi.waitFor(() => expect(messages(heard)).toEqual(["hi", "2"]), 1000);
});

test("while the store is away nothing is lost, and once it is back all is told", async () => {
  await rig.say("hi");
  const heard = await listen();
  rig.chats.isAway = true;
  expect((await rig.ask("/chat/stream")).status).toBe(503);
  await vi.waitFor(() => expect(rig.channel.isListening()).toBe(false), 2000);

  rig.chats.isAway = false;
  await rig.chats.post(CHAT_ID, aMessage(2));

  await vi.waitFor(() => expect(messages(heard)).toEqual(["hi", "2"]), 2000);
});

test("nobody is told what is said in another chat", async () => {
  await rig.say("mine");
  const other = await listen("/chat/stream", { cookie: "B".repeat(43) });

  await rig.say("mine too");
  await rig.say("theirs", { cookie: "B".repeat(43) });

  await vi.waitFor(() => expect(messages(other)).toEqual(["theirs"]));
});

test("stopping ends the streams, so that their pages come back to whoever is there then", async () => {
  const heard = await listen();

  await rig.channel.stop();

  await vi.waitFor(() => expect(heard.isOver()).toBe(true));
});

test("of six windows the oldest gives way, and is told so", async () => {
  const windows: Heard[] = [];
  for (let n = 0; n < 6; n++) windows.push(await listen());
  await rig.say("hi");

  await vi.waitFor(() => expect(windows[0]?.isOver()).toBe(true));

  expect(windows[0]?.events.at(-1)).toEqual({ event: "elsewhere" });
  for (const { events } of windows.slice(1)) await vi.waitFor(() => expect(events.at(-1)?.text).toBe("hi"));
});

test("whoever opens and leaves without end is asked to wait", async () => {
  for (let n = 0; n < 20; n++) await (await listen()).leave();

  const refused = await rig.ask("/chat/stream");

  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("1");
});

function aMessage(n: number) {
  const body = { event: "message", by: "bot", text: String(n), buttons: [], attachments: [] };
  return { key: `o-x${n}`, body: JSON.stringify(body), at: 0 };
}

test("that somebody is writing is told to whoever has the page open, and to nobody who comes later", async () => {
  await rig.say("我想退款");
  const heard = await listen();
  await vi.waitFor(() => expect(messages(heard)).toHaveLength(1));

  await rig.channel.typing(PLACE);
  await vi.waitFor(() => expect(heard.events.map(({ event }) => event)).toContain("typing"));
  const later = await listen();
  await vi.waitFor(() => expect(messages(later)).toHaveLength(1));

  expect(later.events.map(({ event }) => event)).not.toContain("typing");
});
