// Readable causes: ajv gives the verdict, this walks the same schema and names what is wrong in the best-fitting branch.
// The one thing not to break: it never decides; what ajv accepts is not looked at here.
import type { Format } from "ajv";
import type { Wire } from "../../common/wire.ts";

/** One cause. `isTag` and `isWrongType` tell which branch of a union was not the one that was meant. */
export type Cause = {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
  readonly kind?: string;
  readonly isTag?: boolean;
  readonly isWrongType?: boolean;
};

type At = { readonly path: string; readonly document: Wire };

/** The formats of the document. */
export const formats: Readonly<Record<string, Format>> = {
  snowflake: /^(0|[1-9]\d{0,19})$/,
  "date-time": (s: string) => !Number.isNaN(Date.parse(s)),
  uri: /^[a-z][a-z0-9+.-]*:/i,
  nonce: true,
  int32: true,
  int64: true,
  double: true,
};

/** What a $ref of a document points at. */
export function lookUp(document: Wire, ref: string): Wire {
  const segments = ref.replace(/^.*#\//, "").split("/");
  return segments.reduce((node, s) => node?.[s.replace(/~1/g, "/").replace(/~0/g, "~")], document);
}

const list = (values: readonly unknown[], max: number): string => values.slice(0, max).join(", ");

/** Names the causes why a value does not fit a schema; empty when it fits. */
export function explain(schema: Wire, value: Wire, at: At): Cause[] {
  if (!schema || schema === true) return [];
  if (schema.$ref) return explain(lookUp(at.document, schema.$ref), value, at);
  const union = schema.anyOf ? explainUnion(schema.anyOf, value, at) : [];
  if (union.length) return union;
  const all: Cause[] = (schema.allOf ?? []).flatMap((s: Wire) => explain(s, value, at));
  const wrongType = explainType(schema, value, at);
  if (wrongType) return [...all, wrongType];
  return [...all, ...explainConstants(schema, value, at), ...explainContent(schema, value, at)];
}

function costOf(causes: readonly Cause[], { path }: At): number {
  // A branch whose "type" tag differs, or whose JSON type differs, is not the one that was meant.
  const isOtherTag = causes.some((c) => c.isTag && c.path === `${path}/type`);
  const isOtherType = causes.some((c) => c.isWrongType && c.path === path);
  return causes.length + (isOtherTag ? 1000 : 0) + (isOtherType ? 2000 : 0);
}

function explainUnion(branches: readonly Wire[], value: Wire, at: At): Cause[] {
  let best: { causes: Cause[]; cost: number } | undefined;
  for (const branch of branches) {
    const causes = explain(branch, value, at);
    if (!causes.length) return [];
    const cost = costOf(causes, at);
    if (!best || cost < best.cost) best = { causes, cost };
  }
  if (!best) return [];
  const { path } = at;
  const tags = branches.map((b) => b.const).filter((c) => c !== undefined);
  if (tags.length > 1) return [{ path, message: `${JSON.stringify(value)} is not one of ${list(tags, 12)}` }];
  if (best.cost < 1000) return best.causes;
  const shown = JSON.stringify(value)?.slice(0, 80);
  return [{ path, message: `${shown} fits none of the allowed forms`, isWrongType: best.cost >= 2000 }];
}

function typeOf(value: Wire): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function explainType(schema: Wire, value: Wire, { path }: At): Cause | undefined {
  if (!schema.type) return undefined;
  const types: string[] = [schema.type].flat();
  const is = typeOf(value);
  const isNumber = is === "number" && types.includes("integer") && Number.isInteger(value);
  if (types.includes(is) || isNumber) return undefined;
  return { path, message: `is ${is}, expected ${types.join(" or ")}`, isWrongType: true };
}

function explainConstants(schema: Wire, value: Wire, { path }: At): Cause[] {
  const causes: Cause[] = [];
  const shown = JSON.stringify(value);
  if (schema.enum && !schema.enum.includes(value)) {
    causes.push({ path, message: `${shown} is not one of ${list(schema.enum, 8)}`, isTag: true });
  }
  if ("const" in schema && schema.const !== value) {
    causes.push({ path, message: `${shown} is not ${JSON.stringify(schema.const)}`, isTag: true });
  }
  return causes;
}

function explainContent(schema: Wire, value: Wire, at: At): Cause[] {
  if (typeof value === "string") return explainString(schema, value, at);
  if (typeof value === "number") return explainNumber(schema, value, at);
  if (Array.isArray(value)) return explainArray(schema, value, at);
  return value && typeof value === "object" ? explainObject(schema, value, at) : [];
}

function explainString(schema: Wire, value: string, { path }: At): Cause[] {
  const causes: Cause[] = [];
  const n = [...value].length;
  const { maxLength = Infinity, minLength = 0, pattern, format } = schema;
  if (n > maxLength)
    causes.push({ path, message: `has ${n} characters, at most ${maxLength}`, code: "BASE_TYPE_MAX_LENGTH" });
  if (n < minLength)
    causes.push({ path, message: `has ${n} characters, at least ${minLength}`, code: "BASE_TYPE_MIN_LENGTH" });
  if (pattern && !new RegExp(pattern, "u").test(value)) causes.push({ path, message: `does not match ${pattern}` });
  const known: unknown = format && formats[format];
  const fits = known instanceof RegExp ? known.test(value) : typeof known === "function" ? known(value) : true;
  if (!fits) causes.push({ path, message: `is not a ${format}` });
  return causes;
}

function explainNumber({ maximum = Infinity, minimum = -Infinity }: Wire, value: number, { path }: At): Cause[] {
  if (value > maximum) return [{ path, message: `${value} is above ${maximum}` }];
  return value < minimum ? [{ path, message: `${value} is below ${minimum}` }] : [];
}

function explainArray(schema: Wire, value: readonly Wire[], { path, document }: At): Cause[] {
  const causes: Cause[] = [];
  const { maxItems = Infinity, minItems = 0, uniqueItems, items } = schema;
  const n = value.length;
  const code = "BASE_TYPE_BAD_LENGTH";
  if (n > maxItems) causes.push({ path, message: `has ${n} items, at most ${maxItems}`, code });
  if (n < minItems) causes.push({ path, message: `has ${n} items, at least ${minItems}`, code });
  if (uniqueItems && new Set(value.map((v) => JSON.stringify(v))).size !== n)
    causes.push({ path, message: "has equal items" });
  const inner = items ? value.flatMap((v, i) => explain(items, v, { path: `${path}/${i}`, document })) : [];
  return [...causes, ...inner];
}

function explainObject(schema: Wire, value: Wire, { path, document }: At): Cause[] {
  const missing: string[] = (schema.required ?? []).filter((r: string) => !(r in value));
  const causes: Cause[] = missing.map((r) => ({
    path: `${path}/${r}`,
    message: "is required",
    code: "BASE_TYPE_REQUIRED",
  }));
  for (const [key, inner] of Object.entries(value)) {
    const at = { path: `${path}/${key}`, document };
    const known = schema.properties?.[key];
    const others = schema.additionalProperties;
    if (known !== undefined) causes.push(...explain(known, inner, at));
    else if (others && typeof others === "object") causes.push(...explain(others, inner, at));
    else if (others === false) {
      const message = "is no property of this object (Discord would ignore it)";
      causes.push({ path: at.path, message, kind: "unknown-property" });
    }
  }
  return causes;
}
