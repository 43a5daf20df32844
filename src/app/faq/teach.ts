/**
 * `/teach intent` in a ticket: what the learner asked becomes an example in the open draft of that intent, what the agent answered
 * stands beside it as evidence. Both are masked: a draft is read by people who have nothing to do with the ticket.
 */
import { mask } from "../../core/mask.ts";
import type { Pack } from "../../core/pack.ts";
import type { Store, StoredMessage } from "../../core/ports.ts";
import { isBlank, oneLine } from "../../core/text.ts";
import { readCommand } from "../../core/verbs.ts";
import type { Teach } from "../parts.ts";
import type { FaqLife } from "./life.ts";
import { propose } from "./propose.ts";

const SIMILAR_MAX = 5;
const QUESTION_LENGTH_MAX = 500;

/** Errors: StoreError. */
export function teachOf(life: FaqLife, store: Pick<Store, "transcript" | "ticket">): Teach {
  return async ({ ticketId, agent, intentId }) => {
    const { pack, match } = life.current();
    const [ticket, transcript] = await Promise.all([store.ticket(ticketId), store.transcript(ticketId)]);
    const asked = askedIn(transcript);
    const intent = pack.intents.get(intentId);
    if (intent === undefined) {
      const meant = asked === null ? [] : match(asked.question.text).map((one) => one.intentId);
      return { outcome: "unknown_intent", names: similarIntents(pack, intentId, meant) };
    }
    if (asked === null || ticket === null) return { outcome: "nothing_to_teach" };
    const names = [ticket.learnerName];
    const { language } = asked.question;
    const question = oneLine(mask(asked.question.text, names), QUESTION_LENGTH_MAX);
    const answer = asked.answer === null ? null : mask(asked.answer.text, names);
    const messageId = asked.question.id;
    const evidence = [{ question, language, answer, ticketId, messageId, by: agent, at: life.now() }];
    const wish = { intentId, language, questions: [question], evidence, by: agent, source: "chat" } as const;
    const draft = await propose(life, { ...wish, why: `taught from ticket #${ticketId}` });
    if (draft === null) return { outcome: "nothing_to_teach" };
    life.log.info({ ticketId, intentId, draft: draft.id, agentId: agent.id }, "FAQ taught");
    return { outcome: "taught", title: intent.title[language], hasAnswer: answer !== null };
  };
}

type Asked = { readonly question: StoredMessage; readonly answer: StoredMessage | null };

/** The last thing an agent answered, and what the learner had asked before it; nothing answered: what was asked last. */
function askedIn(transcript: readonly StoredMessage[]): Asked | null {
  const said = transcript.filter(({ kind, text }) => kind === "words" && !isBlank(text));
  const at = said.findLastIndex(({ author }) => author.kind === "agent");
  const answer = said[at] ?? null;
  const before = at < 0 ? said : said.slice(0, at);
  // Orders to the bot are kept like words, and ask nothing.
  const question = before.findLast(({ author, text }) => author.kind === "learner" && readCommand(text) === null);
  return question === undefined ? null : { question, answer };
}

/** Ids that look like the one written, then those the question may mean. */
function similarIntents(pack: Pack, written: string, meant: readonly string[]): readonly string[] {
  const words = written.split(/[_\s]+/).filter((word) => word.length > 1);
  const looks = [...pack.intents.values()].filter(({ id, title }) =>
    words.some((word) => id.includes(word) || Object.values(title).some((text) => text.toLowerCase().includes(word))),
  );
  return [...new Set([...looks.map(({ id }) => id), ...meant])].slice(0, SIMILAR_MAX);
}
