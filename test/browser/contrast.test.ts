/**
 * WCAG AA for every text on every ground it stands on, in light and dark, computed from the palette itself.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** For text of ordinary size: WCAG 2.2, success criterion 1.4.3. */
const CONTRAST_MIN = 4.5;

const css = readFileSync(new URL("../../src/console/base.css", import.meta.url), "utf8");
const palette = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name = "", light, dark]) => [
    name,
    { light, dark },
  ]),
);

const PAIRS = [
  ["ink", ["ground", "paper", "raised", "accent-soft", "note"]],
  ["soft", ["ground", "paper", "raised", "accent-soft"]],
  ["accent", ["paper", "raised", "accent-soft"]],
  ["on-accent", ["accent"]],
  ["note-ink", ["note"]],
  ["bad", ["ground", "paper", "raised", "accent-soft"]],
  ["warm", ["paper", "raised", "accent-soft"]],
] as const;

describe.each(["light", "dark"] as const)("in %s, everybody can read", (mode) => {
  test.each(PAIRS)("%s on %j", (text, grounds) => {
    for (const ground of grounds) {
      const ratio = contrast(palette.get(text)?.[mode] ?? "", palette.get(ground)?.[mode] ?? "");

      expect([ground, ratio >= CONTRAST_MIN, ratio]).toEqual([ground, true, ratio]);
    }
  });
});

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance of sRGB, as WCAG defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
