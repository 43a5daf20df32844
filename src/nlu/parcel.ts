/**
 * Material on its way to the thread that learns. The thread that answers stands still while it is copied, and a few long texts are
 * copied ten times sooner than ten thousand short ones.
 */
import type { Material } from "./trained.ts";

/** Texts one behind the other, and where each ends. */
type Texts = { readonly text: string; readonly ends: readonly number[] };

export type Parcel = {
  readonly subjects: readonly { readonly id: string; readonly examples: Texts; readonly hints: Texts }[];
  readonly strays: Texts;
};

export function packed({ subjects, strays }: Material): Parcel {
  return {
    subjects: subjects.map(({ id, examples, hints }) => ({ id, examples: together(examples), hints: together(hints) })),
    strays: together(strays),
  };
}

/** The same material, text for text. */
export function unpacked({ subjects, strays }: Parcel): Material {
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
