/**
 * What is watched from outside: the dashboard and the alert rules that come along may only ask for what `/metrics` really shows, and
 * every alert is explained where whoever is woken by it looks.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type DeskHouse, openDeskHouse } from "./house.ts";

type Rule = { readonly alert: string; readonly expr: string; readonly annotations: { readonly summary: string } };

const DASHBOARD: { panels: { targets?: { expr: string }[]; title: string }[] } = JSON.parse(
  readFileSync("deploy/grafana/aftercare.json", "utf8"),
);
const RULES: { groups: { rules: Rule[] }[] } = parse(readFileSync("deploy/prometheus/aftercare.rules.yaml", "utf8"));
const alerts = RULES.groups.flatMap(({ rules }) => rules);
const asked = DASHBOARD.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

let house: DeskHouse;
let exported: ReadonlySet<string>;
let labels: ReadonlySet<string>;
beforeAll(async () => {
  house = await openDeskHouse();
  const { text } = await house.ask("/metrics");
  exported = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name));
  labels = new Set([...text.matchAll(/(\w+="[^"]*")/g)].map(([, label = ""]) => label));
});
afterAll(() => house.close());

describe("the dashboard and the alert rules", () => {
  test.each([...new Set([...asked, ...alerts.map(({ expr }) => expr)])])("ask for what is exported: %s", (expr) => {
    const names = [...expr.matchAll(/\b(?:aftercare|nodejs|process)_\w+/g)].map(([name]) => name);
    const equal = [...expr.matchAll(/\b(\w+="[^"]*")/g)].map(([, label = ""]) => label);

    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(exported).toContain(name);
    for (const label of equal) expect(labels).toContain(label);
  });

  test("every alert is explained in docs/running.md, and nothing is explained that is no alert", () => {
    const guide = readFileSync("docs/running.md", "utf8");

    const explained = [...guide.matchAll(/^\| `(Aftercare\w+)`/gm)].map(([, name]) => name);

    expect(explained.toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
  });

  test("every metric follows the naming conventions: our prefix, a counter ends in _total, seconds are called so", async () => {
    const { text } = await house.ask("/metrics");

    const kinds = [...text.matchAll(/^# TYPE (aftercare_\S+) (\S+)/gm)].map(([, name = "", kind]) => ({ name, kind }));

    expect(kinds.length).toBeGreaterThan(30);
    for (const { name, kind } of kinds) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name.endsWith("_total"), name).toBe(kind === "counter");
      expect(name, name).not.toMatch(/_(?:ms|millis|minutes|percent)\b/);
    }
  });
});
