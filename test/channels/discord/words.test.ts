/** What people write passes through Discord's markdown unharmed, in both directions. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isByPerson } from "../../../src/channels/discord/listen/decode.ts";
import { plain, verbatim, verbatimInParts } from "../../../src/channels/discord/say/markdown.ts";
import { idAt, idBefore, isAfter } from "../../../src/channels/discord/snowflake.ts";
import { seen } from "./rig.ts";

test.each([
  [
    "*bold* _under_ ~~gone~~ `code` ||spoiler||",
    "\\*bold\\* \\_under\\_ \\~\\~gone\\~\\~ \\`code\\` \\|\\|spoiler\\|\\|",
  ],
  ["> quote\n# title\n-# small\n#7 is open", "\\> quote\n\\# title\n-\\# small\n#7 is open"],
  ["5 > 4, 3 < 4", "5 > 4, 3 < 4"],
  ["<@123> <#4> <t:1> [a](https://b.example)", "\\<@123> \\<#4> \\<t:1> \\[a\\](https://b.example)"],
  ["https://x.example/a_b_c?d=*&e", "https://x.example/a_b_c?d=*&e"],
  ["¯\\_(ツ)_/¯", "¯\\\\\\_(ツ)\\_/¯"],
])("%j is sent so that it is shown as it is", (text, sent) => {
  expect(verbatim(text)).toBe(sent);
});

test("however words are escaped and parted, people see all of them, letter for letter", () => {
  const text = fc.string({ unit: fc.constantFrom(...("ab*_~`|<>[]#\\ \n你👩‍👧".match(/./gsu) ?? [])), maxLength: 300 });
  fc.assert(
    fc.property(text, (written) => {
      const parts = verbatimInParts(written, 40);
      expect(parts.every(({ length }) => length <= 40)).toBe(true);
      expect(parts.map((content) => seen({ content })).join("")).toBe(written);
    }),
  );
});

test("mentions and emoji come in as words other networks can show, a call to the bot not at all", () => {
  const people = [{ id: "5", username: "bo", global_name: "Bo" }];

  expect(plain("<@9> hi <@5>, <@!6> <a:wave:77> <:ok:78>", people, "9")).toBe("hi @Bo, <@!6> :wave: :ok:");
});

test("bots and notices of Discord are nobody's words; kinds nobody knows yet are a person's", () => {
  const message = (change: object) => ({ ...JSON.parse('{"author":{"id":"1"},"type":0}'), ...change });

  expect(isByPerson(message({}))).toBe(true);
  expect(isByPerson(message({ type: 9999 }))).toBe(true);
  expect(isByPerson(message({ type: 6 }))).toBe(false);
  expect(isByPerson(message({ author: { id: "1", bot: true } }))).toBe(false);
  expect(isByPerson(message({ webhook_id: "1" }))).toBe(false);
});

test("ids are compared as the numbers they are", () => {
  expect(isAfter("1000", "999")).toBe(true);
  expect(isAfter(idAt(Date.UTC(2026, 0, 2)), idAt(Date.UTC(2026, 0, 1)))).toBe(true);
  expect(idBefore("1000")).toBe("999");
});
