/** The FAQ through its files: saved, broken, published from elsewhere, changed on two sides. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginDraft, liveTexts, publishDrafts, rollBack, settle } from "../../../src/app/faq/drafts.ts";
import type { FaqLife } from "../../../src/app/faq/life.ts";
import { ConfigError } from "../../../src/core/errors.ts";
import type { FaqStore } from "../../../src/core/ports.ts";
import { ANN, answerOf, House, intentFile, PACK, REFUND, SMALL, until } from "./house.ts";

let house: House;
beforeEach(() => {
  house = new House();
});
afterEach(() => house.close());

const NEW_REFUND = REFUND.replace("Answer of refund.", "Within {{days}} days.");
const MONEY = "I want my money back";

async function publish(life: FaqLife, text: string | null, path = "school/refund.yaml"): Promise<void> {
  const begun = await beginDraft(life, { path, text, why: "test", source: "console", by: ANN });
  const drafts = begun === null ? [] : [begun.draft];
  expect(await publishDrafts(life, { drafts, by: ANN, why: "test", despite: null })).toMatchObject({
    outcome: "published",
  });
}

test("a saved file answers in every replica, letter by letter as it was saved, and starting again changes nothing", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const [one, other] = [await house.replica(store, folder), await house.replica(store, await folder.copy())];

  await folder.save("refund.yaml", NEW_REFUND);

  await until(() => [one, other].every((life) => answerOf(life, MONEY) === "Within 7 days."), "both answer anew");
  const { texts, version } = await liveTexts(one);
  expect(texts.get("school/refund.yaml")).toBe(NEW_REFUND);
  expect(version).toMatchObject({ number: 2, source: "files", why: "files: refund.yaml" });
  await house.replica(store, folder);
  expect(await store.faq.newest()).toBe(2);
});

test("a broken file is named with its line and what to write, and the last good version goes on answering", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const life = await house.replica(store, folder);

  await folder.save("refund.yaml", NEW_REFUND.replace("{{days}}", "{{weeks}}"));

  await until(() => life.problems().length > 0, "the problem is shown");
  expect(life.problems().join()).toMatch(/refund\.yaml:\d+: .*\{\{weeks\}\} is not defined; add "weeks: …"/);
  expect([answerOf(life, MONEY), await store.faq.newest()]).toEqual(["Answer of refund.", 1]);
  await folder.save("refund.yaml", NEW_REFUND);
  await until(() => answerOf(life, MONEY) === "Within 7 days.", "the mended file answers");
  await until(() => life.problems().length === 0, "nothing is wrong any more");
});

test("a file that was saved while the database was away is live when it is back", async () => {
  const store = await house.store();
  const folder = await house.folder();
  let isAway = false;
  const faq: FaqStore = {
    ...store.faq,
    publish: async (publication) => {
      if (isAway) throw new Error("the database is away");
      return await store.faq.publish(publication);
    },
  };
  const life = await house.replica({ ...store, faq }, folder);

  isAway = true;
  await folder.save("refund.yaml", NEW_REFUND);
  await until(() => house.logged.some(({ msg }) => msg === "FAQ: folders not compared"), "it was tried in vain");
  isAway = false;

  await until(() => answerOf(life, MONEY) === "Within 7 days.", "the saved file answers");
});

test("a first start with a broken folder is refused with every problem", async () => {
  const store = await house.store();
  const folder = await house.folder({ ...SMALL, "pack.yaml": "name: [\n" });

  const refused = await house.replica(store, folder).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(ConfigError);
  expect(String(refused)).toContain("pack.yaml:");
});

test("what was published elsewhere is written into the folder, and an old copy of the folder does not undo it", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const image = await folder.copy();
  const life = await house.replica(store, folder);

  await publish(life, NEW_REFUND);
  await publish(life, intentFile("group", ["buy for a team", "group discount"]), "school/group.yaml");

  await until(async () => (await folder.read())["group.yaml"] !== undefined, "the folder has the new file");
  expect((await folder.read())["refund.yaml"]).toBe(NEW_REFUND);
  const restarted = await house.replica(store, image);
  expect([await store.faq.newest(), answerOf(restarted, MONEY)]).toEqual([3, "Within 7 days."]);
  expect(await image.read()).toEqual(await folder.read());
});

test("an edit in a newer image is taken, and what was published meanwhile stays", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const image = await folder.copy();
  const life = await house.replica(store, folder);
  await publish(life, NEW_REFUND);
  await image.save("pack.yaml", PACK.replace("days: 7", "days: 14"));

  const newer = await house.replica(store, image);

  await until(() => answerOf(newer, MONEY) === "Within 14 days.", "both changes are live");
  expect(await store.faq.conflicts()).toEqual([]);
});

test("a file that was changed on both sides keeps its live text until an admin chooses one", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const image = await folder.copy();
  const life = await house.replica(store, folder);
  await publish(life, NEW_REFUND);
  const theirs = REFUND.replace("Answer of refund.", "Never.");
  await image.save("refund.yaml", theirs);
  const other = await house.replica(store, image);

  const conflicts = await store.faq.conflicts();
  const answered = answerOf(other, MONEY);
  const settled = await settle(life, { path: "school/refund.yaml", keep: "folder", by: ANN, why: "theirs is right" });

  expect(conflicts).toMatchObject([{ path: "school/refund.yaml" }]);
  expect([answered, settled?.outcome]).toEqual(["Within 7 days.", "published"]);
  await until(() => [life, other].every((each) => answerOf(each, MONEY) === "Never."), "theirs answers everywhere");
  await until(async () => (await folder.read())["refund.yaml"] === theirs, "the other folder has it, too");
  expect(await store.faq.conflicts()).toEqual([]);
});

test("an edit of an old copy undoes no answer that was published since, though the folder beside it has it already", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const image = await folder.copy();
  const life = await house.replica(store, folder);
  await publish(life, NEW_REFUND);
  await until(async () => (await store.faq.copies("school")).length === 2, "the folder is known with it");
  await image.save("refund.yaml", REFUND.replace("give me a refund", "hand back the fee"));

  const other = await house.replica(store, image);

  expect(await store.faq.conflicts()).toMatchObject([{ path: "school/refund.yaml" }]);
  expect(answerOf(other, MONEY)).toBe("Within 7 days.");
});

test("a file that is edited again in the next image is an edit, as every one before it", async () => {
  const store = await house.store();
  await house.replica(store, await house.folder());
  for (const answer of ["Soon.", "Later."]) {
    const image = await house.folder({ ...SMALL, "refund.yaml": REFUND.replace("Answer of refund.", answer) });

    const life = await house.replica(store, image);

    expect([answerOf(life, MONEY), await store.faq.conflicts()]).toEqual([answer, []]);
  }
});

test("a conflict that is settled for the live text brings the folder back to it", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const image = await folder.copy();
  const life = await house.replica(store, folder);
  await publish(life, NEW_REFUND);
  await image.save("refund.yaml", REFUND.replace("Answer of refund.", "Never."));
  const other = await house.replica(store, image);

  await settle(other, { path: "school/refund.yaml", keep: "live", by: ANN, why: "ours" });

  await until(async () => (await image.read())["refund.yaml"] === NEW_REFUND, "the folder is brought back");
  expect([await store.faq.conflicts(), await store.faq.newest()]).toEqual([[], 2]);
});

test("a version that fails its own tests is not taken, and is told which question", async () => {
  const store = await house.store();
  const folder = await house.folder({
    ...SMALL,
    "tests.yaml": "refund: [I want my money back]\noos: [how tall is Everest]\n",
  });
  const life = await house.replica(store, folder);

  await folder.save("tests.yaml", "refund:\n  - my password does not work\n");

  await until(() => life.problems().length > 0, "the test is shown");
  expect(life.problems().join()).toContain('tests.yaml:2: "my password does not work" must mean refund');
  expect(await store.faq.newest()).toBe(1);
});

test("going back makes an old version live again as a new one, in the folder as well", async () => {
  const store = await house.store();
  const folder = await house.folder();
  const life = await house.replica(store, folder);
  await publish(life, NEW_REFUND);

  const back = await rollBack(life, { to: 1, by: ANN, why: "too early" });

  expect(back).toMatchObject({ outcome: "published", version: 3 });
  expect(answerOf(life, MONEY)).toBe("Answer of refund.");
  await until(async () => (await folder.read())["refund.yaml"] === REFUND, "the folder is brought back");
  expect(await store.faq.newest()).toBe(3);
});

test("a draft whose file was published anew meanwhile is not published over it", async () => {
  const store = await house.store();
  const life = await house.replica(store, await house.folder());
  const wish = { why: "mine", source: "console", by: ANN } as const;
  const begun = await beginDraft(life, { ...wish, path: "school/login.yaml", text: null });
  const { version, texts } = await liveTexts(life);
  const changed = new Map([...texts, ["school/login.yaml", SMALL["login.yaml"]?.replace("Answer", "Word") ?? ""]]);
  await life.publish({ texts: changed, parent: version, by: ANN, why: "other", source: "console", despite: null });

  const published = await publishDrafts(life, {
    drafts: begun ? [begun.draft] : [],
    by: ANN,
    why: "mine",
    despite: null,
  });

  expect(published).toMatchObject({ outcome: "overtaken", drafts: [{ path: "school/login.yaml" }] });
});
