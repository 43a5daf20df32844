/** A power cut in the middle of a turn, whichever way words come in. */
import { expect, test } from "vitest";
import type { User } from "../emulators/telegram/user.ts";
import type { House } from "./house.ts";

/** A bot that was killed has to start first. */
export const WAIT = { timeout: 30_000 };

export function diesAtAnyMoment(house: () => House): void {
  test("at whatever moment of a turn it dies, the question is answered, and at most twice", async () => {
    const other = house().tg.user({ first_name: "Mia" });
    const delaysMs = [1, 8, 32];

    for (const delayMs of delaysMs) {
      other.says(`/help ${delayMs}`);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await house().killAndRestart();
    }
    await house().tg.until(() => helped(house(), other) >= delaysMs.length, WAIT);

    expect(helped(house(), other)).toBeLessThanOrEqual(2 * delaysMs.length);
  });

  test("when it dies while an answer is on its way, the answer comes, and at most twice", async () => {
    const other = house().tg.user({ first_name: "Mia" });
    house().tg.inject({ delayMs: 500 }, { method: "sendMessage", where: (params) => params.chat_id === other.id });

    other.says("/help");
    await expect.poll(() => outbound(house(), "sending"), WAIT).toBe(1);
    await house().killAndRestart();
    await house().tg.until(() => helped(house(), other) >= 1, WAIT);

    expect(helped(house(), other)).toBeLessThanOrEqual(2);
  });
}

function helped({ tg }: House, who: User): number {
  return tg.sent({ chat: who.dm, text: /You can also use/ }).length;
}

export async function outbound(house: House, status: string): Promise<number> {
  const { body } = await house.get("/metrics");
  return Number(new RegExp(`aftercare_outbound_messages\\{status="${status}"\\} (\\d+)`).exec(body)?.[1]);
}
