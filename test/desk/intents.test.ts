/** The FAQ over HTTP: read, drafted, tried, published, taken back; and what each role may do of it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FaqLife } from "../../src/app/faq/life.ts";
import type { Store } from "../../src/core/ports.ts";
import { type Folder, House, intentFile, REFUND } from "../app/faq/house.ts";
import { type DeskHouse, openDeskHouse } from "./house.ts";
import { aPerson, signedIn } from "./people.ts";

let house: House;
let store: Store;
let folder: Folder;
let life: FaqLife;
let desk: DeskHouse;
beforeEach(async () => {
  house = new House();
  store = await house.store();
  folder = await house.folder();
  life = await house.replica(store, folder);
  desk = await openDeskHouse({ faq: life });
});
afterEach(async () => {
  await desk.close();
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

test("agents read, editors draft and try, admins publish", async () => {
  const roles = ["agent", "editor", "admin"] as const;
  const statuses: number[][] = [];
  for (const role of roles) {
    const who = await signedIn(desk, await aPerson(desk, role, role));
    const draft = await desk.post("/api/v1/intents/drafts", { path: PATH, text: NEW_REFUND, why: role }, who);
    const id = Number(/"id":(\d+)/.exec(draft.text)?.[1] ?? 1);
    const tried = await desk.post("/api/v1/intents/test", { text: "refund", drafts: [] }, who);
    const publishing = await desk.post("/api/v1/intents/publish", { drafts: [id], why: role }, who);
    const read = await desk.ask("/api/v1/intents", { headers: who });
    statuses.push([read.status, draft.status, tried.status, publishing.status]);
  }

  expect(statuses).toEqual([
    [200, 403, 403, 403],
    [200, 201, 200, 403],
    [200, 409, 200, 200],
  ]);
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
