/** Words after the 0–10 question, however long. */
import { expect, test } from "vitest";
import { parseLikelihood, parseRefusal } from "../../src/core/nps/read.ts";

test("words of endless length are read at once", () => {
  const begun = performance.now();

  for (const text of ["我给打评".repeat(20_000), "no ".repeat(50_000), `${" ".repeat(100_000)}x`]) {
    expect([parseLikelihood(text), parseRefusal(text)]).toEqual([null, null]);
  }

  expect(performance.now() - begun).toBeLessThan(1000);
});
