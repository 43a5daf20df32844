/**
 * The four ways the outside world fails. Expected outcomes are returned values, our own mistakes are `assert`; only what is
 * neither is thrown as one of these. Branch on `kind` or `trouble`, never on the message.
 */

/** Settings or packs that cannot be used. Carries every problem at once, never a value: a value may be a secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`cannot start:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/**
 * What a network did instead of taking our words.
 * `unreachable`: nothing can have been sent, trying again is free. `uncertain`: the answer got lost, it may have been sent.
 * `forbidden`: the learner blocked us or is gone, do not retry. `rejected`: it will never take this request.
 * `thread_gone`: somebody deleted the ticket's thread, open another. `room_full`: the staff room takes no more threads, nothing
 * was opened or sent. `retryAfterMs` is milliseconds.
 */
export type ChannelTrouble =
  | { readonly kind: "unreachable" }
  | { readonly kind: "uncertain" }
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number }
  | { readonly kind: "forbidden" }
  | { readonly kind: "rejected" }
  | { readonly kind: "thread_gone" }
  | { readonly kind: "room_full" };

export class ChannelError extends Error {
  readonly trouble: ChannelTrouble;
  constructor(message: string, trouble: ChannelTrouble, cause?: unknown) {
    super(message, { cause });
    this.name = "ChannelError";
    this.trouble = trouble;
  }
}

/**
 * `full`: no space to write, nothing was kept. `busy`: another process owns the file. `overtaken`: another replica leads what
 * this one believes to lead, so nothing was written. `broken`: anything else.
 */
export type StoreTrouble = "full" | "busy" | "overtaken" | "broken";

export class StoreError extends Error {
  readonly kind: StoreTrouble;
  constructor(message: string, kind: StoreTrouble, cause?: unknown) {
    super(message, { cause });
    this.name = "StoreError";
    this.kind = kind;
  }
}

/** A bell that could not be rung. Never fatal: the sweeper finds the row. */
export class BellError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "BellError";
  }
}
