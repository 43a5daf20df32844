/** The part of a pino logger a channel uses: ids first, then a sentence. */
export type Log = Readonly<
  Record<"info" | "warn" | "error", (ids: Readonly<Record<string, unknown>>, text: string) => void>
>;
