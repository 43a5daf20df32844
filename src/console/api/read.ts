/**
 * Reading what the API sends, field by field: an older page may talk to a newer server. What does not fit is our bug, told
 * once, and never half shown.
 */
export type Read<Value> = (value: unknown) => Value;

export function fields(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null) throw misfit();
  return new Map(Object.entries(value));
}

/** The `items` of a list. */
export function itemsOf<Value>(value: unknown, read: Read<Value>): readonly Value[] {
  return listOf(read)(fields(value).get("items"));
}

export function listOf<Value>(read: Read<Value>): Read<readonly Value[]> {
  return (value) => {
    if (!Array.isArray(value)) throw misfit();
    return value.map((each) => read(each));
  };
}

export function text(value: unknown): string {
  if (typeof value !== "string") throw misfit();
  return value;
}

export function number(value: unknown): number {
  if (typeof value !== "number") throw misfit();
  return value;
}

/** ISO 8601 → milliseconds since 1970, as all times in here. */
export function time(value: unknown): number {
  return Date.parse(text(value));
}

export function oneOf<Option extends string>(options: readonly Option[]): Read<Option> {
  return (value) => {
    const option = options.find((known) => known === value);
    if (option === undefined) throw misfit();
    return option;
  };
}

export function orNull<Value>(read: Read<Value>): Read<Value | null> {
  return (value) => (value === null ? null : read(value));
}

function misfit(): Error {
  return new Error("the server sent something this page does not know");
}
