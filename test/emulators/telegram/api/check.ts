// Judges calls of the bot, and results of the fake itself, by the published Bot API.
// Unknown fields are errors although the real server ignores them: a misspelt field is a feature that silently is not there.

import type { Files } from "../../common/http.ts";
import type { Problem, Severity } from "../../common/journal.ts";
import type { Wire } from "../../common/wire.ts";
import { type FieldSpec, findMethod, type Limit, limitOf, membersOf, spec } from "./spec.ts";

/** Where a value stands, and what else is known about it. */
type Spot = {
  readonly path: string;
  readonly problems: Problem[];
  /** True for values that came from the bot: strings may then carry JSON, numbers and so on. */
  readonly wire: boolean;
  readonly field?: Pick<FieldSpec, "enum" | "description"> | undefined;
  readonly files?: Files | undefined;
};

const SCALARS = new Set(["Integer", "Float", "String", "Boolean", "True", "InputFile"]);
const ARRAY = "Array of ";
const ATTACH = "attach://";
// A half of an emoji: what is left when a text is cut in the middle of a surrogate pair.
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const objectTypes = (types: readonly string[]): string[] =>
  types.filter((t) => !SCALARS.has(t) && !t.startsWith(ARRAY));
const arrayTypes = (types: readonly string[]): string[] => types.filter((t) => t.startsWith(ARRAY));

function report(
  spot: Spot,
  ...[severity, kind, message]: [severity: Severity, kind: string, message: string]
): undefined {
  spot.problems.push({ severity, kind, path: spot.path, message });
}

const wrongType = (spot: Spot, is: string, types: readonly string[]): undefined =>
  report(spot, "error", "wrong-type", `${is}, expected ${types.join(" or ")}`);

/** Checks one value against a list of types and returns it decoded, or undefined when it is refused. */
function checkValue(types: readonly string[], given: Wire, spot: Spot): Wire {
  const value = spot.wire && typeof given === "string" ? decode(types, given, spot) : given;
  if (value === undefined) return undefined;
  if (value === null) return wrongType(spot, "is null", types);
  switch (typeof value) {
    case "string":
      return checkString(types, value, spot);
    case "number":
      return checkNumber(types, value, spot);
    case "boolean":
      return types.includes("Boolean") || types.includes("True") ? value : wrongType(spot, "is a boolean", types);
    case "object":
      return Array.isArray(value) ? checkArray(types, value, spot) : checkObject(types, value, spot);
  }
  return report(spot, "error", "wrong-type", `has type ${typeof value}`);
}

/** In forms everything is a string, and JSON bodies may carry JSON-serialized strings too. */
function decode(types: readonly string[], text: string, spot: Spot): Wire {
  if (types.includes("String")) {
    // "Integer or String", such as chat_id
    return types.includes("Integer") && /^-?\d+$/.test(text) ? Number(text) : text;
  }
  if (types.includes("InputFile") && text.startsWith(ATTACH)) return text;
  if (objectTypes(types).length || arrayTypes(types).length) {
    try {
      return JSON.parse(text);
    } catch {
      return report(spot, "error", "bad-json", `is not JSON: ${text.slice(0, 60)}`);
    }
  }
  if (types.includes("Boolean") || types.includes("True")) {
    if (/^(true|false|1|0|yes|no)$/i.test(text)) return /^(true|1|yes)$/i.test(text);
    return report(spot, "error", "wrong-type", `expected a boolean, got "${text.slice(0, 40)}"`);
  }
  if (types.includes("Integer") || types.includes("Float")) {
    if (text.trim() !== "" && !Number.isNaN(Number(text))) return Number(text);
    return report(spot, "error", "wrong-type", `expected a number, got "${text.slice(0, 40)}"`);
  }
  return text;
}

function namesUpload(value: string, spot: Spot): boolean {
  if (!spot.files || spot.files.has(value.slice(ATTACH.length))) return true;
  report(spot, "error", "bad-attach", `${value} does not name an uploaded file`);
  return false;
}

function checkString(types: readonly string[], value: string, spot: Spot): Wire {
  const isAttached = value.startsWith(ATTACH);
  if (!types.includes("String")) {
    if (!isAttached || !types.includes("InputFile")) return wrongType(spot, "is a string", types);
    return namesUpload(value, spot) ? value : undefined;
  }
  const allowed = spot.field?.enum;
  if (allowed && !allowed.includes(value) && types.length === 1 && !(value === "" && spot.wire)) {
    const more = allowed.length > 12 ? ", …" : "";
    report(spot, "error", "wrong-enum", `"${value}" is not one of ${allowed.slice(0, 12).join(", ")}${more}`);
  }
  if (isAttached) namesUpload(value, spot);
  if (!spot.wire) return value;
  // Texts with markup are measured after the markup is parsed, in rules.ts.
  const description = spot.field?.description ?? "";
  if (!/after entities parsing/.test(description)) checkLength(value, limitOf(description), spot);
  if (LONE_SURROGATE.test(value)) {
    report(spot, "error", "bad-utf8", "has a lone surrogate (a text cut inside an emoji): strings must be UTF-8");
  }
  return value;
}

