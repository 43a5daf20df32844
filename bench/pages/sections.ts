/**
 * One page, several benchmarks: each writes its own section between two marks and leaves the others as they are. What stands
 * before the first mark belongs to the benchmark of understanding.
 */

const MARKED = /<!-- section (\w+) -->\n[\s\S]*?<!-- end of \1 -->\n/g;

/** The page with this section put in the place of the one of that name, or at its end. */
export function withSection(page: string, name: string, text: string): string {
  const section = `<!-- section ${name} -->\n${text.trim()}\n<!-- end of ${name} -->\n`;
  const known = [...page.matchAll(MARKED)].find((found) => found[1] === name)?.[0];
  return known === undefined ? `${page.trimEnd()}\n\n${section}` : page.replace(known, () => section);
}

/** All sections of a page, as they stand there: to be put behind what takes the place of the rest. */
export function sectionsOf(page: string): string {
  return [...page.matchAll(MARKED)].map(([section]) => `\n${section}`).join("");
}
