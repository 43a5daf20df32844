/**
 * Versions of the FAQ. Their numbers have no gaps, so of two that publish on the same one the second finds its number taken.
 * Texts are written once, whoever needs them; nothing here is ever changed or removed.
 */
import { type Kysely, type Selectable, sql } from "kysely";
import type { FaqVersion, VersionHead } from "../../core/faq/faq.ts";
import type { FaqStore, Publication } from "../../core/ports.ts";
import { noteDeed } from "../deeds.ts";
import type { Engine } from "../engine.ts";
import { prepare, type Slot } from "../prepared.ts";
import type { FaqVersionsTable, Tables } from "../tables/schema.ts";
import { markSettled } from "./conflicts.ts";
import { filesOf, keepTexts, readTexts, treeIn } from "./texts.ts";
import { TooLate, unlessTooLate } from "./too-late.ts";

type VersionsPart = Pick<FaqStore, "newest" | "version" | "versions" | "texts" | "publish">;

const HEAD = ["number", "at", "by_id", "by_name", "why", "source", "parent", "despite"] as const;

export function makeVersions(engine: Engine): VersionsPart {
  const { reads } = engine;
  const newest = prepare(() =>
    reads.selectFrom("faq_versions").select("number").orderBy("number", "desc").limit(sql.lit(1)),
  );
  const one = prepare((slot: Slot<{ number: number }>) =>
    reads.selectFrom("faq_versions").selectAll().where("number", "=", slot("number")),
  );
  return {
    newest: async () => (await newest(reads, {}))[0]?.number ?? null,
    async version(number) {
      const [row] = await one(reads, { number });
      return row === undefined ? null : versionOf(row);
    },
    async versions({ before, limit }) {
      const query = reads.selectFrom("faq_versions").select(HEAD).orderBy("number", "desc").limit(limit);
      const rows = await (before === null ? query : query.where("number", "<", before)).execute();
      return rows.map(headOf);
    },
    texts: (hashes) => readTexts(reads, hashes),
    publish: (publication) =>
      unlessTooLate(
        engine.write((on) => publish(on, publication)),
        null,
      ),
  };
}

async function publish(on: Kysely<Tables>, publication: Publication): Promise<number> {
  const { tree, texts, drafts, settles, by, at, why, source, parent, despite } = publication;
  const number = (parent ?? 0) + 1;
  await keepTexts(on, texts);
  const added = await on
    .insertInto("faq_versions")
    .values({ number, at, by_id: by.id, by_name: by.name, why, source, parent, despite, files: filesOf(tree) })
    .onConflict((conflict) => conflict.column("number").doNothing())
    .returning("number")
    .executeTakeFirst();
  if (added === undefined) throw new TooLate();
  for (const { id, revision } of drafts) {
    const published = await on
      .updateTable("faq_drafts")
      .set({ state: "published", version: number })
      .where("id", "=", id)
      .where("revision", "=", revision)
      .where("state", "=", "open")
      .returning("id")
      .executeTakeFirst();
    if (published === undefined) throw new TooLate();
  }
  for (const conflict of settles) await markSettled(on, conflict, { by: by.id, at });
  const kind = source === "rollback" ? "faq_rolled_back" : "faq_published";
  await noteDeed(on, { kind, at, by: by.id, value: number, variant: source });
  return number;
}

function headOf(row: Omit<Selectable<FaqVersionsTable>, "files">): VersionHead {
  const { number, at, by_id, by_name, why, source, parent, despite } = row;
  return { number, at, by: { id: by_id, name: by_name }, why, source, parent, despite };
}

function versionOf({ files, ...head }: Selectable<FaqVersionsTable>): FaqVersion {
  return { ...headOf(head), tree: treeIn(files) };
}
