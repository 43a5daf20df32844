// Judges Discord REST traffic by Discord's own OpenAPI document, with ajv.
// Two forms of the document are used: lenient, as published (oneOf and anyOf both mean "one of", integers may be strings,
// as its README states), and strict, where objects with listed properties have no others: that finds invented fields.
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Problem } from "../../common/journal.ts";
import type { Wire } from "../../common/wire.ts";
import { explain, formats, lookUp } from "./explain.ts";

const openapi: Wire = JSON.parse(readFileSync(new URL("../../specs/discord-openapi.json", import.meta.url), "utf8"));

/** A route of the document that fits a path. `operation` is null when the path has no such method. */
export type Route = { readonly template: string; readonly operation: Wire; readonly params: Record<string, string> };

type Mode = "lenient" | "strict";

/** A problem of a body; `code` is the one Discord names in its answer. */
export type BodyProblem = Problem & { readonly code?: string | undefined };

const FIXED_INTEGER = ["enum", "const", "allOf"];

function isOpenInteger(schema: Wire): boolean {
  const isInteger = [schema.type].flat().includes("integer");
  return isInteger && schema.format !== "int32" && !FIXED_INTEGER.some((k) => schema[k] !== undefined);
}

function variant(node: Wire, mode: Mode, isUnderAllOf = false): Wire {
  if (Array.isArray(node)) return node.map((n) => variant(n, mode, isUnderAllOf));
  if (!node || typeof node !== "object") return node;
  const made: Wire = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "oneOf" || key === "anyOf") made.anyOf = variant(value, mode);
    else if (key !== "discriminator" && key !== "example" && !key.startsWith("x-")) {
      made[key] = variant(value, mode, key === "allOf");
    }
  }
  // The document has an enum without members; ajv takes none, and nothing could ever fit it.
  if (Array.isArray(made.enum) && !made.enum.length) delete made.enum;
  if (isOpenInteger(made)) {
    Object.assign(made, { type: [made.type, "string"].flat(), pattern: "^-?\\d+$" });
    delete made.minimum;
    delete made.maximum;
  }
  const isClosed = mode === "strict" && !isUnderAllOf && made.type === "object" && made.properties;
  if (isClosed && made.additionalProperties === undefined) made.additionalProperties = false;
  return made;
}

class Judge {
  readonly document: Wire;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, formats });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(mode: Mode) {
    this.document = variant(openapi, mode);
    this.#ajv.addSchema({ $id: "api", ...this.document });
  }

  at(segments: readonly string[]): ValidateFunction {
    const key = segments.map((s) => `/${s.replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
    const known = this.#compiled.get(key);
    if (known) return known;
    const made = this.#ajv.compile({ $ref: `api#${key.replace(/[{}@ ]/g, encodeURIComponent)}` });
    this.#compiled.set(key, made);
    return made;
  }
}

const judges: Readonly<Record<Mode, Judge>> = { lenient: new Judge("lenient"), strict: new Judge("strict") };

