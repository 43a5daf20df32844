/** docs/figures.md says of every figure what the catalogue says. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE, FIGURE_IDS } from "../../../src/insight/figures/catalogue.ts";

const tidy = (text: string): string => text.replace(/ +/g, " ");
const document = tidy(readFileSync(new URL("../../../docs/figures.md", import.meta.url), "utf8"));

test.each(FIGURE_IDS)("the document defines %s as it is counted", (id) => {
  const { name, formula, countedBy, unit } = CATALOGUE[id];

  expect(document).toContain(
    tidy(`| \`${id}\` | ${name.en} · ${name.zh} | ${formula.en} | ${countedBy.en} | ${unit} |`),
  );
});

test("and no figure that there is not", () => {
  const named = [...document.matchAll(/^\| `(\w+)` \|/gm)].map(([, id]) => id);

  expect(named).toEqual(FIGURE_IDS);
});
