/**
 * The rules of the clocks once more, by brute force: a counter for each clock goes up by one for every minute that a wall
 * clock shows as open. It shares nothing with the rules but their numbers, so that a mistake in one is no mistake in both.
 */
import type { Millis, Priority } from "../../../src/core/model.ts";
import type { DueStep } from "../../../src/core/queue/moments.ts";
import type { QueueRules } from "../../../src/core/queue/rules.ts";
import type { Fired } from "./clockwork.ts";

const MINUTE = 60_000;

export type Deed =
  | { readonly deed: "claim" | "reply" | "release" | "write" | "snooze_until_word" }
  | { readonly deed: "snooze"; readonly minutes: number }
  | { readonly deed: "priority"; readonly priority: Priority };

type Step = Exclude<DueStep, "woken" | "offered_again" | "closed">;

export class Stepper {
  readonly fired: Fired[] = [];
  /** Open minutes. */
  readonly counted = { first: 0, next: 0, resolution: 0 };
  status: "new" | "open" | "solved" = "new";
  #waitingFor: "agent" | "learner" = "agent";
  #runs = { first: true, next: false };
  #silent = 0;
  #quietSince: Millis;
  #wakesAt: Millis | null = null;
  #replies = 0;
  #once = new Set<Step>();
  #priority: Priority;
  #now: Millis;
  readonly #rules: QueueRules;
  readonly #isOpenAt: (at: Millis) => boolean;

  constructor(rules: QueueRules, isOpenAt: (at: Millis) => boolean, born: { at: Millis; priority: Priority }) {
    this.#rules = rules;
    this.#isOpenAt = isOpenAt;
    this.#priority = born.priority;
    this.#now = born.at;
    this.#quietSince = born.at;
  }

