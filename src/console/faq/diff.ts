/** Two texts line by line: what went, what came, and a little of what stayed around it. A sign says it beside the colour. */
import { make } from "../dom.ts";

const AROUND = 2;
/** Beyond this nobody compares by eye, and the table of lines would be too large. */
const LINES_MAX = 3000;

type Line = { readonly sign: " " | "+" | "−"; readonly text: string };

export function diffOf(before: string | null, after: string | null): HTMLElement {
  const [old, fresh] = [linesIn(before), linesIn(after)];
  const isLong = old.length > LINES_MAX || fresh.length > LINES_MAX;
  const lines = isLong ? [...old.map(gone), ...fresh.map(came)] : compare(old, fresh);
  const shown = lines.map((_, at) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(isChange));
  const rows = lines.flatMap((line, at) => {
    if (shown[at]) return [rowOf(line)];
    return shown[at - 1] ? [make("div", { class: "diff-gap" }, "⋯")] : [];
  });
  return make("pre", { class: "diff", tabindex: "0" }, ...rows);
}

function linesIn(text: string | null): readonly string[] {
  return text === null || text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

const gone = (text: string): Line => ({ sign: "−", text });
const came = (text: string): Line => ({ sign: "+", text });
const isChange = ({ sign }: Line): boolean => sign !== " ";

function rowOf({ sign, text }: Line): HTMLElement {
  const kind = sign === "+" ? "came" : sign === "−" ? "gone" : "same";
  return make("div", { class: kind }, `${sign} ${text}`);
}

/** The longest common lines stay; walked from the end, so that the table holds what is still to come. */
function compare(old: readonly string[], fresh: readonly string[]): readonly Line[] {
  const width = fresh.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      common[row * width + column] =
        old[row] === fresh[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    const [was, is] = [old[row], fresh[column]];
    if (was !== undefined && was === is) {
      lines.push({ sign: " ", text: was });
      row += 1;
      column += 1;
    } else if (was !== undefined && (is === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push(gone(was));
      row += 1;
    } else if (is !== undefined) {
      lines.push(came(is));
      column += 1;
    }
  }
  return lines;
}
