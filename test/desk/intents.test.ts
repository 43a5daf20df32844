/** The FAQ over HTTP: read, drafted, tried, published, taken back; and what each role may do of it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type Evidence, openEvidence } from "../../src/app/evidence/evidence.ts";
import { gateOn } from "../../src/app/evidence/gate.ts";
import type { FaqLife } from "../../src/app/faq/life.ts";
import { inProcessBells } from "../../src/bells/in-process.ts";
import { isReserved } from "../../src/core/faq/reserved.ts";
import type { Store } from "../../src/core/ports.ts";
import { type Folder, House, intentFile, REFUND } from "../app/faq/house.ts";
import { DAY_AND_NIGHT } from "../app/house.ts";
import { aFact, aLearnerSays, aMessage, nothing, received, turnOf } from "../conformance/builders.ts";
import { type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, signedIn } from "./people.ts";

let house: House;
let store: Store;
let folder: Folder;
let life: FaqLife;
let desk: DeskHouse;
let evidence: Evidence;
beforeEach(async () => {
  house = new House();
  store = await house.store();
  folder = await house.folder();
  life = await house.replica(
    store,
    folder,
    gateOn(() => evidence),
  );
  const settings = { staffRooms: [], staffLanguage: "en", defaultLanguage: "en", schedule: DAY_AND_NIGHT } as const;
  const bells = inProcessBells({ now: Date.now, onTrouble: () => undefined });
  const parts = { store, bells, settings, now: Date.now, log: house.log };
  evidence = openEvidence({ ...parts, faq: () => life.current() });
  desk = await openDeskHouse({ faq: life, evidence });
});
afterEach(async () => {
  await desk.close();
  await evidence.stop();
  await house.close();
});

const PATH = "school/refund.yaml";
const NEW_REFUND = REFUND.replace("Answer of refund.", "Within {{days}} days.");

async function aDraft(text: string | null = NEW_REFUND, path = PATH): Promise<number> {
  const answer = await desk.post("/api/v1/intents/drafts", { path, text, why: "New period" });
  expect(answer.status).toBe(201);
  return Number(/"id":(\d+)/.exec(answer.text)?.[1]);
}

const published = (drafts: readonly number[], more: object = {}) =>
  desk.post("/api/v1/intents/publish", { drafts, why: "New period", ...more });

/** A learner asked, the bot answered, and the learner said that it helped. */
async function wasSolved(text: string, chatId: string, intentId = "refund"): Promise<void> {
  const at = Date.now() - 86_400_000;
  const arrived = await received(store, aLearnerSays(text, { chatId, name: "Zoe Quill" }), at);
  const facts = [aFact("asked", { at }), aFact("answered", { at, intentId, value: 0.9 })];
  await store.change(turnOf(arrived), (before) => ({
    ...nothing(before),
    messages: [aMessage(text, { at, language: "en" })],
    facts: [...facts, aFact("confirmed", { at: at + 5, intentId })],
  }));
}

test("an admin reads an intent, drafts it, tries it, publishes it, and it answers", async () => {
  const listed = (await desk.ask("/api/v1/intents")).json();
  const id = await aDraft(REFUND.replace("give me a refund", "hand back the fee"));

  const tried = (await desk.post("/api/v1/intents/test", { text: "hand back the fee", drafts: [id] })).json();
  const answer = await published([id]);

  expect(listed).toMatchObject({ version: 1, problems: [], items: [{ id: "login" }, { id: "refund", path: PATH }] });
  expect(tried).toMatchObject({ version: 1, draft: { does: "answer" }, live: { does: expect.any(String) } });
  expect(tried).toHaveProperty("draft.nearest.0", { intentId: "refund", text: "hand back the fee", likeness: 1 });
  expect(tried).toHaveProperty("draft.ranking.0.intentId", "refund");
  expect([answer.status, answer.json()]).toEqual([200, { version: 2 }]);
  expect((await desk.ask("/api/v1/intents/refund")).json()).toMatchObject({ version: 2, draftId: null });
});

test("a draft that would break the pack is refused with file, line and remedy, and stays a draft", async () => {
  const id = await aDraft(NEW_REFUND.replace("{{days}}", "{{weeks}}"));

  const answer = await published([id]);

  expect(answer.status).toBe(422);
  expect(answer.text).toMatch(/"code":"problems".*refund\.yaml:\d+: .*add \\"weeks: …\\"/);
  expect((await desk.ask(`/api/v1/intents/drafts/${id}`)).json()).toMatchObject({ state: "open" });
});

