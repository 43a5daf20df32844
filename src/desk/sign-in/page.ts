/**
 * The two pages around signing in, drawn by the server, so that they work without any script: the form, and what somebody who
 * is signed in finds there. Everything put in goes through `html`, which escapes it.
 */
import type { Context } from "hono";
import { html } from "hono/html";
import type { Account } from "../../core/accounts.ts";
import type { Language } from "../../core/model.ts";
import { ID_IN_PATH } from "../ticket-verbs.ts";
import { PAGE_WORDS, type PageWords, pageLanguage } from "./words.ts";

/** As the console's, but nothing may run here, and the forms may be sent to ourselves. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  // With no-referrer a browser calls the origin of a form "null", and we could not tell our own page from a foreign one.
  "referrer-policy": "same-origin",
};

/** What a page shows besides itself: why something did not work, or that it did. */
export type Note = { readonly kind: "alert" | "status"; readonly text: string };
type Markup = ReturnType<typeof html>;

/** The language of the request, its words, and the query that keeps both it and the ticket somebody came for. */
export function pageOf(context: Context): {
  readonly language: Language;
  readonly words: PageWords;
  readonly ticket: string | null;
} {
  const language = pageLanguage(context.req.query("lang"), context.req.header("accept-language"));
  const ticket = context.req.query("ticket") ?? "";
  return { language, words: PAGE_WORDS[language], ticket: ID_IN_PATH.test(ticket) ? ticket : null };
}

export type SignInPage = { readonly note: Note | null; readonly email: string };

export function showSignIn(context: Context, status: 200 | 401 | 403 | 429, { note, email }: SignInPage) {
  const { language, words, ticket } = pageOf(context);
  // Whoever comes back after a mistake has the address right more often than the password.
  const isEmailFirst = email === "";
  const body = html`
    <form class="sign-in" method="post" action="/sign-in?${queryOf(language, ticket)}">
      <h2>${words.title}</h2>
      ${noteOf(note)}
      <label for="email">${words.email}</label>
      <input id="email" name="email" type="email" value="${email}" autocomplete="username" maxlength="254" required
        ${isEmailFirst ? "autofocus" : ""} />
      <label for="password">${words.password}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024" required
        ${isEmailFirst ? "" : "autofocus"} />
      <button type="submit" class="primary">${words.enter}</button>
      <p><a href="/#token">${words.withToken}</a></p>
    </form>`;
  return context.html(frame({ language, words, ticket, title: words.title }, body), status, HEADERS);
}

export type SignedInPage = { readonly status: 200 | 401 | 422 | 429; readonly note: Note | null };

export function showSignedIn(context: Context, account: Account, { status, note }: SignedInPage) {
  const { language, words, ticket } = pageOf(context);
  const query = queryOf(language, ticket);
  const body = html`
    <section class="sign-in">
      <h2>${words.signedIn}</h2>
      <p>${words.as(account.name, account.email)}</p>
      <p><a href="/">${words.toConsole}</a></p>
      <form method="post" action="/sign-out?${query}"><button type="submit">${words.signOut}</button></form>
    </section>
    <form class="sign-in" method="post" action="/password?${query}">
      <h2>${words.change}</h2>
      ${noteOf(note)}
      <input name="email" type="email" value="${account.email}" autocomplete="username" hidden />
      <label for="current">${words.current}</label>
      <input id="current" name="current" type="password" autocomplete="current-password" maxlength="1024" required />
      <label for="next">${words.next}</label>
      <input id="next" name="next" type="password" autocomplete="new-password" maxlength="1024" required
        aria-describedby="next-hint" />
      <p id="next-hint">${words.nextHint}</p>
      <button type="submit" class="primary">${words.save}</button>
    </form>`;
  return context.html(frame({ language, words, ticket, title: words.signedIn }, body), status, HEADERS);
}

function noteOf(note: Note | null): Markup | "" {
  return note === null
    ? ""
    : html`<p class="${note.kind === "alert" ? "alert" : "news"}" role="${note.kind}">${note.text}</p>`;
}

export function queryOf(language: Language, ticket: string | null): string {
  return ticket === null ? `lang=${language}` : `lang=${language}&ticket=${ticket}`;
}

type Frame = { readonly language: Language; readonly words: PageWords; readonly ticket: string | null };

function frame({ language, words, ticket, title }: Frame & { readonly title: string }, body: Markup): Markup {
  const other = words.other === "zh" ? "zh" : "en";
  return html`<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Aftercare</title>
    <link rel="icon" href="/console/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/console/base.css" />
    <link rel="stylesheet" href="/console/console.css" />
  </head>
  <body>
    <header class="bar">
      <h1><img src="/console/icon.svg" alt="" width="24" height="24" />Aftercare</h1>
      <a class="other-language" href="/sign-in?${queryOf(other, ticket)}" hreflang="${other}" lang="${other}"
        >${words.otherLanguage}</a>
    </header>
    <main>${body}</main>
  </body>
</html>`;
}
