/** How the page says something to the server, and what can come of it, as values. Only this file sends. */

import { type Language, tagOf } from "../language.ts";
import { answerOf } from "./read.ts";

export type Outcome =
  | { readonly outcome: "taken"; readonly chat: string }
  /** Worth trying again: nobody answered, or not now. */
  | { readonly outcome: "later"; readonly waitMs: number }
  /** Never in this form. `detail` is the server's own sentence, empty for none. */
  | { readonly outcome: "refused"; readonly detail: string };

const CALL_MS_MAX = 20_000;

export async function postJson(path: string, body: object, language: Language): Promise<Outcome> {
  const headers = { "content-type": "application/json", "accept-language": tagOf(language) };
  try {
    const signal = AbortSignal.timeout(CALL_MS_MAX);
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal });
    return outcomeOf(response.status, await response.text(), response.headers.get("retry-after"));
  } catch {
    // Nobody answered, or the answer broke off: said again under the same id, it counts once.
    return { outcome: "later", waitMs: 0 };
  }
}

type Upload = { readonly language: Language; readonly onProgress: (percent: number) => void };

/** By XMLHttpRequest: `fetch` does not tell how far an upload is. */
export function postForm(path: string, form: FormData, { language, onProgress }: Upload): Promise<Outcome> {
  return new Promise((resolve) => {
    const call = new XMLHttpRequest();
    call.open("POST", path);
    call.setRequestHeader("accept-language", tagOf(language));
    call.upload.addEventListener("progress", ({ loaded, total }) => onProgress(Math.floor((100 * loaded) / total)));
    call.addEventListener("load", () =>
      resolve(outcomeOf(call.status, call.responseText, call.getResponseHeader("retry-after"))),
    );
    for (const end of ["error", "abort", "timeout"]) {
      call.addEventListener(end, () => resolve({ outcome: "later", waitMs: 0 }));
    }
    call.send(form);
  });
}

function outcomeOf(status: number, body: string, retryAfter: string | null): Outcome {
  const { chat, detail } = answerOf(body);
  if (status === 202) return { outcome: "taken", chat };
  const isForNow = status === 429 || status === 408 || status >= 500;
  return isForNow ? { outcome: "later", waitMs: 1000 * (Number(retryAfter) || 0) } : { outcome: "refused", detail };
}
