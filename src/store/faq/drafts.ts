/** Drafts of the FAQ. A row is changed only under the revision it was read at, so nobody's words are lost under somebody else's. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Draft } from "../../core/faq/faq.ts";
import type { DraftChange, FaqStore, NewDraft } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import type { FaqDraftsTable, Tables } from "../tables/schema.ts";
import { TooLate, unlessTooLate } from "./too-late.ts";

type DraftsPart = Pick<FaqStore, "drafts" | "draft" | "openDraft" | "changeDraft" | "saveDrafts" | "discardDraft">;

export function makeDrafts(engine: Engine): DraftsPart {
  const { reads } = engine;
  return {
    async drafts() {
      const open = reads.selectFrom("faq_drafts").selectAll().where("state", "=", "open");
      return (await open.orderBy("at", "desc").orderBy("id", "desc").execute()).map(draftOf);
    },
    async draft(id) {
      const row = await reads.selectFrom("faq_drafts").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : draftOf(row);
    },
    openDraft: (draft) => engine.write((on) => open(on, draft)),
    changeDraft: (change) => engine.write((on) => changed(on, change)),
    saveDrafts: (drafts) =>
      unlessTooLate(
        engine.write((on) => saveAll(on, drafts)),
        null,
      ),
    discardDraft: (id, by, at) =>
      engine.write(async (on) => {
        const row = await on
          .updateTable("faq_drafts")
          .set({ state: "discarded", by_id: by.id, by_name: by.name, at })
          .where("id", "=", id)
          .where("state", "=", "open")
          .returning("id")
          .executeTakeFirst();
        return row !== undefined;
      }),
  };
}

/** Throws TooLate when one of them was changed meanwhile: nothing may be written then. */
export async function saveAll(
  on: Kysely<Tables>,
  drafts: readonly (NewDraft | DraftChange)[],
): Promise<readonly Draft[]> {
  const saved: Draft[] = [];
  for (const draft of drafts) {
    const one = "id" in draft ? await changed(on, draft) : await begunOf(on, draft);
    if (one === null) throw new TooLate();
    saved.push(one);
  }
  return saved;
}

/** Null: somebody began one. */
async function begunOf(on: Kysely<Tables>, draft: NewDraft): Promise<Draft | null> {
  const begun = await open(on, draft);
  return begun.isNew ? begun.draft : null;
}

async function open(on: Kysely<Tables>, { by, evidence, ...draft }: NewDraft): ReturnType<FaqStore["openDraft"]> {
  const who = { by_id: by.id, by_name: by.name };
  const begun = await on
    .insertInto("faq_drafts")
    .values({ ...draft, ...who, state: "open", revision: 1, evidence: JSON.stringify(evidence), version: null })
    .onConflict((conflict) => conflict.column("path").where("state", "=", sql.lit("open")).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (begun !== undefined) return { draft: draftOf(begun), isNew: true };
  const other = await on
    .selectFrom("faq_drafts")
    .selectAll()
    .where("path", "=", draft.path)
    .where("state", "=", "open")
    .executeTakeFirstOrThrow();
  return { draft: draftOf(other), isNew: false };
}

async function changed(on: Kysely<Tables>, change: DraftChange): Promise<Draft | null> {
  const { id, revision, by, at, text, base, why, evidence } = change;
  const row = await on
    .updateTable("faq_drafts")
    .set({
      ...{ revision: revision + 1, by_id: by.id, by_name: by.name, at },
      ...(text === undefined ? {} : { text }),
      ...(base === undefined ? {} : { base }),
      ...(why === undefined ? {} : { why }),
      ...(evidence === undefined ? {} : { evidence: JSON.stringify(evidence) }),
    })
    .where("id", "=", id)
    .where("revision", "=", revision)
    .where("state", "=", "open")
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : draftOf(row);
}

function draftOf({ by_id, by_name, evidence, ...row }: Selectable<FaqDraftsTable>): Draft {
  return { ...row, by: { id: by_id, name: by_name }, evidence: JSON.parse(evidence) };
}