function checkLength(value: string, limit: Limit | undefined, spot: Spot): void {
  if (limit?.unit !== "characters" && limit?.unit !== "bytes") return;
  const n = limit.unit === "bytes" ? Buffer.byteLength(value) : [...value].length;
  if (n > limit.max || n < limit.min) {
    report(spot, "error", "bad-length", `has ${n} ${limit.unit}, allowed ${limit.min}-${limit.max}`);
  }
}

function checkNumber(types: readonly string[], value: number, spot: Spot): Wire {
  if (types.includes("Integer") && !types.includes("Float") && !Number.isInteger(value)) {
    return report(spot, "error", "wrong-type", `${value} is not an integer`);
  }
  if (types.includes("Integer") || types.includes("Float")) {
    const allowed = spot.field?.enum;
    if (typeof allowed?.[0] === "number" && !allowed.includes(value)) {
      report(spot, "error", "wrong-enum", `${value} is not one of ${allowed.join(", ")}`);
    }
    return value;
  }
  if (!types.includes("String")) return wrongType(spot, "is a number", types);
  report(spot, "note", "loose-type", "is a number where the specification says String (the server converts it)");
  return String(value);
}

function checkArray(types: readonly string[], value: readonly Wire[], spot: Spot): Wire {
  const items = arrayTypes(types).map((t) => t.slice(ARRAY.length));
  if (!items.length) return wrongType(spot, "is an array", types);
  const limit = limitOf(spot.field?.description);
  const isCounted = limit?.unit === "items" || limit?.unit === "identifiers";
  if (spot.wire && limit && isCounted && (value.length < limit.min || value.length > limit.max)) {
    report(spot, "error", "too-long", `has ${value.length} ${limit.unit}, allowed ${limit.min}-${limit.max}`);
  }
  const field = spot.field?.enum ? { enum: spot.field.enum } : undefined;
  return value.map((v, i) =>
    checkValue(items, v, { ...spot, path: `${spot.path}[${i}]`, wire: spot.wire && typeof v !== "string", field }),
  );
}

/** Chooses the member of the union that fits best, and reports what is wrong by that one. */
function checkObject(types: readonly string[], value: Wire, spot: Spot): Wire {
  const members = objectTypes(types).flatMap(membersOf);
  if (!members.length) return wrongType(spot, "is an object", types);
  let best: { cost: number; problems: Problem[]; decoded: Wire } | undefined;
  for (const member of members) {
    const problems: Problem[] = [];
    const decoded = checkFields(member, value, { ...spot, problems });
    const cost = problems.filter((p) => p.severity === "error").length;
    if (!best || cost < best.cost) best = { cost, problems, decoded };
    if (!cost) break;
  }
  spot.problems.push(...(best?.problems ?? []));
  return best?.decoded;
}

function checkFields(type: string, value: Wire, spot: Spot): Wire {
  const definition = spec.types[type];
  if (!definition) {
    report(spot, "note", "unknown-spec-type", type);
    return value;
  }
  const decoded: Wire = {};
  const fields = definition.fields ?? [];
  for (const field of fields) {
    const v = value[field.name];
    const inner = { ...spot, path: `${spot.path}.${field.name}`, field };
    if (v === undefined) {
      if (field.required) report(inner, "error", "missing-field", `required in ${type}`);
      continue;
    }
    // A string inside an object is already decoded JSON: a nested JSON string for an object is wrong there.
    const wire = spot.wire && (field.types.includes("String") || typeof v !== "string");
    decoded[field.name] = checkValue(field.types, v, { ...inner, wire });
  }
  for (const key of Object.keys(value)) {
    if (fields.some((f) => f.name === key)) continue;
    report({ ...spot, path: `${spot.path}.${key}` }, "error", "unknown-field", `${type} has no such field`);
  }
  return decoded;
}

/** Checks all parameters of a call. Returns them decoded, and what is wrong with them. */
export function checkCall(name: string, raw: Wire, files: Files): { params: Wire; problems: Problem[] } {
  const fields = findMethod(name)?.fields ?? [];
  const problems: Problem[] = [];
  const params: Wire = {};
  for (const field of fields) {
    const spot = { path: field.name, problems, wire: true, field, files };
    const value = raw[field.name];
    const upload = files.get(field.name);
    if (upload && value === undefined) {
      const takesFile = field.types.includes("InputFile");
      if (!takesFile) report(spot, "error", "unexpected-file", "is an upload, but this parameter takes none");
      params[field.name] = { upload };
    } else if (value === undefined || (value === "" && !field.required && !field.types.includes("String"))) {
      if (field.required) report(spot, "error", "missing-parameter", `required by ${name}`);
    } else if (value === null) report(spot, "warning", "null-parameter", "is null; leave it out");
    else params[field.name] = checkValue(field.types, value, spot);
  }
  for (const path of Object.keys(raw)) {
    if (fields.some((f) => f.name === path)) continue;
    const message = `${name} has no such parameter (the server would silently ignore it)`;
    problems.push({ severity: "error", kind: "unknown-parameter", path, message });
  }
  return { params, problems };
}

/** Checks a result or update this fake is about to send, so that the fake itself stays faithful. Returns the errors. */
export function checkOutgoing(types: readonly string[], value: Wire, path: string): Problem[] {
  const problems: Problem[] = [];
  checkValue(types, value, { path, problems, wire: false });
  return problems.filter((p) => p.severity === "error");
}
