/**
 * Coming in and going out. Whoever the server does not know is sent to its sign-in page; the API token is the other way in, for
 * a bot without accounts, and is asked for at `/#token`. The session itself is a cookie no script can read.
 */
import { fetchMe, hasFaq, signOut } from "./api/api.ts";
import { dropToken, hasToken, keepToken } from "./api/call.ts";
import type { Me } from "./api/read-office.ts";
import { place, setText } from "./dom.ts";
import type { Words } from "./words/words.ts";

const TOKEN_WANTED = "#token";

/** `enter` is called once there is another token to try. */
export function openDoor(enter: () => void): void {
  place("token-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const input = place("token", HTMLInputElement);
    keepToken(input.value.trim());
    input.value = "";
    if (isTokenWanted()) history.replaceState(null, "", location.pathname);
    enter();
  });
  place("sign-out", HTMLButtonElement).addEventListener("click", () => void goOut());
}

export function isTokenWanted(): boolean {
  return location.hash === TOKEN_WANTED;
}

export function askForToken(words: Words): void {
  setText(place("token-trouble", HTMLParagraphElement), hasToken() ? words.wrongToken : "");
  dropToken();
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
export async function showMe(): Promise<Me | null> {
  const answer = await fetchMe();
  const me = answer.answer === "ok" ? answer.value : null;
  const account = me?.account ?? null;
  const link = place("me", HTMLAnchorElement);
  setText(link, account?.name ?? "");
  link.hidden = account === null;
  place("sign-out", HTMLButtonElement).hidden = account === null;
  return me;
}

/** The way to the FAQ, where this server lets it be edited. */
export async function showFaqLink(): Promise<void> {
  const answer = await hasFaq();
  place("faq-link", HTMLAnchorElement).hidden = answer.answer !== "ok";
}

async function goOut(): Promise<void> {
  const answer = await signOut();
  if (answer.answer === "ok") leave(null);
}
