/** CSV as spreadsheets write it (RFC 4180): commas, quotes around what holds a comma, a quote or a line end. */

export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** Rows with the line they begin in; empty lines are none. A quote that never ends is a problem of its line. */
export function readCsv(text: string): { readonly rows: readonly CsvRow[] } | { readonly problem: string } {
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
    else if (letter === ",") endCell();
    else if (letter === "\n") {
      endRow();
      begin = line;
    } else if (letter !== "\r") cell += letter;
  }
  if (isQuoted) return { problem: `line ${begin}: a quote is opened and never closed` };
  endRow();
  return { rows };
}
