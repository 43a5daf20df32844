/**
 * A process that answers with a folder's FAQ, as the bot does, and tells when it answers with an edit. Started by bench/live.ts.
 */
import pino from "pino";
import { beginDraft, publishDrafts } from "../../src/app/faq/drafts.ts";
import { openFaqLife } from "../../src/app/faq/life.ts";
import type { AgentId } from "../../src/core/model.ts";
import { trainMatcher } from "../../src/nlu/matcher.ts";
import { openStore } from "../../src/store/store.ts";
import type { Asked, Opened, Said } from "./talk.ts";

/** How often it is asked whether the edit answers. */
const LOOK_MS = 2;
const BY = { id: "console:1" as AgentId, name: "bench" };

async function open({ directory, store: place }: Opened) {
  const store = await openStore(place);
  const log = pino({ level: "error" });
  const life = await openFaqLife({ store: store.faq, directories: [directory], now: Date.now, log });

  /** An edit is live when a learner who asks in its words gets its answer. */
  async function answers({ question, answer }: Extract<Asked, { ask: "answers" }>): Promise<number> {
    for (;;) {
      const { pack, match } = life.current();
      const intent = pack.intents.get(match(question)[0]?.intentId ?? "");
      if (intent?.answer.en.includes(answer)) return Date.now();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Publishes as the console does; when it was written, which is what the other processes can know. */
  async function publish({ path, text }: Extract<Asked, { ask: "publish" }>): Promise<number> {
    const begun = await beginDraft(life, { path, text, why: "bench", source: "console", by: BY });
    const drafts = begun === null ? [] : [begun.draft];
    const published = await publishDrafts(life, { drafts, by: BY, why: "bench", despite: null });
    if (published.outcome !== "published") throw new Error(JSON.stringify(published));
    const version = await life.store.version(published.version);
    return version?.at ?? 0;
  }

  /** The floor: this thread learns the pack that answers, with nothing to read, to write or to hand over. */
  function learn(): number {
    const begun = performance.now();
    trainMatcher(life.current().pack);
    return performance.now() - begun;
  }

  return async (asked: Asked): Promise<number> => {
    if (asked.ask === "answers") return await answers(asked);
    return asked.ask === "publish" ? await publish(asked) : learn();
  };
}

let answering: ReturnType<typeof open> | null = null;

process.on("message", async (message: Opened | (Asked & { readonly number: number })) => {
  if ("directory" in message) {
    answering = open(message);
    await answering;
    process.send?.({ number: 0, value: 0 } satisfies Said);
    return;
  }
  const value = await (await answering)?.(message);
  process.send?.({ number: message.number, value: value ?? 0 } satisfies Said);
});
