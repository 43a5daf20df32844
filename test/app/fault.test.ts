/** What an error may say in the log: where and what kind, never a word of anybody. */
import { expect, test } from "vitest";
import { faultOf } from "../../src/app/fault.ts";
import { ChannelError, StoreError } from "../../src/core/errors.ts";

const SECRET = "my card number is 4111";

function jsonError(): unknown {
  try {
    return JSON.parse(SECRET);
  } catch (error) {
    return error;
  }
}

test("an error that quotes a learner's words is logged without them", () => {
  const fault = faultOf(jsonError());

  expect(fault.name).toBe("SyntaxError");
  expect(fault.at.length).toBeGreaterThan(0);
  expect(JSON.stringify(fault)).not.toContain("4111");
});

test("an error of many lines adds none of them to the log", () => {
  const fault = faultOf(new Error(`first\n    ${SECRET}\nat ${SECRET}`));

  expect(JSON.stringify(fault)).not.toContain("4111");
});

test("an error that pretends to be a stack frame adds none of its words to the log", () => {
  const fault = faultOf(new Error(`first\n    at ${SECRET}`));

  expect(JSON.stringify(fault)).not.toContain("4111");
});

test("our own errors keep their kind", () => {
  expect(faultOf(new StoreError("no space", "full")).kind).toBe("full");
  expect(faultOf(new ChannelError("wait", { kind: "rate_limited", retryAfterMs: 1 })).kind).toBe("rate_limited");
});

test("what is thrown and no error is named by its type only", () => {
  expect(faultOf(SECRET)).toEqual({ name: "string", kind: null, at: [] });
});
