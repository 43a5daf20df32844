/** An intent whose answers helped too seldom: the bot asks whether it was meant, and answers once the learner says so. */
import { expect, test } from "vitest";
import { judge } from "../../src/core/judge.ts";
import { wouldDo } from "../../src/core/replay.ts";
import { literalMatcher, pack as tinyPack } from "./tiny-pack.ts";
import { aWorld, buttonsIn, learnerReads, pressOf, staffRoom } from "./world.ts";

const pack = { ...tinyPack, askFirst: new Set(["reset_password"]) };
const sure = [{ intentId: "reset_password", confidence: 0.97 }];

test("however sure the bot is, it asks first, with the one intent as the choice", () => {
  expect(judge(sure, pack, 0)).toMatchObject({
    judgement: "clarify",
    choices: [{ id: "reset_password" }],
    confidence: 0.97,
  });
  expect(judge(sure, tinyPack, 0)).toMatchObject({ judgement: "answer" });
});

test("other intents answer as before, and what is not understood is still a miss", () => {
  expect(judge([{ intentId: "request_refund", confidence: 0.97 }], pack, 0)).toMatchObject({ judgement: "answer" });
  expect(judge([{ intentId: "reset_password", confidence: 0.1 }], pack, 0)).toEqual({ judgement: "rephrase" });
});

test("a replay says what would be asked, and what the bot thinks of first", () => {
  expect(wouldDo([sure], pack)).toEqual({
    would: "clarify",
    intentIds: ["reset_password"],
    first: "reset_password",
    confidence: 0.97,
  });
  expect(wouldDo([[]], pack)).toEqual({ would: "rephrase", intentIds: [], first: null, confidence: 0 });
});

test("what the learner picks then is answered at once", () => {
  const world = aWorld({ pack, match: literalMatcher, staffRooms: [staffRoom] });

  const asked = world.learnerSays("reset_password");
  const answered = world.learnerPresses(pressOf(asked, "Title reset_password"));

  expect(asked.outcome).toEqual({ outcome: "clarified" });
  expect(buttonsIn(asked).map(({ label }) => label)).toEqual(["Title reset_password", "None of these", "🙋 A person"]);
  expect(learnerReads(answered)).toContain("Answer reset_password");
});
