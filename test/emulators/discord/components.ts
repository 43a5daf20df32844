// Buttons, menus and forms as a person meets them: only what is there, enabled, and within its limits can be used.
import type { Wire } from "../common/wire.ts";
import type { DiscordMessage } from "./types.ts";

/** Which button: its label, a RegExp on the label, or its custom id. */
export type Choice = string | RegExp | { readonly customId: string };

const SELECTS = [3, 5, 6, 7, 8];
const LINK_STYLE = 5;

/** All parts of a message that can be used, in order. */
function usable(part: Wire): Wire[] {
  if (!part || typeof part !== "object") return [];
  const own = part.custom_id || part.url ? [part] : [];
  return [...own, ...Object.values(part).flatMap(usable)];
}

function find(message: DiscordMessage, name: string, isMeant: (part: Wire) => boolean): Wire {
  const all = usable(message.components);
  const found = all.find(isMeant);
  const there = JSON.stringify(all.map((part) => part.label ?? part.custom_id));
  if (!found) throw new Error(`no ${name} in the message; it has: ${there}`);
  if (found.disabled) throw new Error(`${name} is disabled`);
  return found;
}

/** The button that is meant. Throws when it is not there, disabled, or only a link. */
export function findButton(message: DiscordMessage, which: Choice): Wire {
  const isMeant = (button: Wire): boolean => {
    if (typeof which === "string") return button.label === which;
    return which instanceof RegExp ? which.test(button.label ?? "") : button.custom_id === which.customId;
  };
  const name = `button ${typeof which === "object" && "customId" in which ? which.customId : which}`;
  const found = find(message, name, (part) => part.type === 2 && isMeant(part));
  if (found.style === LINK_STYLE) throw new Error("a link button sends no interaction");
  return found;
}

/** The menu of that id. Throws when it is not there or does not offer the values. */
export function findSelect(message: DiscordMessage, customId: string, values: readonly string[]): Wire {
  const name = `select ${customId}`;
  const found = find(message, name, (part) => part.custom_id === customId && SELECTS.includes(part.type));
  const wrong = found.options && values.find((v) => !found.options.some((o: Wire) => o.value === v));
  if (wrong !== undefined) throw new Error(`${name} has no value ${wrong}`);
  const { min_values: min = 1, max_values: max = 1 } = found;
  if (values.length < min || values.length > max) throw new Error(`${name} takes ${min} to ${max} values`);
  return found;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

function fieldAnswer(field: Wire, given: string | readonly string[] | undefined): Wire {
  const { type, id = 1, custom_id } = field;
  if (type !== 4) return { type, id, custom_id, values: [given ?? []].flat() };
  const value = typeof given === "string" ? given : (field.value ?? "");
  if (value === "" && field.required !== false) throw new Error(`modal field ${custom_id} is required`);
  if (field.max_length && value.length > field.max_length) {
    throw new Error(`modal field ${custom_id}: the client allows ${field.max_length} characters`);
  }
  return { type, id, custom_id, value };
}

/** What a person sends who fills in a form. Throws when a field is not there or does not take what is given. */
export function formAnswers(form: Wire, fields: Fields): Wire[] {
  const used = new Set<string>();
  const answer = (field: Wire): Wire => {
    used.add(field.custom_id);
    return fieldAnswer(field, fields[field.custom_id]);
  };
  const rows = form.components.map((row: Wire) => {
    const { type, id = 1 } = row;
    if (type === 18) return { type, id, component: answer(row.component) };
    return type === 10 ? { type, id } : { type: 1, id, components: row.components.map(answer) };
  });
  const unknown = Object.keys(fields).find((k) => !used.has(k));
  if (unknown !== undefined) throw new Error(`the modal has no field ${unknown}; it has ${[...used].join(", ")}`);
  return rows;
}
