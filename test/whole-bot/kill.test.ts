/**
 * The bot dies by kill -9 between any two steps of the flow and is started again on the same database. Nothing that was said
 * may be lost, each message is answered by one turn, and what was sent twice is at most what was on its way.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Topic } from "../emulators/telegram/types.ts";
import type { User } from "../emulators/telegram/user.ts";
import { type House, openHouse, topicOf } from "./house.ts";
import { diesAtAnyMoment, outbound, WAIT } from "./killing.ts";

describe("killed after every step, by polling", () => {
  let house: House;
  let learner: User;
  let topic: Topic;

  beforeAll(async () => {
    house = await openHouse("polling", { INTENTS_DIR: "./test/whole-bot/small-pack" });
    learner = house.tg.user({ first_name: "小明", language_code: "zh-hans" });
  });
  afterAll(() => house.close());

  const learnerReads = (text: RegExp) => house.tg.expectMessage({ chat: learner.dm, text }, WAIT);
  const agentsRead = (text: RegExp) => house.tg.expectMessage({ chat: house.agents, thread: topic, text }, WAIT);
  /** Says it and cuts the power at once, wherever the bot is by then. */
  const thenKill = async (step: () => unknown) => {
    step();
    await house.killAndRestart();
  };

  test("a question asked right before is answered after", async () => {
    await thenKill(() => learner.says("忘记密码怎么办"));

    await learnerReads(/忘记密码/);
  });

  test("a call for a person becomes one ticket", async () => {
    await thenKill(() => learner.says("转人工"));

    await learnerReads(/请求 #1/);
    ({ topic } = await topicOf(house, 1));
    expect((await house.get("/api/v1/tickets?view=all")).body.items).toHaveLength(1);
  });

  test("a claim is not lost and not done twice", async () => {
    await thenKill(() => house.ann.says("/claim", { chat: house.agents, thread: topic }));

    await learnerReads(/Ann 来了/);
    expect((await house.get("/api/v1/tickets/1")).body.ticket).toMatchObject({
      status: "open",
      holder: { name: "Ann" },
    });
  });

  test("words of the learner reach the agent, and the agent's the learner, in order", async () => {
    await thenKill(() => ["一", "二", "三"].map((word) => learner.says(`第${word}句话`)));
    await agentsRead(/第三句话/);
    await thenKill(() =>
      ["one", "two", "three"].map((w) => house.ann.says(`reply ${w}`, { chat: house.agents, thread: topic })),
    );
    await learnerReads(/reply three/);

    const heard = house.tg.sent({ chat: house.agents, text: /第.句话/ }).map(({ message }) => message.text);
    const read = house.tg.sent({ chat: learner.dm, text: /reply/ }).map(({ message }) => message.text);
    expect(firstTimes(heard)).toEqual(["👤 第一句话", "👤 第二句话", "👤 第三句话"]);
    expect(firstTimes(read)).toEqual(["reply one", "reply two", "reply three"]);
  });

  test("the survey is asked and a rating counted once", async () => {
    await thenKill(() => house.ann.says("/solve", { chat: house.agents, thread: topic }));
    await learnerReads(/1（差）到 5/);
    await thenKill(() => learner.says("五星"));
    await learnerReads(/谢谢你的 5 分/);

    expect((await house.get("/satisfaction")).body).toMatchObject({ responses: 1, asked: 1, average_rating: 5 });
  });

  diesAtAnyMoment(() => house);

  test("afterwards nothing is left undone, and extra sends are no more than were on their way at a kill", async () => {
    const kills = 12;
    for (const status of ["queued", "sending", "uncertain"]) {
      await expect.poll(() => outbound(house, status), { ...WAIT, message: status }).toBe(0);
    }
    const transcript = (await house.get("/api/v1/tickets/1")).body.transcript;
    const said = transcript.filter(({ author }: { author: { kind: string } }) => author.kind === "learner");
    const texts = house.tg.sent({ chat: learner.dm }).map(({ message }) => message.text);

    expect(said.filter(({ text }: { text: string }) => text.startsWith("第"))).toHaveLength(3);
    expect(texts.length - new Set(texts).size).toBeLessThanOrEqual(kills * 2);
  });
});

/** The texts in the order in which each came for the first time. */
function firstTimes(texts: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...new Set(texts)];
}
