/** What becomes of words after a try: the rules behind "tried for an hour" and "shown at most three times". */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { settlementAfter, TOAST_MS_MAX, UNREACHABLE_TRIES_MAX, UNSURE_TRIES_MAX } from "../../src/app/settlement.ts";
import type { ChannelTrouble } from "../../src/core/errors.ts";
import type { OutboundId } from "../../src/core/model.ts";
import type { Outbound, OutboundContent } from "../../src/core/outbound.ts";

const NOW = 1_000_000;

function anOutbound(tries: number, content?: OutboundContent): Outbound {
  return {
    id: 1 as OutboundId,
    lane: "telegram:1",
    conversationId: null,
    isWordsOfPerson: false,
    tries,
    queuedAt: NOW,
    to: { channel: "telegram", chatId: "1" },
    audience: "learner",
    ticketId: null,
    content: content ?? { kind: "say", text: "hello", buttons: [], attachments: [] },
  };
}

const after = (trouble: ChannelTrouble, tries = 0, unsure = 0) =>
  settlementAfter(trouble, anOutbound(tries), { now: NOW, unsure });

test("while a network is away the waits double from one second to one minute", () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 20].map((tries) => after({ kind: "unreachable" }, tries));

  expect(waits).toEqual(
    [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => ({ status: "queued", notBefore: NOW + seconds * 1000 })),
  );
});

test("after about an hour of a network being away the words are given up", () => {
  expect(after({ kind: "unreachable" }, UNREACHABLE_TRIES_MAX - 2)).toMatchObject({ status: "queued" });
  expect(after({ kind: "unreachable" }, UNREACHABLE_TRIES_MAX - 1)).toMatchObject({
    status: "failed",
    why: "worn_out",
  });
});

test("words that may have arrived are sent three times in all, however often the network was away before", () => {
  const settlements = [0, 1, 2].map((unsure) => after({ kind: "uncertain" }, 40, unsure));

  expect(UNSURE_TRIES_MAX).toBe(3);
  expect(settlements.map(({ status }) => status)).toEqual(["uncertain", "uncertain", "failed"]);
});

test("a network that asks for time gets all of it, however often it asks", () => {
  expect(after({ kind: "rate_limited", retryAfterMs: 37_500 }, 500)).toEqual({
    status: "queued",
    notBefore: NOW + 37_500,
  });
});

test("a learner who blocked us is not written to again", () => {
  expect(after({ kind: "forbidden" })).toEqual({ status: "failed", why: "forbidden", at: NOW });
});

test("what the network will never take is not sent again", () => {
  expect(after({ kind: "rejected" })).toEqual({ status: "failed", why: "rejected", at: NOW });
});

test("a toast is not shown after the press was forgotten", () => {
  const toast = anOutbound(0, { kind: "toast", pressId: "1", text: "taken" });
  const limited = (retryAfterMs: number) =>
    settlementAfter({ kind: "rate_limited", retryAfterMs }, toast, { now: NOW, unsure: 0 });

  expect(limited(TOAST_MS_MAX)).toMatchObject({ status: "queued" });
  expect(limited(TOAST_MS_MAX + 1)).toMatchObject({ status: "failed", why: "worn_out" });
});

test("whatever the trouble, words are never called sent, and the next try is never in the past", () => {
  const trouble: fc.Arbitrary<ChannelTrouble> = fc.oneof(
    fc.constantFrom<ChannelTrouble>(
      { kind: "unreachable" },
      { kind: "uncertain" },
      { kind: "forbidden" },
      { kind: "rejected" },
      { kind: "thread_gone" },
    ),
    fc.nat(10_000_000).map((retryAfterMs): ChannelTrouble => ({ kind: "rate_limited", retryAfterMs })),
  );
  fc.assert(
    fc.property(trouble, fc.nat(200), fc.nat(5), (what, tries, unsure) => {
      const settlement = after(what, tries, unsure);

      expect(settlement.status).not.toBe("sent");
      if ("notBefore" in settlement) expect(settlement.notBefore).toBeGreaterThanOrEqual(NOW);
    }),
  );
});
