// The one place where the fakes say "anything": what came over the wire and is judged at run time by the published
// specification, not by our types. Do not use it for what a test sees; that has types of its own.

/** A JSON value before or after the specification has looked at it. */
// biome-ignore lint/suspicious/noExplicitAny: its shape is checked at run time against the specification.
export type Wire = any;

/** Leaves out the keys whose value is undefined: the networks never send them. */
export function defined<T extends object>(value: T): T {
  const copy: Wire = { ...value };
  for (const key of Object.keys(copy)) if (copy[key] === undefined) delete copy[key];
  return copy;
}
