/** Folders of a small pack, replicas that share one store, and what is asked of them. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { type FaqLife, openFaqLife } from "../../../src/app/faq/life.ts";
import type { Gate } from "../../../src/app/faq/publish.ts";
import type { Agent, AgentId } from "../../../src/core/model.ts";
import type { Store } from "../../../src/core/ports.ts";
import { trainMatcher } from "../../../src/nlu/matcher.ts";
import type { Trainer } from "../../../src/nlu/trainer.ts";
import { openStore } from "../../../src/store/store.ts";

export const ANN: Agent = { id: "console:1" as AgentId, name: "Ann" };

export const PACK = "name: School\nlanguages: [en]\nanswerWhenSure: 0.5\nvariables: { days: 7 }\n";

/** An intent's file, with a comment nobody may lose. */
export function intentFile(id: string, examples: readonly string[], answer = `Answer of ${id}.`): string {
  const lines = examples.map((example) => `    - ${example}`).join("\n");
  return `id: ${id} # ours\ntitle: { en: ${id} }\nexamples:\n  en:\n${lines}\nanswer: { en: "${answer}" }\n`;
}

export const REFUND = intentFile("refund", ["I want my money back", "refund my order please", "give me a refund"]);
export const LOGIN = intentFile("login", ["I cannot sign in", "my password does not work", "login fails"]);

export const SMALL: Readonly<Record<string, string>> = {
  "pack.yaml": PACK,
  "refund.yaml": REFUND,
  "login.yaml": LOGIN,
};

export type Folder = {
  readonly directory: string;
  save(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  read(): Promise<Readonly<Record<string, string>>>;
  /** A container's folder after the container was made anew: these files and nothing else. */
  becomeFresh(files: Readonly<Record<string, string>>): Promise<void>;
  /** Another copy of it as it is now, as an image has one. */
  copy(): Promise<Folder>;
};

/** Learns on this thread: starting one costs more than learning a small pack. */
function trainerHere(): Trainer {
  return {
    train(pack) {
      const learned = Promise.resolve(trainMatcher(pack));
      return { learned, rehearsed: learned };
    },
    stop: async () => undefined,
  };
}

/** Everything opened here, closed in the opposite order. */
export class House {
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly logged: Record<string, unknown>[] = [];
  readonly log = pino({ level: "trace" }, { write: (line) => void this.logged.push(JSON.parse(line)) });

  async store(): Promise<Store> {
    const dataDir = await this.#temporary();
    const store = await openStore({ dataDir });
    this.#closing.push(() => store.close());
    return store;
  }

  async folder(files: Readonly<Record<string, string>> = SMALL): Promise<Folder> {
    const directory = join(await this.#temporary(), "school");
    await mkdir(directory);
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    return this.#folderAt(directory);
  }

  async replica(store: Store, folder: Folder, gate: Gate = async () => []): Promise<FaqLife> {
    const parts = { store: store.faq, directories: [folder.directory], now: Date.now, log: this.log };
    const life = await openFaqLife({ ...parts, trainerOf: trainerHere, gate });
    this.#closing.push(() => life.stop());
    return life;
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }

  #folderAt(directory: string): Folder {
    return {
      directory,
      save: (name, text) => writeFile(join(directory, name), text),
      remove: (name) => rm(join(directory, name), { force: true }),
      async read() {
        const names = (await readdir(directory)).filter((name) => name.endsWith(".yaml")).sort();
        return Object.fromEntries(
          await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), "utf8")])),
        );
      },
      async becomeFresh(fresh) {
        for (const name of await readdir(directory)) await rm(join(directory, name));
        for (const [name, text] of Object.entries(fresh)) await writeFile(join(directory, name), text);
      },
      copy: async () => this.folder(await this.#folderAt(directory).read()),
    };
  }

  async #temporary(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), "aftercare-faq-"));
    this.#closing.push(() => rm(directory, { recursive: true, force: true }));
    return directory;
  }
}

/** Waits until what is asked for holds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 15_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export function answerOf(life: FaqLife, text: string): string {
  const { pack, match } = life.current();
  return pack.intents.get(match(text)[0]?.intentId ?? "")?.answer.en ?? "none";
}
