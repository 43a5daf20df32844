/**
 * An admin decides on a group of questions: it becomes a draft of a new intent, joins an existing one, or is nobody's business. The
 * group is settled and its draft written in one commit: of two admins who decide at once one is told that it was decided, and
 * nothing of theirs is in any draft.
 */
import type { Evidence } from "../../core/faq/faq.ts";
import type { Agent } from "../../core/model.ts";
import type { Store } from "../../core/ports.ts";
import { type Proposal, proposeBy } from "../faq/propose.ts";
import { openTexts } from "../faq/texts.ts";
import type { Parts } from "../parts.ts";
import { type ShownGroup, shownGroups } from "./mining.ts";

export type Decision =
  | { readonly outcome: "drafted"; readonly draftId: number }
  | { readonly outcome: "rejected" | "named" | "no_such_group" | "already_decided" | "no_such_intent" | "no_drafts" };

/** What an admin changed of what was proposed. */
export type Edited = {
  readonly title?: string | undefined;
  readonly examples?: readonly string[] | undefined;
  readonly answer?: string | undefined;
};

export type Decide = {
  /** `intentId`: the intent the questions become examples of; null: a new one. */
  accept(
    id: number,
    accepted: { readonly intentId: string | null; readonly edited: Edited; readonly by: Agent },
  ): Promise<Decision>;
  reject(id: number, by: Agent): Promise<Decision>;
  name(id: number, title: string): Promise<Decision>;
};

type Deciding = Pick<Parts, "now" | "log"> & { readonly store: Pick<Store, "past" | "evidence" | "faq"> };

const WHY = "questions nobody answered";

export function decideOn({ store, now, log }: Deciding): Decide {
  const { evidence, faq } = store;
  const drafter = { store: faq, textsOf: openTexts(faq), now };
  return {
    async accept(id, { intentId, edited, by }) {
      const group = await evidence.group(id);
      if (group === null) return { outcome: "no_such_group" };
      if (group.state !== "open") return { outcome: "already_decided" };
      if ((await faq.newest()) === null) return { outcome: "no_drafts" };
      const [shown] = await shownGroups(store, [group]);
      if (shown === undefined) return { outcome: "no_such_group" };
      const proposal = proposalOf(shown, { intentId, edited, by, at: now() });
      const drafted = await proposeBy(drafter, proposal, (draft, into) =>
        evidence.acceptGroup(id, { by: by.id, at: now(), intentId: into, draft }),
      );
      if (drafted === null) return { outcome: "no_such_intent" };
      if (drafted === "already_decided") return { outcome: drafted };
      log.info({ groupId: id, draftId: drafted.id, by: by.id }, "questions became a draft");
      return { outcome: "drafted", draftId: drafted.id };
    },
    async reject(id, by) {
      if (await evidence.rejectGroup(id, { by: by.id, at: now() })) return { outcome: "rejected" };
      return { outcome: (await evidence.group(id)) === null ? "no_such_group" : "already_decided" };
    },
    async name(id, title) {
      if (await evidence.nameGroup(id, title)) return { outcome: "named" };
      return { outcome: (await evidence.group(id)) === null ? "no_such_group" : "already_decided" };
    },
  };
}

type Accepting = {
  readonly intentId: string | null;
  readonly edited: Edited;
  readonly by: Agent;
  readonly at: number;
};

/** What an admin did not change is as it was proposed; what learners asked stays beside it in any case. */
function proposalOf(group: ShownGroup, { intentId, edited, by, at }: Accepting): Proposal {
  const { language, asked } = group;
  const { title = group.title, examples = group.examples, answer = group.answer } = edited;
  const reasons = asked.map(
    ({ messageId, question }): Evidence => ({
      question,
      language,
      answer: group.answer,
      ticketId: null,
      messageId,
      by,
      at,
    }),
  );
  const said = { title: { [language]: title }, answer: { [language]: answer ?? "" } };
  return {
    ...{ intentId, language, questions: examples, evidence: reasons, why: WHY, source: "console", by },
    create: intentId === null ? said : undefined,
  };
}
