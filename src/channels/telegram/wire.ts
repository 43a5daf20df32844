/**
 * The one HTTP call under everything said to Telegram: Node's own fetch, four times cheaper than grammY's default client.
 * Its errors never carry the address, because the address contains the bot's token, and they keep apart what cannot have
 * arrived (`unreachable`, free to repeat) from what may have (`uncertain`): after a lost answer a repeat is a second message.
 */
import { ChannelError, type ChannelTrouble } from "../../core/errors.ts";
import { retryAfterMs } from "./errors.ts";

/** The part of a request grammY makes that matters; its agent and compression settings belong to another client. */
export type WireRequest = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit["body"];
  readonly signal?: { readonly aborted: boolean; addEventListener(type: "abort", hear: () => void): void };
};

/** What fetch said about a failure. `syscall` tells a refused connection from a broken one. */
type Failure = { readonly code: string; readonly syscall: string };

// Codes that mean the connection never stood: name not found, nobody listening, no way there, certificate refused.
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|ENETUNREACH|EHOSTUNREACH|EHOSTDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|UNABLE_TO_\w+)$/;
// A gateway that waited for an answer in vain has passed the request on; every other 5xx is said instead of taking it.
const GATEWAY_TIMEOUT = 504;

const PROXY_WANTS_SIGN_IN = 407;
const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;

// Calls of listening and starting. Ending them early loses nothing; what people are told is never cut off.
const MAY_BE_CUT_OFF = /\/(get(?!File)|set|deleteWebhook)\w*$/;

/**
 * The fetch to give to grammY. `stopping` ends the long poll that waits for updates and calls made to get ready.
 * Redirects are refused: the Bot API makes none, and following one would carry the token elsewhere.
 * Errors: ChannelError `unreachable | uncertain | rate_limited | rejected`; an answer in JSON below 500 is returned whatever its status.
 */
export function fetchForBot(stopping: AbortSignal): (url: string | URL, request: WireRequest) => Promise<Response> {
  return (url, request) => {
    const init = requestInit(request);
    if (!MAY_BE_CUT_OFF.test(String(url))) return fetchJson(url, init);
    const signals = init.signal ? [init.signal, stopping] : [stopping];
    return fetchJson(url, { ...init, signal: AbortSignal.any(signals) });
  };
}

async function fetchJson(url: string | URL, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    const failure = failureOf(error);
    throw new ChannelError(`no answer (${failure.code})`, { kind: hasLeft(failure) ? "uncertain" : "unreachable" });
  }
  if (response.status < 500 && isJson(response)) return response;
  await response.body?.cancel();
  throw new ChannelError(`answered with HTTP ${response.status}`, troubleOfAnswer(response));
}

/** What an answer that the Bot API itself did not write means: a proxy in front of it spoke. */
export function troubleOfAnswer({ status, headers }: Pick<Response, "status" | "headers">): ChannelTrouble {
  if (status === TOO_MANY_REQUESTS) {
    // Retry-After may be a date as well; then the shortest wait has to do.
    const seconds = /^\d{1,6}$/.exec(headers.get("retry-after") ?? "");
    return { kind: "rate_limited", retryAfterMs: retryAfterMs(seconds && Number(seconds[0])) };
  }
  // Nothing was passed on, and a person who repairs the proxy repairs this: words wait instead of being given up.
  if (status === PROXY_WANTS_SIGN_IN || status === REQUEST_TIMEOUT) return { kind: "unreachable" };
  // A 5xx is said when the request was not taken: the gateway found no server, or the server is restarting.
  if (status >= 500) return { kind: status === GATEWAY_TIMEOUT ? "uncertain" : "unreachable" };
  return { kind: status >= 400 ? "rejected" : "uncertain" };
}

/** Whether the request may have reached the network. Whatever is not known to be earlier counts as later. */
export function hasLeft({ code, syscall }: Failure): boolean {
  return syscall !== "connect" && syscall !== "getaddrinfo" && !BEFORE_SENDING.test(code);
}

/** The innermost code of a failed fetch, "unknown" when there is none. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = field(cause, "code");
  return { code: code || (cause instanceof Error ? cause.name : "unknown"), syscall: field(cause, "syscall") };
}

function field(value: unknown, name: "code" | "syscall"): string {
  if (typeof value !== "object" || value === null || !(name in value)) return "";
  const found: unknown = Reflect.get(value, name);
  return typeof found === "string" ? found : "";
}

function requestInit({ method = "GET", headers = {}, body, signal }: WireRequest): RequestInit {
  const contentType = headers["content-type"];
  return {
    method,
    redirect: "error",
    headers: contentType === undefined ? {} : { "content-type": contentType },
    // grammY brings the abort signal of a polyfill, which Node's fetch refuses.
    ...(signal === undefined ? {} : { signal: nativeSignal(signal) }),
    ...(body === undefined ? {} : { body, duplex: "half" }),
  };
}

function nativeSignal(signal: NonNullable<WireRequest["signal"]>): AbortSignal {
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener("abort", () => controller.abort());
  return controller.signal;
}

function isJson(response: Response): boolean {
  return response.headers.get("content-type")?.includes("json") ?? false;
}
