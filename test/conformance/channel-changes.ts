/** What every channel must do with words that are changed after they were sent, and with somebody who is writing. */
import { expect, test, vi } from "vitest";
import type { Inbound } from "../../src/core/inbound.ts";
import type { TicketId } from "../../src/core/model.ts";
import type { Words } from "../../src/core/ports.ts";
import type { Press } from "../../src/core/press.ts";
import type { ChannelRig } from "./channel.ts";

let keys = 0;
/** Keys of other words than those of the chapters beside this one. */
const plain = (text: string): Words => {
  keys += 1;
  return { key: `c${keys}`, text, buttons: [], attachments: [] };
};

export function conformChanges(rig: () => ChannelRig): void {
  const cancel: Press = { press: "cancel", ticketId: 7 as TicketId };
  const detail: Press = { press: "detail", ticketId: 7 as TicketId };

  test("a changed message shows its new words in the place of the old ones, and its new buttons work", async () => {
    const { channel, place, presses, shown } = rig();
    const got: Inbound[] = [];
    await channel.start(async (inbound) => void got.push(inbound));
    const messageId = await channel.send(place, {
      ...plain("You are number 3 in line."),
      buttons: [[{ label: "Cancel", press: cancel }]],
    });
    await channel.send(place, plain("and something else"));

    const text = "<b>你</b> are _number_ 2 in line.";
    await channel.edit(place, messageId, { text, buttons: [[{ label: "Add detail", press: detail }]] });

    expect(shown()).toEqual([text, "and something else"]);
    expect(() => presses(messageId, "Cancel")).toThrow();
    presses(messageId, "Add detail");
    await vi.waitFor(() => expect(got).toHaveLength(1));
    expect(got[0]?.what).toMatchObject({ kind: "pressed", messageId, press: detail });
  });

  test("a message that is changed to words without buttons has none any more, and may be changed back", async () => {
    const { channel, place, presses, shown } = rig();
    const waiting = { text: "You are next.", buttons: [[{ label: "Cancel", press: cancel }]] };
    const messageId = await channel.send(place, { ...plain(waiting.text), ...waiting });

    await channel.edit(place, messageId, { text: "Ann took over.", buttons: [] });

    expect(shown()).toEqual(["Ann took over."]);
    expect(() => presses(messageId, "Cancel")).toThrow();
    await channel.edit(place, messageId, waiting);
    expect(shown()).toEqual(["You are next."]);
  });

  test("changing a message to what it says already, or one that is gone, is no error", async () => {
    const { channel, place, gone, shown } = rig();
    const messageId = await channel.send(place, plain("You are next."));

    await channel.edit(place, messageId, { text: "You are next.", buttons: [] });
    await channel.edit(place, gone.messageId, { text: "You are next.", buttons: [] });

    expect(shown()).toEqual(["You are next."]);
  });
}

export function conformTyping(rig: () => ChannelRig): void {
  test("showing that somebody is writing says nothing, however often", async () => {
    const { channel, place, shown } = rig();

    await channel.typing(place);
    await channel.typing(place);

    expect(shown()).toEqual([]);
  });
}