test("a draft that breaks what learners called right is held back with their words masked, and published with a reason", async () => {
  for (const chat of ["1", "2", "3", "4"]) await wasSolved("give me a refund, I am Zoe Quill, 13800138000", chat);
  const drafts = [await aDraft(null)];

  const report = (await desk.post("/api/v1/intents/impact", { drafts })).json();
  const refused = await published(drafts);
  const forced = await published(drafts, { despite: "we give no refunds any more" });

  expect(report).toMatchObject({ verdict: "worse", days: 30, known: 4, effects: { broken: 4, slower: 0 } });
  expect(report).toMatchObject({ examples: { broken: [{ live: { intentIds: ["refund"] } }] } });
  expect([refused.status, refused.json()]).toMatchObject([422, { code: "regression" }]);
  expect(refused.text).toMatch(
    /of 4 known answers of the last 30 days broken: 4.*"\\"give me a refund, .*: answer refund -> /,
  );
  expect(refused.text + JSON.stringify(report)).not.toMatch(/Zoe|13800138000/);
  expect([forced.status, forced.json()]).toEqual([200, { version: 2 }]);
  const history = (await desk.ask("/api/v1/intents/history/2")).json();
  expect(history).toMatchObject({ version: { despite: "we give no refunds any more" } });
});

test("the impact of a draft comes with what would make it answer worse than it could, and of no draft with nothing", async () => {
  const id = await aDraft(REFUND.replace("give me a refund", "hand back the fee"));

  const report = (await desk.post("/api/v1/intents/impact", { drafts: [id], days: 7 })).json();
  const unknown = await desk.post("/api/v1/intents/impact", { drafts: [99] });
  const none = await desk.post("/api/v1/intents/impact", { drafts: [] });

  expect(report).toMatchObject({ days: 7, questions: 0, verdict: "unknown", brokenAtMost: null });
  expect(report).toMatchObject({ warnings: [{ kind: "thin", intentId: "refund" }] });
  expect([unknown.status, none.status]).toEqual([404, 422]);
});

test("several drafts are published together: a new intent and one that goes", async () => {
  const drafts = [
    await aDraft(intentFile("group", ["buy for my team", "discount for groups"]), "school/group.yaml"),
    await aDraft(null, "school/login.yaml"),
  ];

  await published(drafts);

  expect([...life.current().pack.intents.keys()]).toEqual(["group", "refund"]);
  const version = (await desk.ask("/api/v1/intents/history/2")).json();
  expect(version).toMatchObject({
    version: { number: 2, isLive: true, why: "New period", by: { name: "Support" } },
    changes: [
      { path: "school/group.yaml", before: null },
      { path: "school/login.yaml", after: null },
    ],
  });
});

test("going back is a new version that equals the old one", async () => {
  await published([await aDraft()]);

  const answer = await desk.post("/api/v1/intents/rollback", { to: 1, why: "too early" });

  expect(answer.json()).toEqual({ version: 3 });
  const file = (await desk.ask(`/api/v1/intents/files?path=${PATH}`)).json();
  expect(file).toMatchObject({ text: REFUND, version: 3 });
  expect((await desk.post("/api/v1/intents/rollback", { to: 99, why: "none" })).status).toBe(404);
  expect((await desk.post("/api/v1/intents/rollback", { to: 3, why: "same" })).status).toBe(409);
});

test("questions become examples of an intent in one draft, each once, with all comments kept", async () => {
  const body = { intentId: "refund", language: "en", questions: ["cash back please", "I want my money back"] };

  await desk.post("/api/v1/intents/drafts/examples", body);
  const answer = await desk.post("/api/v1/intents/drafts/examples", { ...body, questions: ["undo my payment: #7"] });

  const added = `    - give me a refund\n    - cash back please\n    - "undo my payment: #7"\n`;
  expect(answer.json()).toMatchObject({ text: REFUND.replace("    - give me a refund\n", added), revision: 2 });
});

