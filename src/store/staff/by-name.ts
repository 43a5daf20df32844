/** People's own lists come by name. Sorted here, because databases order the same names differently. */
const collator = new Intl.Collator("en");

export function byName<Named extends { readonly name: string }>(named: readonly Named[]): readonly Named[] {
  return named.toSorted((one, other) => collator.compare(one.name, other.name));
}
