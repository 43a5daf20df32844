/**
 * `POST /feedback`: what it takes, and that nothing a stranger sends gets a made-up rating in or a 500 out.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Feedback } from "../../src/core/ports.ts";
import { type DeskHouse, openDeskHouse } from "./house.ts";

const taken: Feedback[] = [];
let house: DeskHouse;
beforeAll(async () => {
  house = await openDeskHouse({ feedback: async (feedback) => void taken.push(feedback), now: () => 1234 });
});
afterAll(() => house.close());

async function send(body: string | Uint8Array, contentType: string | null = "application/json") {
  taken.length = 0;
  const headers: Record<string, string> = contentType === null ? {} : { "content-type": contentType };
  const answer = await house.ask("/feedback", { method: "POST", headers, body });
  return { answer, status: answer.status };
}
const sendJson = (body: unknown) => send(JSON.stringify(body));

describe("feedback that is taken", () => {
  test("a rating with everything is written down and answered as documented", async () => {
    const { answer } = await sendJson({
      user_id: 42,
      rating: 5,
      comment: "非常满意",
      response_time: 12.5,
      channel: "offline",
    });

    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ status: "success", message: "反馈已收集" });
    expect(taken).toEqual([
      { userId: "42", rating: 5, comment: "非常满意", responseSeconds: 12.5, channel: "offline", at: 1234 },
    ]);
  });

  test("who and how many stars is enough", async () => {
    const { status } = await sendJson({ user_id: "ming", rating: 1 });

    expect(status).toBe(200);
    expect(taken).toEqual([
      { userId: "ming", rating: 1, comment: null, responseSeconds: null, channel: "api", at: 1234 },
    ]);
  });

  test("control characters and half characters are taken out of a comment", async () => {
    const { status } = await send('{"user_id":1,"rating":3,"comment":"  a\\u0000b\\u001b[31m\\ud800 好 \\n"}');

    expect(status).toBe(200);
    expect(taken[0]?.comment).toBe("ab[31m\ufffd 好");
  });

  test("a comment that shows nothing is no comment", async () => {
    await sendJson({ user_id: 1, rating: 3, comment: " \u200b " });

    expect(taken[0]?.comment).toBeNull();
  });

  test("a field we do not know is passed over, and a hostile name changes nothing of ours", async () => {
    const { status } = await send(
      '{"user_id":1,"rating":4,"__proto__":{"rating":1},"constructor":{"prototype":{"x":1}}}',
    );

    expect(status).toBe(200);
    expect(taken[0]?.rating).toBe(4);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });
});

describe("what is not a rating is refused with 422", () => {
  test.each([
    ["0", { user_id: 1, rating: 0 }],
    ["6", { user_id: 1, rating: 6 }],
    ["-1", { user_id: 1, rating: -1 }],
    ["4.5", { user_id: 1, rating: 4.5 }],
    ["text", { user_id: 1, rating: "5" }],
    ["true", { user_id: 1, rating: true }],
    ["null", { user_id: 1, rating: null }],
    ["a list", { user_id: 1, rating: [5] }],
    ["an object", { user_id: 1, rating: { $gt: 0 } }],
    ["missing", { user_id: 1 }],
  ])("rating %s", async (_, body) => {
    const { answer } = await sendJson(body);

    expect(answer.status).toBe(422);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ at: "rating" }] });
    expect(taken).toEqual([]);
  });

  test.each([
    ["nobody", { rating: 5 }],
    ["an empty id", { user_id: "", rating: 5 }],
    ["a blank id", { user_id: " \u200b", rating: 5 }],
    ["an id with a control character", { user_id: "a\nb\u0007", rating: 5 }],
    ["an id that is too long", { user_id: "x".repeat(129), rating: 5 }],
    ["an id that is an object", { user_id: { $ne: null }, rating: 5 }],
    ["an id that is a list", { user_id: ["a"], rating: 5 }],
    ["an id that is true", { user_id: true, rating: 5 }],
    ["an id with a fraction", { user_id: 1.5, rating: 5 }],
    ["a comment that is an object", { user_id: 1, rating: 5, comment: { text: "x" } }],
    ["a comment that is too long", { user_id: 1, rating: 5, comment: "长".repeat(4097) }],
    ["a negative response time", { user_id: 1, rating: 5, response_time: -1 }],
    ["a response time of a century", { user_id: 1, rating: 5, response_time: 3.2e9 }],
    ["a response time in words", { user_id: 1, rating: 5, response_time: "3" }],
    ["a channel that is a sentence", { user_id: 1, rating: 5, channel: "drop table x;" }],
    ["a list of ratings", [{ user_id: 1, rating: 5 }]],
    ["a number", 5],
    ["null", null],
  ])("%s", async (_, body) => {
    const { status } = await sendJson(body);

    expect(status).toBe(422);
    expect(taken).toEqual([]);
  });

  test.each([
    '{"user_id":1,"rating":1e400}',
    '{"user_id":1,"rating":5,"response_time":1e400}',
    '{"user_id":1e300,"rating":5}',
  ])("a number beyond all numbers: %s", async (body) => {
    const { status } = await send(body);

    expect(status).toBe(422);
  });
});

describe("what is not JSON is refused with 400", () => {
  test.each([
    ["words", "hello"],
    ["nothing", ""],
    ["half an object", '{"user_id":1,'],
    ["NaN", '{"user_id":1,"rating":NaN}'],
    ["Infinity", '{"user_id":1,"rating":Infinity}'],
    ["two values", '{"user_id":1,"rating":5}{}'],
    ["deep nesting that never ends", "[".repeat(60_000)],
  ])("%s", async (_, body) => {
    expect((await send(body)).status).toBe(400);
  });

  test("bytes that are no UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"user_id":"'),
      Buffer.from([0xff, 0xfe, 0xc0]),
      Buffer.from('","rating":5}'),
    ]);

    expect((await send(bytes)).status).toBe(400);
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=gbk",
    null,
  ])("the content type %s", async (contentType) => {
    const { status } = await send('{"user_id":1,"rating":5}', contentType);

    expect(status).toBe(400);
    expect(taken).toEqual([]);
  });

  test.each(["application/json; charset=utf-8", 'APPLICATION/JSON;charset="UTF-8"'])(
    "%s is JSON",
    async (contentType) => {
      expect((await send('{"user_id":1,"rating":5}', contentType)).status).toBe(200);
    },
  );
});

describe("too much", () => {
  const big = JSON.stringify({ user_id: 1, rating: 5, comment: "x".repeat(70_000) });

  test("a body of more than 64 kB is refused with 413", async () => {
    expect((await send(big)).status).toBe(413);
  });

  test("also when its length is not announced", async () => {
    const answer = await house.ask("/feedback", {
      method: "POST",
      headers: { "content-type": "application/json", "transfer-encoding": "chunked" },
      body: big,
    });

    expect(answer.status).toBe(413);
  });

  test("a chunked body that fits is read like any other", async () => {
    const answer = await house.ask("/feedback", {
      method: "POST",
      headers: { "content-type": "application/json", "transfer-encoding": "chunked" },
      body: '{"user_id":1,"rating":5}',
    });

    expect(answer.status).toBe(200);
  });
});

test("whatever a stranger sends, the answer is 200, 400 or 422, and only real ratings are written down", async () => {
  const field = fc.oneof(fc.integer({ min: -1, max: 7 }), fc.string(), fc.jsonValue(), fc.constant(undefined));
  const body = fc.oneof(
    fc
      .record({ user_id: field, rating: field, comment: field, response_time: field, channel: field })
      .map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string(),
  );

  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const { status } = await send(sent);

      expect([200, 400, 422]).toContain(status);
      for (const { rating } of taken) expect([1, 2, 3, 4, 5]).toContain(rating);
    }),
    { numRuns: 150 },
  );
});
