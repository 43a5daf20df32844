/**
 * The few lines of DOM the console needs. Text only ever becomes text: there is no way in here to turn a string into markup,
 * and nothing else in the console makes elements.
 */

type Attributes = Readonly<Record<string, string>>;

/** A new element with attributes and children; strings become text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The element of the skeleton with this id; it is our bug when it is not there. */
export function place<Kind extends HTMLElement>(id: string, kind: abstract new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${id}`);
}

/** Sets text only when it differs: a live region must not speak again what it said. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
