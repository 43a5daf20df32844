/**
 * Which links of a pack answer, asked from this machine: only when somebody wants it, and only addresses that stand in the pack's
 * own files. What a learner wrote is never opened.
 */
import type { Pack } from "../core/pack.ts";
import type { LintWarning } from "../nlu/lint/lint.ts";

const PATIENCE_MS = 10_000;
const AT_ONCE = 8;

/** Links that give no answer, or one that says there is nothing (404, 410, 5xx). */
export async function deadLinks(pack: Pack): Promise<readonly LintWarning[]> {
  const links = [...pack.intents.values()].flatMap(({ id, links: all }) =>
    all.map(({ url }) => ({ intentId: id, url })),
  );
  const opened = new Map<string, string | null>();
  const urls = [...new Set(links.map(({ url }) => url))].filter((url) => /^https?:/.test(url));
  for (let from = 0; from < urls.length; from += AT_ONCE) {
    await Promise.all(urls.slice(from, from + AT_ONCE).map(async (url) => opened.set(url, await troubleAt(url))));
  }
  return links.flatMap(({ intentId, url }) => {
    const trouble = opened.get(url) ?? null;
    return trouble === null ? [] : [{ kind: "link", intentId, language: null, about: url, text: trouble } as const];
  });
}

async function troubleAt(url: string): Promise<string | null> {
  try {
    // Some servers know no HEAD; the body is not read.
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.body?.cancel();
    const isGone = answer.status === 404 || answer.status === 410 || answer.status >= 500;
    return isGone ? `answers ${answer.status}; mend the link` : null;
  } catch {
    // Whatever keeps it from answering, learners see the same.
    return "does not answer; mend the link";
  }
}
