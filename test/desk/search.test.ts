/** Agents find a ticket by what was said in it, in any language, and nothing anybody types is a command. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { aTicket, type DeskHouse, openDeskHouse } from "./house.ts";

let house: DeskHouse;
beforeEach(async () => {
  house = await openDeskHouse();
});
afterEach(() => house.close());

async function find(query: string): Promise<{ items: { ticketId: number }[]; next: string | null }> {
  const answer = await house.ask(`/api/v1/search?${query}`);
  expect(answer.status).toBe(200);
  return answer.json() as never;
}

test("two Chinese characters are enough, and show where they stand", async () => {
  const id = await aTicket(house, "我想申请退款，已经等了三天");

  const { items } = await find(`words=${encodeURIComponent("退款")}`);

  expect(items).toEqual([
    expect.objectContaining({ ticketId: id, learnerName: "小明", status: "new", author: "learner" }),
  ]);
  expect(items[0]).toMatchObject({ excerpt: { text: expect.stringContaining("退款"), ranges: [[4, 6]] } });
});

test("filters alone list tickets, and a filter nothing fits finds nothing", async () => {
  const id = await aTicket(house);

  expect((await find("status=new&learner=%E5%B0%8F%E6%98%8E")).items.map(({ ticketId }) => ticketId)).toEqual([id]);
  expect((await find("status=solved")).items).toEqual([]);
  expect((await find("to=2020-01-01")).items).toEqual([]);
});

test.each(["words=%22", "words=*%20OR%201%3D1", "words=%25_", "words=%00", "cursor=forged&words=a"])(
  "%s is only words",
  async (query) => {
    await aTicket(house);

    expect((await find(query)).next).toBeNull();
  },
);

test.each(["limit=0", "limit=101", "status=lost", "from=yesterday"])("?%s is refused", async (query) => {
  expect((await house.ask(`/api/v1/search?${query}`)).status).toBe(422);
});