const routes = Object.entries<Wire>(openapi.paths)
  .map(([template, operations]) => {
    const escaped = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const literals = (template.match(/\/[^{/]+/g) ?? []).length;
    return { template, operations, pattern: new RegExp(`^${escaped}$`), literals };
  })
  .sort((a, b) => b.literals - a.literals); // literal segments first: /messages/@original before /messages/{id}

/** Finds the route for a path without the /api/v10 prefix. */
export function findRoute(method: string, path: string): Route | null {
  const name = method.toLowerCase();
  const hits = routes.filter((r) => r.pattern.test(path));
  const hit = hits.find((r) => r.operations[name]);
  if (!hit) return hits[0] ? { template: hits[0].template, operation: null, params: {} } : null;
  const groups = Object.entries(hit.pattern.exec(path)?.groups ?? {});
  const params = Object.fromEntries(groups.map(([k, v]) => [k, decodeURIComponent(v)]));
  return { template: hit.template, operation: hit.operations[name], params };
}

/** Path parameters that should be snowflakes and are not. */
export function checkPath({ params }: Route): string[] {
  const isId = (k: string): boolean => k.endsWith("_id") && k !== "user_id" && k !== "overwrite_id";
  const isFine = (v: string): boolean => /^\d{1,20}$/.test(v) || v === "@me" || v === "@original";
  const wrong = Object.entries(params).filter(([k, v]) => isId(k) && !isFine(v));
  return wrong.map(([k, v]) => `${k} = "${v}" is not a snowflake`);
}

const queryProblem = (kind: string, path: string, message: string): Problem => ({
  severity: "error",
  kind,
  path,
  message,
});

function checkQueryValue(parameter: Wire, value: string): Problem | undefined {
  const { $ref } = parameter.schema ?? {};
  const schema = $ref ? lookUp(openapi, $ref) : (parameter.schema ?? {});
  const types = [schema.type ?? []].flat();
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const n = Number(value);
  if (
    types.includes("integer") &&
    !types.includes("string") &&
    !(/^-?\d+$/.test(value) && n <= maximum && n >= minimum)
  ) {
    return queryProblem("bad-query", parameter.name, `${value} is outside ${minimum}..${maximum}`);
  }
  if (!types.includes("boolean") || /^(true|false|1|0)$/i.test(value)) return undefined;
  return queryProblem("bad-query", parameter.name, `${value} is not a boolean`);
}

/** What is wrong with the query of a call: unknown, missing and bad parameters. */
export function checkQuery({ template, operation }: Route, method: string, query: URLSearchParams): Problem[] {
  const all = [...(operation.parameters ?? []), ...(openapi.paths[template].parameters ?? [])];
  const known = all.filter((p) => p.in === "query");
  const given = [...query].map(([name, value]) => {
    const parameter = known.find((p) => p.name === name);
    if (parameter) return checkQueryValue(parameter, value);
    return queryProblem("unknown-query", name, `${method} ${template} has no such query parameter`);
  });
  const missing = known.filter((p) => p.required && !query.has(p.name));
  return [
    ...given.filter((p) => p !== undefined),
    ...missing.map((p) => queryProblem("missing-query", p.name, "required")),
  ];
}

/** What is wrong with a JSON request body. */
export function checkBody({ template, operation }: Route, method: string, body: Wire): BodyProblem[] {
  const { requestBody } = operation;
  if (!requestBody?.content) {
    const message = `${method} ${template} takes no body`;
    return body === undefined ? [] : [{ severity: "warning", kind: "unexpected-body", path: "", message }];
  }
  if (body === undefined) {
    const message = "a body is required";
    return requestBody.required ? [{ severity: "error", kind: "missing-body", path: "", message }] : [];
  }
  const json = "application/json";
  const type = requestBody.content[json] ? json : (Object.keys(requestBody.content)[0] ?? json);
  return checkSchema(["paths", template, method.toLowerCase(), "requestBody", "content", type, "schema"], body);
}

const REPORTED_MAX = 8;

/** Judges a value first as published, then strictly (for unknown properties). */
function checkSchema(segments: readonly string[], value: Wire): BodyProblem[] {
  const modes = [
    ["lenient", "schema"],
    ["strict", "unknown-property"],
  ] as const;
  for (const [mode, kind] of modes) {
    const { document } = judges[mode];
    const validate = judges[mode].at(segments);
    if (validate(value)) continue;
    const schema = segments.reduce<Wire>((node, s) => node?.[s], document);
    const found = explain(schema, value, { path: "", document });
    const plain = (validate.errors ?? []).filter((e) => e.keyword !== "anyOf").slice(0, 4);
    const list = found.length ? found : plain.map((e) => ({ path: e.instancePath, message: e.message ?? "" }));
    return list.slice(0, REPORTED_MAX).map((f) => ({ severity: "error", kind, ...f }));
  }
  return [];
}

/** What is wrong with an answer this fake made, by the response schema of that name (only as published). */
export function checkComponent(name: string, value: Wire): { path: string; message: string }[] {
  const { document } = judges.lenient;
  if (judges.lenient.at(["components", "schemas", name])(value)) return [];
  return explain(document.components.schemas[name], value, { path: "", document }).slice(0, 5);
}