test("somebody who drafts a file that has a draft gets that one, and an old revision changes nothing", async () => {
  const id = await aDraft();

  const second = await desk.post("/api/v1/intents/drafts", { path: PATH, text: null, why: "mine" });
  const put = (revision: number) =>
    desk.ask(`/api/v1/intents/drafts/${id}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: REFUND, revision }),
    });

  expect([second.status, second.json()]).toMatchObject([
    409,
    { code: "draft_exists", draft: { id, text: NEW_REFUND } },
  ]);
  expect([(await put(1)).status, (await put(1)).status, (await put(2)).status]).toEqual([200, 409, 200]);
});

test("no draft can be of a file outside the FAQ's folders", async () => {
  for (const path of ["other/refund.yaml", "school/../x.yaml", "school/a b.yaml", "school/x.json", "school/.x.yaml"]) {
    const answer = await desk.post("/api/v1/intents/drafts", { path, text: "x", why: "" });

    expect([path, answer.status]).toEqual([path, 422]);
  }
});

test.each(["drafts", "pack", "tests", "strays"])(
  "nothing is written for an intent that would be called %s",
  async (id) => {
    const words = { en: id };
    const body = { intentId: id, language: "en", questions: ["why?"], create: { title: words, answer: words } };

    const proposed = await desk.post("/api/v1/intents/drafts/examples", body);
    const begun = await desk.post("/api/v1/intents/drafts", { path: "school/history.yaml", text: "x", why: "" });

    expect([proposed, begun].map(({ status }) => status)).toEqual([422, 422]);
    expect(proposed.json()).toMatchObject({ code: "reserved_id", errors: [{ at: "intentId" }] });
    expect(proposed.text).toContain(`about_${id}`);
    expect((await desk.ask("/api/v1/intents/drafts")).json()).toEqual({ items: [] });
  },
);

test("no intent may be called like an address of the API", async () => {
  const { paths } = z
    .object({ paths: z.record(z.string(), z.looseObject({})) })
    .parse((await desk.ask("/api/openapi.json")).json());

  const names = Object.entries(paths).flatMap(([path, verbs]) =>
    "get" in verbs ? (/^\/api\/v1\/intents\/([a-z0-9_]+)$/.exec(path)?.[1] ?? []) : [],
  );
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !isReserved(name))).toEqual([]);
});

test("agents read, editors draft and try, admins publish", async () => {
  const roles = ["agent", "editor", "admin"] as const;
  const statuses: number[][] = [];
  for (const role of roles) {
    const who = await signedIn(desk, await aPerson(desk, role, role));
    const draft = await desk.post("/api/v1/intents/drafts", { path: PATH, text: NEW_REFUND, why: role }, who);
    const id = Number(/"id":(\d+)/.exec(draft.text)?.[1] ?? 1);
    const tried = await desk.post("/api/v1/intents/test", { text: "refund", drafts: [] }, who);
    const impact = await desk.post("/api/v1/intents/impact", { drafts: [id] }, who);
    const publishing = await desk.post("/api/v1/intents/publish", { drafts: [id], why: role }, who);
    const read = await desk.ask("/api/v1/intents", { headers: who });
    statuses.push([read.status, draft.status, tried.status, impact.status, publishing.status]);
  }

  expect(statuses).toEqual([
    [200, 403, 403, 403, 403],
    [200, 201, 200, 200, 403],
    [200, 409, 200, 200, 200],
  ]);
});

test("a table becomes drafts all at once, for editors and admins; with a mistake nothing does", async () => {
  const sent = async (body: string, type: string, role: "agent" | "editor" | "admin") => {
    const headers = {
      ...(await signedIn(desk, await aPerson(desk, `${role}-${body.length}`, role))),
      "content-type": type,
    };
    return await desk.ask("/api/v1/intents/import?lang=en&why=help", { method: "POST", headers, body });
  };
  const table = "id,question,answer,owner\nrefund,Fee back?,Within a month.,Ann\n";

  const asAgent = await sent(table, "text/csv", "agent");
  const wrong = await sent(`${table}Refund!,Why?,So.,\n`, "text/csv; charset=utf-8", "editor");
  const none = (await desk.ask("/api/v1/intents/drafts")).json();
  const done = await sent(table, "text/csv", "editor");
  const page = await sent("## Can I pay by card?\n\nYes.\n", "text/markdown", "admin");
  const other = await sent("{}", "application/json", "admin");

  expect([asAgent, wrong, done, page, other].map(({ status }) => status)).toEqual([403, 422, 200, 200, 415]);
  expect(wrong.json()).toMatchObject({ code: "import_refused", errors: [{ at: "line 3" }] });
  expect(none).toEqual({ items: [] });
  expect(done.json()).toEqual({ drafts: [{ id: 1, path: PATH, revision: 1 }], unchanged: 0, unused: ["owner"] });
  expect((await desk.ask("/api/v1/intents/drafts/1")).json()).toMatchObject({ source: "import", why: "help" });
});

test("both sides of a conflict are shown, and settled by a third text", async () => {
  const image = await folder.copy();
  await published([await aDraft()]);
  const theirs = REFUND.replace("Answer of refund.", "Never.");
  await image.save("refund.yaml", theirs);
  await house.replica(store, image);

  const shown = (await desk.ask("/api/v1/intents/conflicts")).json();
  const text = REFUND.replace("Answer of refund.", "Both.");
  const settled = await desk.post("/api/v1/intents/conflicts/settle", { path: PATH, keep: "text", text });

  expect(shown).toMatchObject({ items: [{ path: PATH, base: REFUND, live: NEW_REFUND, folder: theirs }] });
  expect(settled.json()).toEqual({ version: 3 });
  expect((await desk.ask("/api/v1/intents/conflicts")).json()).toEqual({ items: [] });
});
