/** What becomes of words after a try: the rules behind "tried for as long as it takes" and "shown at most three times". */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { settlementAfter, TOAST_MS_MAX, type Tries, triesAfter, UNSURE_TRIES_MAX } from "../../src/app/settlement.ts";
import type { ChannelTrouble } from "../../src/core/errors.ts";
import type { OutboundId } from "../../src/core/model.ts";
import type { Outbound, OutboundContent } from "../../src/core/outbound.ts";

const NOW = 1_000_000;

const NO_TRIES: Tries = { away: 0, unsure: 0 };

function anOutbound(audience: Outbound["audience"], content?: OutboundContent): Outbound {
  return {
    id: 1 as OutboundId,
    lane: "telegram:1",
    conversationId: null,
    isWordsOfPerson: false,
    tries: 0,
    queuedAt: NOW,
    to: { channel: "telegram", chatId: "1" },
    audience,
    ticketId: null,
    content: content ?? { kind: "say", text: "hello", buttons: [], attachments: [] },
  };
}

const after = (trouble: ChannelTrouble, tries: Partial<Tries> = {}, audience: Outbound["audience"] = "learner") =>
  settlementAfter(trouble, anOutbound(audience), { ...NO_TRIES, ...tries, now: NOW });

test("while a network is away the waits double from one second to one minute, and the words are never given up", () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 20, 100_000].map((away) => after({ kind: "unreachable" }, { away }));

  expect(waits).toEqual(
    [1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => ({
      status: "queued",
      notBefore: NOW + seconds * 1000,
      rests: "lane",
    })),
  );
});

test("words that may have arrived are sent three times in all, however often the network was away before", () => {
  const settlements = [0, 1, 2].map((unsure) => after({ kind: "uncertain" }, { away: 40, unsure }));

  expect(UNSURE_TRIES_MAX).toBe(3);
  expect(settlements.map(({ status }) => status)).toEqual(["uncertain", "uncertain", "failed"]);
});

test("a network that asks for time gets all of it, for the whole chat, and it counts as no try", () => {
  const tries: Tries = { away: 7, unsure: 2 };

  expect(after({ kind: "rate_limited", retryAfterMs: 37_500 }, tries)).toEqual({
    status: "queued",
    notBefore: NOW + 37_500,
    rests: "chat",
  });
  expect(triesAfter({ kind: "rate_limited", retryAfterMs: 37_500 }, tries)).toEqual(tries);
});

test("tries that sent nothing and tries that may have sent something are counted apart", () => {
  const kinds = ["unreachable", "forbidden", "room_full", "uncertain", "thread_gone", "rejected"] as const;

  const tries = kinds.map((kind) => triesAfter({ kind }, NO_TRIES));

  expect(tries).toEqual([
    { away: 1, unsure: 0 },
    { away: 1, unsure: 0 },
    { away: 1, unsure: 0 },
    { away: 0, unsure: 1 },
    { away: 0, unsure: 1 },
    { away: 0, unsure: 0 },
  ]);
});

test("a staff room that lets us in no more is tried again each minute, for somebody will mend it", () => {
  const waits = [0, 6, 100_000].map((away) => after({ kind: "forbidden" }, { away }, "staff"));

  expect(waits).toEqual(
    [1, 60, 60].map((seconds) => ({ status: "queued", notBefore: NOW + seconds * 1000, rests: "lane" })),
  );
});

test("a learner who blocked us is not written to again", () => {
  expect(after({ kind: "forbidden" })).toEqual({ status: "failed", why: "forbidden", at: NOW });
});

test("what the network will never take is not sent again", () => {
  expect(after({ kind: "rejected" })).toEqual({ status: "failed", why: "rejected", at: NOW });
});

test("a toast is not shown after the press was forgotten", () => {
  const toast = anOutbound("learner", { kind: "toast", pressId: "1", text: "taken" });
  const limited = (retryAfterMs: number) =>
    settlementAfter({ kind: "rate_limited", retryAfterMs }, toast, { ...NO_TRIES, now: NOW });

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
    fc.property(trouble, fc.nat(200), fc.nat(5), (what, away, unsure) => {
      const settlement = after(what, { away, unsure });

      expect(settlement.status).not.toBe("sent");
      if ("notBefore" in settlement) expect(settlement.notBefore).toBeGreaterThanOrEqual(NOW);
    }),
  );
});
