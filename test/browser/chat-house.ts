/**
 * The web chat on a port over the whole bot: real rules, pack, store and HTTP, nothing scripted. `restart` ends it and
 * starts it again on the same rows and the same port, as an update would.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { type Aftercare, openAftercare } from "../../src/app/aftercare.ts";
import { openEvidence } from "../../src/app/evidence/evidence.ts";
import { reportsFrom } from "../../src/app/figure-report.ts";
import { learningOver } from "../../src/app/learning/take-in.ts";
import type { Faq } from "../../src/app/parts.ts";
import { reportOn } from "../../src/app/report.ts";
import { staffingOn } from "../../src/app/staffing.ts";
import { inProcessBells } from "../../src/bells/in-process.ts";
import { webChannel } from "../../src/channels/web/channel.ts";
import type { Agent, AgentId } from "../../src/core/model.ts";
import type { Store } from "../../src/core/ports.ts";
import { openDesk } from "../../src/desk/desk.ts";
import { openStore } from "../../src/store/store.ts";
import { DAY_AND_NIGHT } from "../app/house.ts";
import { trainedCoursePack } from "../nlu/course-pack.ts";

export const ANN: Agent = { id: "telegram:99" as AgentId, name: "Ann" };

const pathOf = (name: string): string => new URL(`../../${name}`, import.meta.url).pathname;

type Running = { readonly store: Store; readonly aftercare: Aftercare; readonly url: string; stop(): Promise<void> };

export type ChatHouse = {
  /** Of the run there is now. */
  running(): Running;
  readonly url: string;
  /** What was logged, all runs. */
  readonly logged: string[];
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

/** The pack people get, learnt once. */
export async function learnFaq(): Promise<Faq> {
  const { pack, trained } = await trainedCoursePack();
  return { pack, match: trained.match };
}

export async function openChatHouse(faq: Faq): Promise<ChatHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-chat-"));
  const logged: string[] = [];
  let running = await run({ dataDir, faq, port: 0, logged });
  const port = Number(new URL(running.url).port);
  let isRunning = true;
  return {
    running: () => running,
    url: running.url,
    logged,
    async stop() {
      isRunning = false;
      await running.stop();
    },
    async start() {
      running = await run({ dataDir, faq, port, logged });
      isRunning = true;
    },
    async close() {
      if (isRunning) await running.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

type Plan = { readonly dataDir: string; readonly faq: Faq; readonly port: number; readonly logged: string[] };

async function run({ dataDir, faq, port, logged }: Plan): Promise<Running> {
  const store = await openStore({ dataDir });
  const log = pino({ level: "trace" }, { write: (line) => void logged.push(line) });
  const bells = inProcessBells({ now: Date.now, onTrouble: () => undefined });
  const channels = [webChannel({ chats: store.webChats, log, now: Date.now, publicUrl: null })];
  const settings = { staffRooms: [], staffLanguage: "en", defaultLanguage: "zh", schedule: DAY_AND_NIGHT } as const;
  const evidence = openEvidence({ store, bells, now: Date.now, log, settings, faq: () => faq });
  const aftercare = openAftercare({
    ...{ replica: "r1", store, bells, channels, listeners: channels, isWorker: true },
    ...{ faq: () => faq, now: Date.now, log, settings },
  });
  const desk = await openDesk({
    ...{ host: "127.0.0.1", port, apiToken: null, publicUrl: null, sessionSecret: null, version: "0.0.0-test" },
    ...{
      accounts: store.accounts,
      report: reportOn(store),
      act: aftercare.act,
      attend: aftercare.attend,
      feedback: store.addFeedback,
    },
    reports: reportsFrom({ store, schedule: DAY_AND_NIGHT, now: Date.now }),
    staffing: staffingOn({ store, schedule: DAY_AND_NIGHT, now: Date.now }),
    ...{
      staff: store.staff,
      opinions: store.opinions,
      learning: learningOver(store, { now: Date.now, identitySecret: null }),
      profile: async () => null,
      quality: store.quality,
      search: store.search,
      evidence,
      people: aftercare.staff,
      hasIntent: (intentId: string) => faq.pack.intents.has(intentId),
    },
    ...{ whatIsMissing: async () => [], openFile: async () => null, countWaiting: bells.human.count },
    doors: channels.flatMap(({ doors }) => doors),
    ...{ log, now: Date.now, consoleDir: pathOf("src/console/") },
  });
  await aftercare.start();
  return {
    ...{ store, aftercare, url: desk.url },
    async stop() {
      await Promise.all([aftercare.stop(), desk.close(), evidence.stop()]);
      await store.close();
    },
  };
}
