// The published Bot API as data: which methods, types, fields and limits there are.
// The one thing not to break: nothing here may be written by hand, or the fake would check our memory and not the API.
import { readFileSync } from "node:fs";
import type { Wire } from "../../common/wire.ts";

/** One parameter of a method or field of a type. */
export type FieldSpec = {
  readonly name: string;
  readonly types: readonly string[];
  readonly required: boolean;
  readonly description?: string;
  readonly enum?: readonly (string | number)[];
};

type MethodSpec = {
  readonly name: string;
  readonly returns: readonly string[];
  readonly fields: readonly FieldSpec[];
};

type TypeSpec = {
  readonly name: string;
  readonly fields?: readonly FieldSpec[];
  readonly subtypes?: readonly string[];
};

type Spec = {
  readonly version: string;
  readonly methods: Readonly<Record<string, MethodSpec>>;
  readonly types: Readonly<Record<string, TypeSpec>>;
};

/** The specification, as made from the public documentation. */
export const spec: Spec = JSON.parse(
  readFileSync(new URL("../../specs/telegram-bot-api.json", import.meta.url), "utf8"),
);

const methodsByLowerName = new Map(Object.values(spec.methods).map((m) => [m.name.toLowerCase(), m]));

/** The method of that name; the real server ignores the case of it. */
export const findMethod = (name: string): MethodSpec | undefined => methodsByLowerName.get(name.toLowerCase());

/** All update types, such as message and callback_query. */
export const updateTypes: readonly string[] = (spec.types["Update"]?.fields ?? [])
  .map((f) => f.name)
  .filter((n) => n !== "update_id");

/** Update types not delivered unless asked for (stated in the description of allowed_updates). */
export const optInUpdates: readonly string[] = ["chat_member", "message_reaction", "message_reaction_count"];

/** The members of a union type, or the type itself. */
export function membersOf(type: string): string[] {
  return spec.types[type]?.subtypes?.flatMap(membersOf) ?? [type];
}

/** How long or how many a value may be, with its unit. */
export type Limit = { readonly min: number; readonly max: number; readonly unit: string };

/** Limits are read from the descriptions: "1-4096 characters", "1-64 bytes", "1-100 identifiers", "2-10 items". */
export function limitOf(description = ""): Limit | undefined {
  const range = /(\d+)\s*-\s*(\d+)\s*(characters|bytes|items|identifiers)/.exec(description);
  const found = range ?? /(?:up to|at most|maximum(?: of)?)\s()(\d+)\s*(characters|bytes)/i.exec(description);
  return found ? { min: Number(found[1] || 0), max: Number(found[2]), unit: found[3] ?? "" } : undefined;
}

const SAMPLES: Readonly<Record<string, Wire>> = { Integer: 1, Float: 1, String: "x", Boolean: true, True: true };

/** Makes the smallest value of a type; the answer of methods whose behaviour is not written by hand. */
export function sample(type: string, depth = 0): Wire {
  if (type.startsWith("Array of ")) return [];
  if (type in SAMPLES) return SAMPLES[type];
  const definition = spec.types[type];
  if (!definition || depth > 4) return {};
  if (definition.subtypes) return sample(definition.subtypes[0] ?? "", depth + 1);
  const required = (definition.fields ?? []).filter((f) => f.required);
  return Object.fromEntries(required.map((f) => [f.name, f.enum ? f.enum[0] : sample(f.types[0] ?? "", depth + 1)]));
}
