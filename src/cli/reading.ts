/** Options of a command, read one by one, with all that is wrong remembered so that it is told at once. */
import { readSpan } from "../core/agent/until.ts";
import type { Millis } from "../core/model.ts";
import { parseInstant } from "../desk/range.ts";

type Limits = { readonly min: number; readonly max: number; readonly isWhole: boolean };

export class Reading {
  readonly problems: string[] = [];

  instant(name: string, text: string | undefined): Millis | undefined {
    const at = text === undefined ? undefined : parseInstant(text);
    if (at === null) this.problems.push(`--${name}: write a date like 2026-03-01, or a time with its zone`);
    return at ?? undefined;
  }

  span(name: string, text: string | undefined): Millis | undefined {
    const ms = text === undefined ? undefined : readSpan(text);
    if (ms === null) this.problems.push(`--${name}: write a length of time like 30m, 2h or 22d`);
    return ms ?? undefined;
  }

  share(name: string, text: string | undefined): number | undefined {
    const share = text === undefined ? undefined : Number(text);
    if (share === undefined || (share > 0 && share < 1)) return share;
    this.problems.push(`--${name}: write a number between 0 and 1, like 0.8`);
    return undefined;
  }

  number(name: string, text: string | undefined, { min, max, isWhole }: Limits): number | undefined {
    if (text === undefined) return undefined;
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
    this.problems.push(`--${name}: write a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
    return undefined;
  }
}
