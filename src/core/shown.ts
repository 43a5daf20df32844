/**
 * Words as a channel can show them. What a channel can do is data, so a rule never asks which network it talks to: it says
 * what it means, and here it degrades to what can be shown there.
 */
import type { Attachment } from "./model.ts";
import type { Capabilities } from "./ports.ts";
import type { Button } from "./press.ts";
import { isBlank, split, truncate } from "./text.ts";

/** What is to be said, before it is known where. */
export type Spoken = {
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  readonly attachments: readonly Attachment[];
};

/**
 * One part for each message the channel needs; buttons and attachments come with the last. Empty: nothing to show. Without
 * buttons the choices stand in the words, and come along all the same: the channel has to know what a number means.
 */
export function shownOn(can: Capabilities, spoken: Spoken): readonly Spoken[] {
  const attachments = can.files === null ? [] : spoken.attachments;
  const named = can.files === null ? spoken.attachments.map(nameOf) : [];
  const picks = can.buttons === null ? numbered(spoken.buttons.flat()) : [];
  const text = [spoken.text, ...named, ...picks].filter((line) => !isBlank(line)).join("\n");
  const buttons = can.buttons === null ? spoken.buttons : laidOut(spoken.buttons, can.buttons);
  const parts = split(text, can.textLengthMax).filter((part) => !isBlank(part));
  if (parts.length === 0) return attachments.length > 0 ? [{ text: "", buttons, attachments }] : [];
  return parts.map((part, index) =>
    index === parts.length - 1 ? { text: part, buttons, attachments } : { text: part, buttons: [], attachments: [] },
  );
}

/** Without buttons a choice is a number to type; an address is simply there to be followed. */
function numbered(buttons: readonly Button[]): readonly string[] {
  let number = 0;
  return buttons.map((button) => {
    if ("url" in button) return `${button.label}: ${button.url}`;
    number += 1;
    return `${number}. ${button.label}`;
  });
}

/** The button a learner means by typing `2` under a message whose choices were numbered; null for any other text. */
export function pickByNumber(buttons: readonly (readonly Button[])[], text: string): Button | null {
  const presses = buttons.flat().filter((button) => "press" in button);
  const number = /^\s*(\d{1,2})[.)]?\s*$/.exec(text.normalize("NFKC"))?.[1];
  return number === undefined ? null : (presses[Number(number) - 1] ?? null);
}

type Layout = NonNullable<Capabilities["buttons"]>;

function laidOut(rows: readonly (readonly Button[])[], layout: Layout): readonly (readonly Button[])[] {
  const { rowsMax, perRowMax, labelLengthMax } = layout;
  const fitting = rows.flatMap((row) => chunks(row, perRowMax));
  // More rows than there is room for: what is left is packed tightly, and the last ones give way.
  const packed = fitting.length <= rowsMax ? fitting : chunks(rows.flat(), perRowMax).slice(0, rowsMax);
  return packed.map((row) => row.map((button) => ({ ...button, label: truncate(button.label, labelLengthMax) })));
}

function chunks(row: readonly Button[], size: number): readonly (readonly Button[])[] {
  const count = Math.ceil(row.length / size);
  return Array.from({ length: count }, (_, index) => row.slice(index * size, (index + 1) * size));
}

function nameOf({ name, kind }: Attachment): string {
  return `📎 ${name ?? kind}`;
}
