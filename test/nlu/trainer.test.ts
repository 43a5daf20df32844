/** Learning on a thread of its own: learners are answered by the old matcher until the new one is there, and by the same words after. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Pack } from "../../src/core/pack.ts";
import { openEvidenceThread } from "../../src/nlu/evidence.ts";
import { buffersIn, inSharedMemory, stillThere } from "../../src/nlu/handover.ts";
import { materialOf, trainMatcher } from "../../src/nlu/matcher.ts";
import { joined, partsOf } from "../../src/nlu/parcel.ts";
import { openTrainer, type Trainer } from "../../src/nlu/trainer.ts";
import { coursePack } from "./course-pack.ts";

let trainer: Trainer;
let course: Pack;
beforeAll(async () => {
  course = await coursePack();
});
beforeEach(() => {
  trainer = openTrainer();
});
afterEach(() => trainer.stop());

const QUESTIONS = ["忘记密码怎么办", "how do I get a refudn", "我的 certificate 怎么下载", "best way to cook salmon"];

/** A pack of the first intents only: it is learned in a moment. */
function smallPack(intentCount: number): Pack {
  return { ...course, intents: new Map([...course.intents].slice(0, intentCount)) };
}

test("what is learned there answers like what is learned here, bit for bit", async () => {
  const pack = smallPack(12);
  const here = trainMatcher(pack);

  const there = await trainer.train(pack).rehearsed;

  expect(QUESTIONS.map(there)).toEqual(QUESTIONS.map(here));
});

test("what was learned there is put past questions elsewhere, as if it had been learned there, and asked once", async () => {
  const pack = smallPack(12);
  const match = await trainer.train(pack).rehearsed;
  const thread = openEvidenceThread();
  const heard: number[] = [];

  const [anew] = await thread.replay([{ pack }], QUESTIONS);
  const [given, twice] = await thread.replay(
    [
      { pack, match },
      { pack, match },
    ],
    QUESTIONS,
    (done) => heard.push(done),
  );
  const [again] = await thread.replay([{ pack, match }], QUESTIONS);
  await thread.stop();

  expect(anew).toHaveLength(QUESTIONS.length);
  expect([given, twice, again]).toEqual([anew, anew, anew]);
  expect(heard.length).toBeGreaterThan(0);
});

test("a changed pack answers at once by the thresholds of the one before, then by its own", async () => {
  await trainer.train(smallPack(10)).rehearsed;
  const changed = trainer.train(smallPack(12));

  const learned = await changed.learned;
  const rehearsed = await changed.rehearsed;

  const [best, settled] = [learned, rehearsed].map((match) => match("忘记密码怎么办")[0]);
  expect(best?.intentId).toBe(settled?.intentId);
  expect(best?.confidence).not.toBe(settled?.confidence);
});

test("a large pack is understood in haste first, and a moment later as if there had been no haste", async () => {
  const pack = smallPack(40);
  const training = trainer.train(pack);

  const [inHaste, settled] = [await training.learned, await training.rehearsed];

  expect(inHaste("怎么开发票")[0]?.intentId).toBe("invoice");
  expect(QUESTIONS.map(settled)).toEqual(QUESTIONS.map(trainMatcher(pack)));
  expect(QUESTIONS.map(inHaste)).not.toEqual(QUESTIONS.map(settled));
});

test("a pack that is replaced while it waits is not learned any more, and the newest one wins", async () => {
  const first = trainer.train(smallPack(20));
  const second = trainer.train(smallPack(8));
  const third = trainer.train(smallPack(9));

  await expect(second.learned).rejects.toThrow("replaced");
  expect((await third.rehearsed)("忘记密码怎么办")).toEqual(trainMatcher(smallPack(9))("忘记密码怎么办"));
  expect(await first.rehearsed).toBe(await first.learned);
});

test("a thread that ends fails what was asked of it, and the next pack gets a new one", async () => {
  const cut = trainer.train(smallPack(20));
  await trainer.stop();
  await expect(cut.learned).rejects.toThrow("ended");

  const match = await trainer.train(smallPack(5)).learned;

  expect(match("忘记密码怎么办")).toHaveLength(5);
});

test("a large pack goes to the thread in parts and is whole there, strays, titles and all", () => {
  const [[, intent] = expect.fail()] = [...course.intents];
  const many = Array.from({ length: 230 }, (_, number) => [`i${number}`, { ...intent, id: `i${number}` }] as const);
  const pack = { ...course, intents: new Map(many) };

  const parts = [...partsOf(pack)];

  expect(parts.map(({ isLast }) => isLast)).toEqual([false, false, true]);
  expect(joined(structuredClone(parts).map(({ part }) => part))).toEqual(materialOf(pack));
});

test("a model comes in memory that is shared, until too much of that lies about", async () => {
  const [few, many] = [1, 200].map((megabytes) => [{ holder: new WeakRef(course), bytes: megabytes * 2 ** 20 }]);

  expect(stillThere(few ?? [])).toEqual({ left: few, mayShare: true });
  expect(stillThere(many ?? [])).toEqual({ left: many, mayShare: false });
});

test("what is shared is the same, and what is not made of numbers is left as it is", () => {
  const model = {
    ids: ["退款", "refund"],
    scale: { offset: -0.6, trust: Float32Array.of(1, 0.5) },
    counts: Int32Array.of(1, 2, 3).subarray(1),
    keys: {
      slots: Uint32Array.of(2 ** 32 - 1),
      units: Uint16Array.of(65535),
      leftOut: Float64Array.of(0.1),
      none: null,
    },
  };

  const given: unknown = inSharedMemory(model);

  expect(given).toEqual(model);
  expect(buffersIn(model)).toHaveLength(5);
  expect(buffersIn(given)).toEqual([]);
});
