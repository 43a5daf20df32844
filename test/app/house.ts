/**
 * The whole shell for a test: real rules, real bells, the real store in a folder of its own; only the network and the clock
 * are scripted. `close` checks that no network's rule was broken and that no word of anybody reached the log.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { expect, vi } from "vitest";
import { type Aftercare, openAftercare } from "../../src/app/aftercare.ts";
import type { Faq, Teach } from "../../src/app/parts.ts";
import { troubleLogger } from "../../src/app/ring.ts";
import { inProcessBells } from "../../src/bells/in-process.ts";
import type { Schedule } from "../../src/core/calendar/schedule.ts";
import type { TicketId } from "../../src/core/model.ts";
import type { Intent } from "../../src/core/pack.ts";
import type { Bells, Channel, Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/store.ts";
import { ScriptedChannel, STAFF_CHAT } from "./scripted-channel.ts";

/** Every word a test lets somebody say begins with this, so that a log with words in it is found. */
export const SECRET = "hush";

export type House = {
  readonly store: Store;
  readonly channel: ScriptedChannel;
  readonly bells: Bells;
  readonly aftercare: Aftercare;
  readonly logged: Record<string, unknown>[];
  /** Another process on the same rows, after this one died without a word. */
  after(options?: HouseOptions): Promise<House>;
  close(): Promise<void>;
};

export type HouseOptions = {
  readonly faq?: () => Faq;
  readonly tamper?: (store: Store) => Store;
  readonly channels?: (channel: ScriptedChannel) => readonly Channel[];
  readonly bells?: (bells: Bells) => Bells;
  readonly schedule?: Schedule;
  readonly teach?: (store: Store) => Teach;
};

/** People are there at any time. */
export const DAY_AND_NIGHT: Schedule = {
  timeZone: "UTC",
  weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  holidays: [],
};

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-app-"));
  const store = await openStore({ dataDir });
  const ends: (() => Promise<void>)[] = [];
  const house = await furnish(store, new ScriptedChannel(), options, ends);
  return {
    ...house,
    async close() {
      for (const end of ends) await end();
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function furnish(
  store: Store,
  channel: ScriptedChannel,
  options: HouseOptions,
  ends: (() => Promise<void>)[],
): Promise<House> {
  const logged: Record<string, unknown>[] = [];
  let isDead = false;
  const log = pino({ level: "trace" }, { write: (line) => void logged.push(JSON.parse(line)) });
  const bells = (options.bells ?? ((same) => same))(inProcessBells({ now: Date.now, onTrouble: troubleLogger(log) }));
  const channels = options.channels?.(channel) ?? [channel];
  const aftercare = openAftercare({
    replica: "r1",
    store: mortal((options.tamper ?? ((same) => same))(store), () => isDead),
    bells,
    ...{ channels, listeners: channels, isWorker: true },
    faq: options.faq ?? (() => FAQ),
    ...(options.teach ? { teach: options.teach(store) } : {}),
    now: Date.now,
    log,
    settings: {
      staffRooms: [{ channel: "telegram", chatId: STAFF_CHAT }],
      staffLanguage: "en",
      defaultLanguage: "en",
      schedule: options.schedule ?? DAY_AND_NIGHT,
    },
  });
  ends.push(async () => {
    // A dead process stops nothing; and a stop may wait for a network that hangs, so the clock goes on meanwhile.
    if (!isDead) await untilDone(aftercare.stop());
    expect(channel.violations).toEqual([]);
    expect(JSON.stringify(logged)).not.toContain(SECRET);
  });
  await aftercare.start();
  const after = async (next: HouseOptions = {}): Promise<House> => {
    isDead = true;
    const fresh = new ScriptedChannel();
    for (const [chatId, threads] of channel.rooms) fresh.rooms.set(chatId, threads);
    return await furnish(store, fresh, next, ends);
  };
  return { store, channel, bells, aftercare, logged, after, close: async () => undefined };
}

/** The store with some of its doors replaced. */
export function tampered(store: Store, doors: Partial<Store>): Store {
  return { ...store, ...doors };
}

/** The store as a process sees it that may be killed: from then on nothing it does reaches the rows. */
function mortal(store: Store, isDead: () => boolean): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const door: unknown = Reflect.get(target, name, receiver);
      if (typeof door !== "function") return door;
      return (...words: unknown[]) => (isDead() ? new Promise(() => undefined) : Reflect.apply(door, target, words));
    },
  });
}

const wording = (text: string) => ({ zh: text, en: text });
const intent = (id: string, answer: string): Intent => ({
  id,
  title: wording(id),
  examples: { zh: [], en: [] },
  answer: wording(answer),
  links: [],
  escalate: "never",
  priority: "normal",
  answerWhenSure: 0.9,
  tags: ["small-talk"],
});

/** Answers `hush n` with `answer n`: an FAQ in which order can be seen. */
export const FAQ: Faq = {
  pack: {
    name: "test",
    languages: ["zh", "en"],
    askWhenSure: 0.5,
    intents: new Map(
      Array.from({ length: 100 }, (_, n) => [`intent_${n}`, intent(`intent_${n}`, `answer ${n}`)] as const),
    ),
  },
  match: (text) => {
    const number = /^hush (\d+)$/.exec(text)?.[1];
    return number === undefined ? [] : [{ intentId: `intent_${number}`, confidence: 1 }];
  },
};

export const answers = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `answer ${number}`);

/** The time goes on until the condition holds, at most ten minutes of it. Real work between the ticks is waited for. */
export async function until(condition: () => boolean | Promise<boolean>, stepMs = 50): Promise<void> {
  for (let waited = 0; waited <= 600_000; waited += stepMs) {
    for (let breaths = 0; breaths < 20; breaths++) {
      if (breaths % 5 === 0 && (await condition())) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.advanceTimersByTimeAsync(stepMs);
  }
  throw new Error("it did not come to pass within ten minutes");
}

/** The time goes on until the work ends. */
export async function untilDone(work: Promise<void>): Promise<void> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  await until(() => isDone);
  await work;
}

/** Only timers and the date are fake: the store and the scripted network work in real ticks. */
export function fakeClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: new Date("2026-05-05T10:00:00Z") });
}

export async function ticketOf(store: Store): Promise<TicketId> {
  const [ticket] = await store.tickets("all", 1);
  if (!ticket) throw new Error("there is no ticket");
  return ticket.id;
}

/** Nothing waits to be sent any more. */
export async function isAllSent(store: Store): Promise<boolean> {
  const { outbound, inboundWaiting } = await store.counts();
  return inboundWaiting + outbound.queued + outbound.sending + outbound.uncertain === 0;
}
