/**
 * An error as it may be logged. Not to break: never the message of an error we did not write ourselves. A JSON or regex
 * error quotes the text it choked on, and that text is a learner's.
 */
import { ChannelError, StoreError } from "../core/errors.ts";

export type Fault = {
  readonly name: string;
  /** Which kind of our own errors it is; null for anything else. */
  readonly kind: string | null;
  /** The innermost stack frames: places in the code, no words. */
  readonly at: readonly string[];
};

const FRAMES_MAX = 5;
const FRAME = /^ {4}at .*:\d+:\d+\)?$/;

export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error, kind: null, at: [] };
  return { name: error.name, kind: kindOf(error), at: framesOf(error).slice(0, FRAMES_MAX) };
}

/** A stack begins with the message, and a line of a learner's text may look like a frame: only what follows it counts. */
function framesOf({ stack = "", message }: Error): readonly string[] {
  const start = stack.indexOf(message);
  const frames = start < 0 ? "" : stack.slice(start + message.length);
  return frames.split("\n").flatMap((line) => (FRAME.test(line) ? [line.trim()] : []));
}

function kindOf(error: Error): string | null {
  if (error instanceof StoreError) return error.kind;
  if (error instanceof ChannelError) return error.trouble.kind;
  return null;
}
