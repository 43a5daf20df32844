/** `/teach` in a ticket's thread: what a learner asked becomes an example of the draft, without what tells who asked. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FaqLife } from "../../../src/app/faq/life.ts";
import { teachOf } from "../../../src/app/faq/teach.ts";
import type { TicketId } from "../../../src/core/model.ts";
import { isAllSent, openHouse, SECRET, type House as Shell, ticketOf } from "../house.ts";
import { command, STAFF_CHAT, update, words } from "../scripted-channel.ts";
import { House, until } from "./house.ts";

let house: House;
let shell: Shell;
beforeEach(async () => {
  house = new House();
  const folder = await house.folder();
  let life: FaqLife | null = null;
  shell = await openHouse({
    teach: (store) => async (lesson) => {
      life ??= await house.replica(store, folder);
      return await teachOf(life, store)(lesson);
    },
  });
});
afterEach(async () => {
  await house.close();
  await shell.close();
});

const ANN = { networkId: "99", name: "Ann" };
const MING = { networkId: "7", name: "Ming" };
const said = () => shell.channel.said(STAFF_CHAT).join("\n");

async function aTicketOfAnn(asked: string): Promise<TicketId> {
  const home = { kind: "learner", chatId: "7" } as const;
  await shell.channel.deliver(update(home, words(asked), MING));
  await shell.channel.deliver(update(home, command("human"), MING));
  await until(async () => (await shell.store.tickets("all", 1)).length > 0, "there is a ticket");
  const id = await ticketOf(shell.store);
  await order("claim", String(id));
  return id;
}

async function order(name: string, argument: string): Promise<void> {
  const room = { kind: "staff", chatId: STAFF_CHAT, threadId: null } as const;
  await shell.channel.deliver(update(room, command(name, argument), ANN));
  await until(() => isAllSent(shell.store), "all is sent");
}

test("the question goes into the draft of the intent, masked, with the agent's answer as evidence, once", async () => {
  const id = await aTicketOfAnn(`${SECRET} hand the fee back, I am ming@example.org`);
  await shell.aftercare.act(
    id,
    { id: "telegram:99" as never, name: "Ann" },
    { verb: "say", text: `${SECRET} three days`, attachments: [] },
  );

  await order("teach", `#${id} refund`);
  await order("teach", `#${id} refund`);

  const [draft, ...others] = await shell.store.faq.drafts();
  expect(others).toEqual([]);
  expect(draft?.text).toContain(`    - ${SECRET} hand the fee back, I am [✉]\n`);
  expect(draft?.text).not.toContain("ming@example.org");
  expect(draft).toMatchObject({ path: "school/refund.yaml", source: "chat", by: { name: "Ann" } });
  expect(draft?.evidence).toMatchObject([{ ticketId: id, answer: `${SECRET} three days` }]);
  expect(said()).toContain("Put into the draft of “refund”, with your answer beside it");
});

test("an intent there is not is told with those near it, and nothing is drafted", async () => {
  const id = await aTicketOfAnn(`${SECRET} I cannot sign in`);

  await order("teach", `#${id} log`);

  expect(said()).toMatch(/no such intent.*near it are: login/);
  expect(await shell.store.faq.drafts()).toEqual([]);
});