  stepTo(at: Millis): void {
    while (this.#now < at) {
      if (this.status !== "solved" && this.#wakesAt === null && this.#isOpenAt(this.#now)) this.#count();
      this.#now += MINUTE;
      this.fire();
    }
  }

  #count(): void {
    if (this.#runs.first) this.counted.first += 1;
    if (this.#runs.next) this.counted.next += 1;
    if (this.#waitingFor === "agent") this.counted.resolution += 1;
    this.#silent += 1;
  }

  fire(): void {
    if (this.status === "solved") return;
    if (this.#wakesAt !== null) {
      if (this.#now < this.#wakesAt) return;
      this.#wakes();
      this.#log("woken");
    }
    const { targets, warnShare } = this.#rules;
    const { firstMs, nextMs, resolutionMs } = targets[this.#priority];
    if (this.#runs.first) this.#judge("first", firstMs, warnShare);
    if (this.#runs.next) this.#judge("next", nextMs, warnShare);
    if (this.#waitingFor === "agent") this.#judge("resolution", resolutionMs, warnShare);
    this.#judgeSilence();
  }

  #judge(clock: "first" | "next" | "resolution", targetMs: Millis, warnShare: number): void {
    const ms = this.counted[clock] * MINUTE;
    if (ms >= targetMs * warnShare) this.#fireOnce(`${clock}_warned`);
    if (ms >= targetMs) this.#fireOnce(`${clock}_missed`);
  }

  #judgeSilence(): void {
    const { offerWiderMs, remindHolderMs, offerAgainMs, remindLearnerMs, closeMs } = this.#rules;
    const silentMs = this.#silent * MINUTE;
    if (this.status === "new") {
      if (silentMs >= offerWiderMs) this.#fireOnce("offered_wider");
    } else if (this.#waitingFor === "agent") {
      if (this.#once.has("holder_reminded")) {
        if (silentMs >= offerAgainMs) this.#isReleased("offered_again");
      } else if (silentMs >= remindHolderMs) this.#remind("holder_reminded");
    } else if (this.#isOpenAt(this.#now)) {
      const quietMs = this.#now - this.#quietSince;
      if (this.#once.has("learner_reminded")) {
        if (quietMs >= closeMs) this.#close();
      } else if (quietMs >= remindLearnerMs) this.#remind("learner_reminded");
    }
  }

  happens(deed: Deed): void {
    if (this.status === "solved") return;
    switch (deed.deed) {
      case "claim":
        if (this.status === "new") this.#claims();
        break;
      case "reply":
        if (this.status === "open") this.#replied();
        break;
      case "release":
        if (this.status === "open") this.#isReleased(null);
        break;
      case "write":
        this.#writes();
        break;
      case "snooze":
        if (this.status === "open") this.#wakesAt = this.#now + deed.minutes * MINUTE;
        break;
      case "snooze_until_word":
        if (this.status === "open") this.#wakesAt = Number.POSITIVE_INFINITY;
        break;
      case "priority":
        if (this.status === "open") this.#priority = deed.priority;
    }
    this.fire();
  }

  #claims(): void {
    this.status = "open";
    this.#spoke();
    this.#once.delete("holder_reminded");
  }

  #replied(): void {
    this.#replies += 1;
    this.#runs = { first: false, next: false };
    this.counted.next = 0;
    this.#waitingFor = "learner";
    for (const step of ["next_warned", "next_missed", "holder_reminded", "learner_reminded"] as const) {
      this.#once.delete(step);
    }
    this.#spoke();
  }

  #writes(): void {
    if (this.#wakesAt !== null) this.#wakes();
    if (this.#replies > 0) this.#runs.next = true;
    if (this.#waitingFor === "learner") this.#spoke();
    this.#waitingFor = "agent";
  }

  #isReleased(step: DueStep | null): void {
    this.status = "new";
    this.#wakesAt = null;
    this.#waitingFor = "agent";
    this.#once.delete("holder_reminded");
    this.#spoke();
    if (step !== null) this.#log(step);
  }

  #close(): void {
    this.status = "solved";
    this.#runs = { first: false, next: false };
    this.#log("closed");
  }

  #wakes(): void {
    this.#wakesAt = null;
    this.#spoke();
  }

  #remind(step: Step): void {
    this.#fireOnce(step);
    this.#spoke();
  }

  #spoke(): void {
    this.#silent = 0;
    this.#quietSince = this.#now;
  }

  #fireOnce(step: Step): void {
    if (this.#once.has(step)) return;
    this.#once.add(step);
    this.#log(step);
  }

  #log(step: DueStep): void {
    this.fired.push({ at: this.#now, step });
  }
}

/** Hours of a day of the week (0 Monday) or of a date, as "09:00-18:00" in a zone; the version in force is the last begun. */
export type WallHours = {
  readonly from: Millis;
  readonly timeZone: string;
  readonly weekly: readonly (readonly { readonly from: number; readonly to: number }[])[];
  readonly holidays: readonly {
    readonly date: string;
    readonly spans: readonly { readonly from: number; readonly to: number }[];
  }[];
};

/** Reads the wall of the zone for every minute asked about, once. */
export function wallClock(versions: readonly WallHours[]): (at: Millis) => boolean {
  const seen = new Map<Millis, boolean>();
  const walls = new Map<string, Intl.DateTimeFormat>();
  const wallOf = (timeZone: string): Intl.DateTimeFormat => {
    const known =
      walls.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
    walls.set(timeZone, known);
    return known;
  };
  const look = (at: Millis): boolean => {
    const version = versions.findLast(({ from }) => from <= at);
    if (!version) throw new Error("no hours were in force");
    const [date = "", time = ""] = wallOf(version.timeZone).format(at).split(" ");
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
    const weekday = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
    const spans = version.holidays.find((holiday) => holiday.date === date)?.spans ?? version.weekly[weekday] ?? [];
    return spans.some(({ from, to }) => from <= minute && minute < to);
  };
  return (at) => {
    const minute = Math.floor(at / MINUTE) * MINUTE;
    const known = seen.get(minute) ?? look(minute);
    seen.set(minute, known);
    return known;
  };
}
