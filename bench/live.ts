/**
 * How soon an edit of the FAQ answers learners: `npm run bench -- live`. Files saved in a folder and drafts published, in one process
 * on the embedded database and in two on PostgreSQL, beside what learning the same pack takes by itself. Writes its section of
 * docs/benchmarks.md.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isSeq, parseDocument } from "yaml";
import { postgresFolder } from "../scripts/left-out.ts";
import { startPostgres } from "../test/servers/postgres.ts";
import { type Opened, type Replica, startReplica } from "./live/talk.ts";
import { withSection } from "./pages/sections.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PAGE = `${ROOT}docs/benchmarks.md`;
const PACK = "online-education";
const FILE = "request-refund.yaml";
const ROUNDS = 7;
/** Between two edits: thresholds are rehearsed meanwhile, as they would be. */
const PAUSE_MS = 4000;

type Row = { readonly what: string; readonly here: readonly number[]; readonly there: readonly number[] };
type Place = { readonly name: string; readonly rows: readonly Row[]; readonly learnMs: number };

export async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-live-"));
  try {
    const places = [await measureIn("One process, embedded", [{ dataDir: join(folder, "data") }], folder)];
    if (postgresFolder() !== null) places.push(await measureOnPostgres(folder));
    const text = documentOf(places);
    console.log(text);
    writeFileSync(PAGE, withSection(existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "", "live", text));
    console.log("live: written to docs/benchmarks.md");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureOnPostgres(folder: string): Promise<Place> {
  const postgres = await startPostgres();
  try {
    const databaseUrl = await postgres.createDatabase();
    const stores = ["one", "other"].map((replica) => ({ databaseUrl, replica }));
    return await measureIn("Two processes, PostgreSQL", stores, folder);
  } finally {
    await postgres.stop();
  }
}

async function measureIn(name: string, stores: readonly Opened["store"][], folder: string): Promise<Place> {
  const replicas: Replica[] = [];
  const directories: string[] = [];
  try {
    for (const [index, store] of stores.entries()) {
      const directory = join(folder, `${stores.length}-${index}`, PACK);
      await cp(join(ROOT, "intents", PACK), directory, { recursive: true });
      directories.push(directory);
      replicas.push(await startReplica({ directory, store }));
    }
    const [first] = replicas;
    if (first === undefined) throw new Error("no replica");
    const saved = await editing(
      replicas,
      async (text) => {
        const begun = Date.now();
        await writeFile(join(directories[0] ?? "", FILE), text);
        return begun;
      },
      directories[0] ?? "",
    );
    const published = await editing(
      replicas,
      (text) => first.ask({ ask: "publish", path: `${PACK}/${FILE}`, text }),
      directories[0] ?? "",
    );
    const learnMs = Math.min(await first.ask({ ask: "learn" }), await first.ask({ ask: "learn" }));
    return {
      name,
      learnMs,
      rows: [
        { what: "a file is saved", ...saved },
        { what: "a draft is published", ...published },
      ],
    };
  } finally {
    for (const replica of replicas) replica.stop();
  }
}

/** Edits again and again; how long each replica took from the edit until it answered with it, ms. */
async function editing(replicas: readonly Replica[], edit: (text: string) => Promise<number>, directory: string) {
  const here: number[] = [];
  const there: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const mark = `edit ${crypto.randomUUID().slice(0, 8)}`;
    const question = `can I have the money of ${mark} back please`;
    const before = await readFile(join(directory, FILE), "utf8");
    const text = editOf(before, { question, mark });
    const asked = replicas.map((replica) => replica.ask({ ask: "answers", question, answer: mark }));
    const begun = await edit(text);
    const [own = 0, ...others] = (await Promise.all(asked)).map((at) => at - begun);
    here.push(own);
    there.push(...others);
  }
  return { here, there };
}

/** One example more, and words in the English answer that tell this edit from the one before. */
function editOf(text: string, { question, mark }: { readonly question: string; readonly mark: string }): string {
  const document = parseDocument(text);
  const examples = document.getIn(["examples", "en"]);
  if (isSeq(examples)) examples.add(question);
  const answer = String(document.getIn(["answer", "en"])).replace(/ \(edit [0-9a-f]{8}\)/, "");
  document.setIn(["answer", "en"], `${answer} (${mark})`);
  return document.toString();
}

function documentOf(places: readonly Place[]): string {
  return `# An edit of the FAQ goes live

Written by \`npm run bench -- live\`; change \`bench/live\` and not this section. An example and a word of an answer of the shipped pack
\`${PACK}\` are changed ${ROUNDS} times: the file is saved in its folder, or the draft is published as the console does. Live is when a learner
who asks in the new words gets the new answer. A save counts from the write, a draft from when the version was written, which follows its tests and
what past questions say against it. Times are the median and, in brackets, the worst. The floor is what learning that pack whole takes,
rehearsal included, on a thread that does nothing else.

| | edit | live where it was made | live in the other process | median ÷ floor |
| --- | --- | --- | --- | --- |
${places.flatMap(rowsOf).join("\n")}`;
}

function rowsOf({ name, rows, learnMs }: Place): readonly string[] {
  return rows.map(({ what, here, there }) => {
    const ratio = (medianOf(here) / learnMs).toFixed(2);
    return `| ${name} | ${what} | ${told(here)} | ${there.length === 0 ? "–" : told(there)} | ${ratio} |`;
  });
}

function told(times: readonly number[]): string {
  return `${medianOf(times)} ms (${Math.max(...times)} ms)`;
}

function medianOf(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
