/** CSV as spreadsheets write it (RFC 4180): commas, quotes around what holds a comma, a quote or a line end. */

// A spreadsheet runs what begins so, whatever spaces or full-width letters stand before it.
const FORMULA = /^[=+\-@\t\r\n|%]/;

/** Whether a spreadsheet may take the text for a formula. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text.normalize("NFKC").trimStart()) || /^[\t\r\n]/.test(text);
}

/** Takes away the apostrophe that keeps a spreadsheet from running a text. */
export function withoutEscape(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** Rows with the line they begin in; empty lines are none. A quote that never ends is a problem of its line. */
export function readCsv(
  text: string,
  separator: "," | ";" | "\t" = ",",
): { readonly rows: readonly CsvRow[] } | { readonly problem: string } {
  const rows: CsvRow[] = [];
  let [cells, cell, line, begin, isQuoted, wasQuoted]: [string[], string, number, number, boolean, boolean] = [
    [],
    "",
    1,
    1,
    false,
    false,
  ];
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const endCell = (): void => {
    cells.push(wasQuoted ? cell : cell.trim());
    [cell, wasQuoted] = ["", false];
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((each) => each !== "")) rows.push({ line: begin, cells });
    cells = [];
  };
  for (let index = 0; index < source.length; index += 1) {
    const letter = source.charAt(index);
    if (letter === "\n") line += 1;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (source.charAt(index + 1) === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell.trim() === "") [cell, isQuoted, wasQuoted] = ["", true, true];
    else if (letter === separator) endCell();
    else if (letter === "\n") {
      endRow();
      begin = line;
    } else if (letter !== "\r") cell += letter;
  }
  if (isQuoted) return { problem: `line ${begin}: a quote is opened and never closed` };
  endRow();
  return { rows };
}
