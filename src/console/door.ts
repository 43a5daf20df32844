/**
 * Coming in and going out. Whoever the server does not know is sent to its sign-in page; the API token is the other way in, for
 * a bot without accounts, and is asked for at `/#token`. The session itself is a cookie no script can read.
 */
import * as api from "./api.ts";
import { place, setText } from "./dom.ts";
import type { Words } from "./words.ts";

const TOKEN_WANTED = "#token";

/** `enter` is called once there is another token to try. */
export function openDoor(enter: () => void): void {
  place("token-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const input = place("token", HTMLInputElement);
    api.keepToken(input.value.trim());
    input.value = "";
    if (isTokenWanted()) history.replaceState(null, "", location.pathname);
    enter();
    void showMe();
  });
  place("sign-out", HTMLButtonElement).addEventListener("click", () => void goOut());
}

export function isTokenWanted(): boolean {
  return location.hash === TOKEN_WANTED;
}

export function askForToken(words: Words): void {
  setText(place("token-trouble", HTMLParagraphElement), api.hasToken() ? words.wrongToken : "");
  api.dropToken();
  place("work", HTMLElement).hidden = true;
  const form = place("token-form", HTMLFormElement);
  if (!form.hidden) return;
  form.hidden = false;
  place("token", HTMLInputElement).focus();
}

/** To the sign-in page, and back to the ticket from there. */
export function leave(ticketId: number | null): void {
  location.replace(ticketId === null ? "/sign-in" : `/sign-in?ticket=${ticketId}`);
}

/** Says who is signed in, and lets them out. Whoever the machine or a token let in has no account to show. */
export async function showMe(): Promise<void> {
  const answer = await api.fetchMe();
  const account = answer.answer === "ok" ? answer.value.account : null;
  const me = place("me", HTMLAnchorElement);
  setText(me, account?.name ?? "");
  me.hidden = account === null;
  place("sign-out", HTMLButtonElement).hidden = account === null;
}

async function goOut(): Promise<void> {
  const answer = await api.signOut();
  if (answer.answer === "ok") leave(null);
}
