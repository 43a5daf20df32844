/**
 * Whether a request comes from our own page. A browser sends the chat's cookie along with whatever makes it send a
 * request, so a page of somebody else could otherwise write in a learner's name.
 */

/** Where our own pages may come from. A proxy may have put its own name into Host, so PUBLIC_URL counts as well. */
function ownOrigins(request: Request, publicUrl: string | null): readonly string[] {
  const host = request.headers.get("host")?.toLowerCase() ?? new URL(request.url).host;
  const own = [`http://${host}`, `https://${host}`];
  return publicUrl === null ? own : [...own, new URL(publicUrl).origin];
}

/**
 * True for a page of another origin. Without an Origin a write must say that it is ours, or be JSON, which no form of
 * another page can send unasked.
 */
export function isForeign(request: Request, publicUrl: string | null): boolean {
  const origin = request.headers.get("origin");
  if (origin !== null) return !ownOrigins(request, publicUrl).includes(origin.toLowerCase());
  const site = request.headers.get("sec-fetch-site");
  if (request.method === "GET") return site !== null && site !== "same-origin" && site !== "none";
  if (site !== null) return site !== "same-origin";
  return !isJson(request);
}

export function isJson(request: Request): boolean {
  const [type] = (request.headers.get("content-type") ?? "").split(";");
  return type?.trim().toLowerCase() === "application/json";
}
