/** Admins announce an incident and end it; the learners concerned are told, whatever channel they wrote in. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

const PATH = "/api/v1/notices";
const words = { zh: "视频暂时无法播放。", en: "Videos do not play at the moment." };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

test("a notice joins who waits, is listed while it holds, and its end is told to all of them", async () => {
  await aTicket(house);

  const begun = await house.post(PATH, { words, endsAt: inAnHour() });

  expect(begun.json()).toMatchObject({ joined: 1, notice: { intentId: null, words } });
  const { notice } = begun.json() as { notice: { id: number } };
  expect((await house.ask(PATH)).json()).toMatchObject({ items: [{ id: notice.id }] });
  const ended = await house.ask(`${PATH}/${notice.id}`, { method: "DELETE" });
  expect(ended.status).toBe(204);
  expect((await house.ask(PATH)).json()).toEqual({ items: [] });
  await vi.waitFor(
    async () => {
      const [ticket] = await house.store.tickets("all", 9);
      const said = ticket ? await house.store.transcript(ticket.id) : [];
      expect(said.filter(({ text }) => /故障已经恢复|is over\. Does it work/.test(text))).toHaveLength(1);
    },
    { timeout: 5000 },
  );
  expect((await house.ask(`${PATH}/${notice.id}`, { method: "DELETE" })).status).toBe(404);
});

test.each([
  ["without words in one language", { words: { zh: "只有中文", en: " " }, endsAt: inAnHour() }],
  ["that is over already", { words, endsAt: "2020-01-01T00:00:00Z" }],
  ["that lasts for months", { words, endsAt: new Date(Date.now() + 90 * 86_400_000).toISOString() }],
  ["about an intent the FAQ does not have", { words, endsAt: inAnHour(), intentId: "nothing_like_it" }],
])("a notice %s is refused", async (_what, body) => {
  expect((await house.post(PATH, body)).status).toBe(422);
  expect((await house.ask(PATH)).json()).toEqual({ items: [] });
});
