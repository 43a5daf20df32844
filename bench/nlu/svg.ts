/**
 * The few shapes the pictures are made of. Colours are readable on white and on dark pages alike, and one system keeps its own.
 */
import type { SystemId } from "./systems/all.ts";

export const COLOURS: Readonly<Record<SystemId, string>> = {
  ours: "#1c7ed6",
  bayes: "#868e96",
  nlpjs: "#f08c00",
  fasttext: "#2f9e44",
  minisearch: "#ae3ec9",
};
const INK = "#7a828a";

export type Point = { readonly x: number; readonly y: number };

export type Size = { readonly width: number; readonly height: number };

/** `title` is what somebody hears who cannot see the picture. */
export function picture(title: string, size: Size, shapes: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">`;
  return `${[head, `<title>${title}</title>`, ...shapes, "</svg>"].join("\n")}\n`;
}

export function text(at: Point, content: string, anchor: "start" | "middle" | "end" = "start"): string {
  const escaped = content.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<text x="${short(at.x)}" y="${short(at.y)}" fill="${INK}" text-anchor="${anchor}">${escaped}</text>`;
}

export function bar(at: Point, size: { readonly width: number; readonly height: number }, colour: string): string {
  return `<rect x="${short(at.x)}" y="${short(at.y)}" width="${short(size.width)}" height="${short(size.height)}" fill="${colour}"/>`;
}

export function line(points: readonly Point[], colour: string = INK, extra = ""): string {
  const path = points.map(({ x, y }) => `${short(x)},${short(y)}`).join(" ");
  return `<polyline points="${path}" fill="none" stroke="${colour}" ${extra}/>`;
}

export function dot(at: Point, radius: number, colour: string): string {
  return `<circle cx="${short(at.x)}" cy="${short(at.y)}" r="${short(radius)}" fill="${colour}"/>`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
