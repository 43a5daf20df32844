/** HTML as values: what is filled into a template is escaped unless it is markup itself, so that no name of anybody becomes a tag. */
export type Markup = { readonly markup: string };
type Filling = Markup | string | number | readonly Filling[];

export function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Markup {
  return { markup: parts.reduce((text, part, index) => text + filled(fillings[index - 1] ?? "") + part) };
}

/** Our own text that is known to be markup: a style sheet. */
export function raw(markup: string): Markup {
  return { markup };
}

function filled(filling: Filling): string {
  if (typeof filling === "string") return escapeHtml(filling);
  if (typeof filling === "number") return String(filling);
  return "markup" in filling ? filling.markup : filling.map(filled).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
