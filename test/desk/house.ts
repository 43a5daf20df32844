/**
 * A desk on a free port over the whole bot: real rules, real store in a folder of its own, real HTTP. Only the learners'
 * network is scripted. `ask` speaks HTTP without a browser's manners: any header, any bytes.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { type Aftercare, openAftercare } from "../../src/app/aftercare.ts";
import { openEvidence } from "../../src/app/evidence/evidence.ts";
import { reportsFrom } from "../../src/app/figure-report.ts";
import { profileOf } from "../../src/app/learning/profile.ts";
import { learningOver } from "../../src/app/learning/take-in.ts";
import type { Faq } from "../../src/app/parts.ts";
import { reportOn } from "../../src/app/report.ts";
import { staffingOn } from "../../src/app/staffing.ts";
import { inProcessBells } from "../../src/bells/in-process.ts";
import type { Agent, AgentId, TicketId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { type DeskOptions, openDesk } from "../../src/desk/desk.ts";
import { openStore } from "../../src/store/store.ts";
import { DAY_AND_NIGHT } from "../app/house.ts";
import { command, ScriptedChannel, update, words } from "../app/scripted-channel.ts";

const CONSOLE_DIR = new URL("../../src/console/", import.meta.url).pathname;

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** The text read as JSON; throws when it is none. */
  json(): unknown;
};

export type Ask = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

export type DeskHouse = {
  readonly url: string;
  readonly store: Store;
  readonly channel: ScriptedChannel;
  readonly aftercare: Aftercare;
  readonly logged: Record<string, unknown>[];
  ask(path: string, how?: Ask): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
};

export async function openDeskHouse(changes: Partial<DeskOptions> = {}): Promise<DeskHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-desk-"));
  const store = await openStore({ dataDir });
  const channel = new ScriptedChannel();
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: "trace" }, { write: (line) => void logged.push(JSON.parse(line)) });
  const bells = inProcessBells({ now: Date.now, onTrouble: () => undefined });
  const settings = { staffRooms: [], staffLanguage: "en", defaultLanguage: "zh", schedule: DAY_AND_NIGHT } as const;
  const channels = [channel];
  const aftercare = openAftercare({
    ...{ replica: "r1", store, bells, channels, listeners: channels, isWorker: true },
    faq: () => FAQ,
    now: Date.now,
    log,
    settings,
  });
  const evidence = openEvidence({ store, bells, now: Date.now, log, settings, faq: () => FAQ });
  await aftercare.start();
  const desk = await openDesk({
    ...PLAIN,
    report: reportOn(store),
    reports: reportsFrom({ store, schedule: DAY_AND_NIGHT, now: Date.now }),
    ...{ act: aftercare.act, attend: aftercare.attend, people: aftercare.staff, ...keptIn(store), evidence },
    hasIntent: (intentId) => FAQ.pack.intents.has(intentId),
    ...learnersIn(store),
    feedback: store.addFeedback,
    staffing: staffingOn({ store, schedule: DAY_AND_NIGHT, now: Date.now }),
    countWaiting: bells.human.count,
    log,
    ...changes,
  });
  return {
    ...voiceAt(desk.url),
    store,
    channel,
    aftercare,
    logged,
    async close() {
      await desk.close();
      await aftercare.stop();
      await evidence.stop();
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

function keptIn({ accounts, staff, search, opinions, quality }: Store) {
  return { accounts, staff, search, opinions, quality };
}

function learnersIn(store: Store): Pick<DeskOptions, "learning" | "profile"> {
  const learning = learningOver(store, { now: Date.now, identitySecret: null });
  return { learning, profile: (learnerId) => profileOf(store, learnerId) };
}

/** Understands nothing, so that whoever wants a person has to say so. */
const FAQ: Faq = {
  pack: { name: "test", languages: ["zh", "en"], askWhenSure: 0.5, intents: new Map() },
  match: () => [],
};

const PLAIN = {
  host: "127.0.0.1",
  port: 0,
  apiToken: null,
  publicUrl: null,
  sessionSecret: null,
  version: "0.0.0-test",
  whatIsMissing: async () => [],
  openFile: async () => null,
  doors: [],
  now: Date.now,
  consoleDir: CONSOLE_DIR,
} as const satisfies Partial<DeskOptions>;

function voiceAt(url: string): Pick<DeskHouse, "url" | "ask" | "post"> {
  const ask = (path: string, how: Ask = {}): Promise<Answer> => askAt(url, path, how);
  return {
    url,
    ask,
    post: (path, body, headers = {}) =>
      ask(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
  };
}

function askAt(url: string, path: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const call = request({ host: hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text),
        });
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}

type Learner = { readonly chatId: string; readonly name: string };
const MING: Learner = { chatId: "7", name: "小明" };

/** A learner who said something and asked for a person; resolves once their ticket is there. */
export async function aTicket(house: DeskHouse, said = "我的课程打不开", learner = MING): Promise<TicketId> {
  const before = new Set((await house.store.tickets("all", 200)).map(({ id }) => id));
  const who = { networkId: learner.chatId, name: learner.name };
  const where = { kind: "learner", chatId: learner.chatId } as const;
  await house.channel.deliver(update(where, words(said), who));
  await house.channel.deliver(update(where, command("human"), who));
  for (;;) {
    const fresh = (await house.store.tickets("all", 200)).find(({ id }) => !before.has(id));
    if (fresh !== undefined) return fresh.id;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Somebody who works in Telegram instead of the console. */
export const ANN: Agent = { id: "telegram:99" as AgentId, name: "Ann" };
