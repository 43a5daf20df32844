/**
 * Material on its way to the thread that learns. The thread that answers stands still while it is copied: a few long texts are copied ten
 * times sooner than ten thousand short ones, and a large pack goes in several parts, with learners answered in between.
 */
import type { Pack } from "../core/pack.ts";
import { materialOf } from "./matcher.ts";
import type { Material } from "./trained.ts";

/** Texts one behind the other, and where each ends. */
type Texts = { readonly text: string; readonly ends: readonly number[] };

export type Parcel = {
  readonly subjects: readonly { readonly id: string; readonly examples: Texts; readonly hints: Texts }[];
  readonly strays: Texts;
};

function packed({ subjects, strays }: Material): Parcel {
  return {
    subjects: subjects.map(({ id, examples, hints }) => ({ id, examples: together(examples), hints: together(hints) })),
    strays: together(strays),
  };
}

/** Intents of one part: what five hundred take is seen at the event loop, what a hundred take is not. */
const INTENTS_MAX = 100;

/** What a pack has to learn from, each part packed when it is asked for; strays come with the last. */
export function* partsOf(pack: Pack): Generator<{ readonly part: Parcel; readonly isLast: boolean }> {
  const intents = [...pack.intents];
  for (let from = 0; from === 0 || from < intents.length; from += INTENTS_MAX) {
    const isLast = from + INTENTS_MAX >= intents.length;
    const some = new Map(intents.slice(from, from + INTENTS_MAX));
    yield { part: packed(materialOf({ ...pack, intents: some, strays: isLast ? (pack.strays ?? []) : [] })), isLast };
  }
}

/** Parts as they came, together again. */
export function joined(parts: readonly Parcel[]): Material {
  const materials = parts.map(unpacked);
  return {
    subjects: materials.flatMap(({ subjects }) => subjects),
    strays: materials.flatMap(({ strays }) => strays),
  };
}

/** The same material, text for text. */
function unpacked({ subjects, strays }: Parcel): Material {
  return {
    subjects: subjects.map(({ id, examples, hints }) => ({ id, examples: apart(examples), hints: apart(hints) })),
    strays: apart(strays),
  };
}

function together(texts: readonly string[]): Texts {
  let end = 0;
  const ends = texts.map(({ length }) => {
    end += length;
    return end;
  });
  return { text: texts.join(""), ends };
}

function apart({ text, ends }: Texts): readonly string[] {
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}
