// The journal keeps everything the bot under test did, in order, and every violation found in it.
// Tests wait on it instead of sleeping. The one thing not to break: an entry is added before the bot gets its answer,
// so that what a test sees is never behind what the bot knows.

/** error: the real service would refuse or misread it; warning: legal but risky; note: worth knowing. */
export type Severity = "error" | "warning" | "note";

/** One thing the bot did that the real service, or a published rule, would object to. */
export type Violation = {
  readonly severity: Severity;
  readonly kind: string;
  readonly where: string;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** What was found wrong with a value, before it is known to which call it belongs. */
export type Problem = {
  readonly severity: Severity;
  readonly kind: string;
  readonly path: string;
  readonly message: string;
};

/** A journal entry with its time (milliseconds since the epoch), and whether an expectation has used it. */
export type Logged<Entry> = Entry & { readonly at: number; consumed: boolean };

/** How long to wait, and how to name what was waited for. */
export type WaitOptions = { readonly timeout?: number; readonly describe?: string };

/** An expectation of a test that was not met. */
export class ExpectationError extends Error {}

/** How a test says which text it means: equal, RegExp, or predicate; undefined means any. */
export type TextMatch = string | RegExp | ((text: string) => boolean) | undefined;

const WAIT_MS = 15_000;
// Conditions of a test may depend on things the journal does not see, such as what a webhook of the test received.
const RECHECK_MS = 10;

const formatViolation = (v: Violation): string => `  [${v.severity}] ${v.kind} @ ${v.where}: ${v.message}`;

function shorten(key: string, value: unknown): unknown {
  if (key === "at" || key === "consumed" || key === "result") return undefined;
  if (value instanceof RegExp) return String(value);
  if (typeof value === "function") return "<fn>";
  if (typeof value === "string" && value.length > 120) return `${value.slice(0, 120)}…`;
  return value;
}

/** An entry or a wish in one short line, for messages of failed tests. */
export function summary(entry: unknown): string {
  const text = JSON.stringify(entry, shorten) ?? "";
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

/** Whether a text is the wanted one. */
export function matches(want: TextMatch, got: string | undefined): boolean {
  if (want === undefined) return true;
  if (got === undefined) return false;
  if (want instanceof RegExp) return want.test(got);
  return typeof want === "function" ? want(got) : want === got;
}

type Of<Entry, Kind> = Extract<Entry, { kind: Kind }>;

/** What the bot did and what was wrong with it. `Entry` is the union of entries of one network. */
export class Journal<Entry extends { readonly kind: string }> {
  readonly entries: Logged<Entry>[] = [];
  readonly violations: Violation[] = [];
  readonly #name: string;
  readonly #waiters = new Set<() => void>();

  constructor(name: string) {
    this.#name = name;
  }

  violate(violation: Omit<Violation, "at">): void {
    this.violations.push({ ...violation, at: Date.now() });
    this.wake();
  }

  error(kind: string, where: string, message: string): void {
    this.violate({ severity: "error", kind, where, message });
  }

  warning(kind: string, where: string, message: string): void {
    this.violate({ severity: "warning", kind, where, message });
  }

  note(kind: string, where: string, message: string): void {
    this.violate({ severity: "note", kind, where, message });
  }

  /** Reports what the specification found wrong with a call. `call` names it; the problem knows where inside. */
  problems(call: string, found: readonly Problem[]): void {
    for (const { severity, kind, path, message } of found) {
      this.violate({ severity, kind, where: `${call} ${path}`, message });
    }
  }

  /** The fake itself made something that does not fit the specification: not the bot's fault. */
  harnessBug(where: string, message: string): void {
    this.violate({ severity: "warning", kind: "harness-bug", where, message });
  }

  add<E extends Entry>(entry: E): Logged<E> {
    const logged = { ...entry, at: Date.now(), consumed: false };
    this.entries.push(logged);
    this.wake();
    return logged;
  }

  /** Lets every waiting expectation look again. */
  wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  /** All entries of one kind so far, in order. */
  of<Kind extends Entry["kind"]>(kind: Kind): Logged<Of<Entry, Kind>>[] {
    const isOfKind = (e: Logged<Entry>): e is Logged<Entry> & Logged<Of<Entry, Kind>> => e.kind === kind;
    return this.entries.filter(isOfKind);
  }

  /** Waits for the first entry not yet consumed that matches, marks it consumed and returns it. */
  async expect<Kind extends Entry["kind"]>(
    kind: Kind,
    match: (entry: Of<Entry, Kind>) => boolean,
    { timeout = WAIT_MS, describe = "a matching call" }: WaitOptions = {},
  ): Promise<Logged<Of<Entry, Kind>>> {
    const hit = await this.until(() => this.of(kind).find((e) => !e.consumed && match(e)), timeout);
    if (hit) {
      hit.consumed = true;
      return hit;
    }
    const left = this.#pending();
    throw new ExpectationError(
      `${this.#name}: expected ${describe} within ${timeout} ms. Not consumed yet:\n${left}\n${this.report()}`,
    );
  }

  /** Waits `ms`, then fails if an entry not yet consumed matches. */
  async expectNone<Kind extends Entry["kind"]>(
    kind: Kind,
    match: (entry: Of<Entry, Kind>) => boolean,
    { ms = 300, describe = "such a call" }: { readonly ms?: number; readonly describe?: string } = {},
  ): Promise<void> {
    const hit = await this.until(() => this.of(kind).find((e) => !e.consumed && match(e)), ms);
    if (hit) throw new ExpectationError(`${this.#name}: expected no ${describe}, but the bot did: ${summary(hit)}`);
  }

  /** Waits until the condition is truthy; resolves with its value, or with undefined when the time is over. */
  until<T>(condition: () => T, timeout = WAIT_MS): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        clearInterval(recheck);
        this.#waiters.delete(check);
      };
      const check = (): void => {
        try {
          const value = condition();
          if (!value) return;
          end();
          resolve(value);
        } catch (error) {
          end();
          reject(error);
        }
      };
      const timer = setTimeout(() => {
        end();
        resolve(undefined);
      }, timeout);
      const recheck = setInterval(check, RECHECK_MS);
      this.#waiters.add(check);
      check();
    });
  }

  /** Like until, but a condition that never holds is an ExpectationError that names it. */
  async mustHold<T>(condition: () => T, { timeout = WAIT_MS, describe }: WaitOptions = {}): Promise<T> {
    const value = await this.until(condition, timeout);
    if (value !== undefined && value) return value;
    const what = describe ?? String(condition);
    throw new ExpectationError(`${this.#name}: waited ${timeout} ms in vain for ${what}\n${this.report()}`);
  }

  #pending(): string {
    const left = this.entries.filter((e) => !e.consumed).map((e) => `  ${summary(e)}`);
    return left.join("\n") || "  (nothing)";
  }

  /** Marks all entries so far as consumed (start of a new scene). */
  settle(): void {
    for (const entry of this.entries) entry.consumed = true;
  }

  errors(): Violation[] {
    return this.violations.filter((v) => v.severity === "error");
  }

  /** Throws when there are violations of the given severities; the fake's own bugs count as errors. */
  assertClean(severities: readonly Severity[] = ["error"]): void {
    const found = this.violations.filter((v) => severities.includes(v.severity) || v.kind === "harness-bug");
    if (!found.length) return;
    throw new ExpectationError(`${this.#name}: ${found.length} violation(s)\n${found.map(formatViolation).join("\n")}`);
  }

  /** All violations, one per line, under a line of counts. */
  report(): string {
    const count = (s: Severity): number => this.violations.filter((v) => v.severity === s).length;
    const counts = `${count("error")} errors, ${count("warning")} warnings, ${count("note")} notes`;
    const head = `${this.#name}: ${this.entries.length} bot actions, ${counts}`;
    return [head, ...this.violations.map(formatViolation)].join("\n");
  }
}
