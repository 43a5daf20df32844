/** The switch by which an agent says that they are away. What it shows is what the server last said. */
import * as api from "../api/api.ts";
import type { Answer } from "../api/call.ts";
import type { Colleague } from "../api/read-office.ts";
import { place } from "../dom.ts";
import type { Words } from "../words/words.ts";

export type PresenceOptions = {
  readonly words: () => Words;
  readonly tell: (news: string) => void;
  readonly settle: (answer: Answer<unknown>) => Promise<void>;
};

export type PresenceSwitch = { show(colleagues: readonly Colleague[]): void };

export function openPresence({ words, tell, settle }: PresenceOptions): PresenceSwitch {
  const button = place("away", HTMLButtonElement);
  const turn = (isAway: boolean): void => button.setAttribute("aria-checked", String(isAway));
  turn(false);
  button.addEventListener("click", async () => {
    const isAway = button.getAttribute("aria-checked") !== "true";
    const answer = await api.changePresence(isAway);
    await settle(answer);
    if (answer.answer !== "ok") return;
    turn(answer.value.away);
    tell(said(answer.value, words()));
  });
  return {
    show: (colleagues) => turn(colleagues.some(({ isYou, isAway }) => isYou && isAway)),
  };
}

function said({ away, holds }: { readonly away: boolean; readonly holds: readonly number[] }, words: Words): string {
  const { presence } = words;
  if (!away) return presence.back;
  return holds.length === 0 ? presence.away : presence.awayHolding(holds.map((id) => `#${id}`).join(", "));
}
