/** What Telegram and the network say is sorted by what to do next: again, later, somewhere else, or never. */
import { GrammyError, HttpError } from "grammy";
import { describe, expect, test } from "vitest";
import { channelError, troubleOf } from "../../../src/channels/telegram/errors.ts";
import { failureOf, hasLeft, troubleOfAnswer } from "../../../src/channels/telegram/wire.ts";
import { ChannelError } from "../../../src/core/errors.ts";

const TOKEN = "123:SECRET-TOKEN";

describe("a refusal by Telegram", () => {
  test.each([
    [403, "Forbidden: bot was blocked by the user", "forbidden"],
    [403, "Forbidden: user is deactivated", "forbidden"],
    [400, "Bad Request: chat not found", "forbidden"],
    [400, "Bad Request: PEER_ID_INVALID", "forbidden"],
    [400, "Bad Request: message thread not found", "thread_gone"],
    [400, "Bad Request: TOPIC_DELETED", "thread_gone"],
    [400, "Bad Request: TOPICS_TOO_MUCH", "room_full"],
    [400, "Bad Request: TOPIC_ID_INVALID", "thread_gone"],
    [400, "Bad Request: message is too long", "rejected"],
    [400, "Bad Request: wrong file identifier/HTTP URL specified", "rejected"],
    [404, "Not Found: method not found", "rejected"],
    [413, "Request Entity Too Large", "rejected"],
    [401, "Unauthorized", "unreachable"],
    [500, "Internal Server Error: restart", "unreachable"],
  ])("%d %s is %s", (code, description, kind) => {
    expect(troubleOf({ code, description, retryAfterSeconds: null })).toEqual({ kind });
  });

  test("for going too fast says how long to rest, in milliseconds", () => {
    const flood = { code: 429, description: "Too Many Requests: retry after 7" };

    expect(troubleOf({ ...flood, retryAfterSeconds: 7 })).toEqual({ kind: "rate_limited", retryAfterMs: 7000 });
    expect(troubleOf({ ...flood, retryAfterSeconds: null })).toEqual({ kind: "rate_limited", retryAfterMs: 1000 });
  });

  test("is passed on without the words that were being sent", () => {
    const answer = { ok: false as const, error_code: 400, description: "Bad Request: message is too long" };
    const refused = new GrammyError("Call failed", answer, "sendMessage", { chat_id: 1, text: "my password is 123" });

    const error = channelError(refused);

    expect(error.trouble).toEqual({ kind: "rejected" });
    expect(error.message).toContain("message is too long");
    expect(`${error.message} ${JSON.stringify(error.cause)}`).not.toContain("password");
  });
});

describe("a failure of the network", () => {
  test.each([
    [{ code: "ECONNREFUSED", syscall: "connect" }, false],
    [{ code: "ETIMEDOUT", syscall: "connect" }, false],
    [{ code: "ENOTFOUND", syscall: "getaddrinfo" }, false],
    [{ code: "EAI_AGAIN", syscall: "" }, false],
    [{ code: "UND_ERR_CONNECT_TIMEOUT", syscall: "" }, false],
    [{ code: "CERT_HAS_EXPIRED", syscall: "" }, false],
    [{ code: "ECONNRESET", syscall: "read" }, true],
    [{ code: "EPIPE", syscall: "write" }, true],
    [{ code: "UND_ERR_SOCKET", syscall: "" }, true],
    [{ code: "UND_ERR_HEADERS_TIMEOUT", syscall: "" }, true],
    [{ code: "unknown", syscall: "" }, true],
  ])("%j may have taken our words along: %s", (failure, expected) => {
    expect(hasLeft(failure)).toBe(expected);
  });

  test.each([
    [502, "unreachable"],
    [503, "unreachable"],
    [504, "uncertain"],
    [404, "rejected"],
    [413, "rejected"],
    [407, "unreachable"],
    [408, "unreachable"],
    [200, "uncertain"],
  ])("answered by a proxy with %d is %s", (status, kind) => {
    expect(troubleOfAnswer(new Response(null, { status }))).toEqual({ kind });
  });

  test.each([
    ["7", 7000],
    ["Wed, 21 Oct 2026 07:28:00 GMT", 1000],
    [null, 1000],
  ])("of a proxy that is asked too often, Retry-After %s, rests for %d ms", (retryAfter, retryAfterMs) => {
    const headers: Record<string, string> = retryAfter === null ? {} : { "retry-after": retryAfter };

    expect(troubleOfAnswer(new Response("slow down", { status: 429, headers }))).toEqual({
      kind: "rate_limited",
      retryAfterMs,
    });
  });

  test("is read from the cause inside the error", () => {
    const cause = Object.assign(new Error("x"), { code: "ECONNRESET", syscall: "read" });

    expect(failureOf(new TypeError("fetch failed", { cause }))).toEqual({ code: "ECONNRESET", syscall: "read" });
    expect(failureOf(new Error("odd"))).toEqual({ code: "Error", syscall: "" });
    expect(failureOf("odd")).toEqual({ code: "unknown", syscall: "" });
  });

  test("nobody understands may have taken our words along, and tells no token", () => {
    const leaky = new Error(`request to https://api.telegram.org/bot${TOKEN}/sendMessage failed`);

    for (const error of [new HttpError("Network request failed", leaky), leaky, "odd"]) {
      const trouble = channelError(error);

      expect(trouble.trouble).toEqual({ kind: "uncertain" });
      expect(`${trouble.message} ${trouble.stack} ${JSON.stringify(trouble.cause)}`).not.toContain(TOKEN);
    }
  });

  test("that was already sorted stays as it is", () => {
    const sorted = new ChannelError("no answer (ECONNREFUSED)", { kind: "unreachable" });

    expect(channelError(sorted)).toBe(sorted);
    expect(channelError(new HttpError("failed", sorted)).trouble).toEqual({ kind: "unreachable" });
  });
});
