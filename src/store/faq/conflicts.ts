/** What folders held, and what was changed in one of them and here at once. A settled conflict stays: its text is no edit any more. */
import type { Kysely } from "kysely";
import { type Conflict, digestOf, folderOf, type TextHash } from "../../core/faq/faq.ts";
import type { AgentId, Millis } from "../../core/model.ts";
import type { FaqStore } from "../../core/ports.ts";
import { noteDeed } from "../deeds.ts";
import type { Engine } from "../engine.ts";
import type { Tables } from "../tables/schema.ts";
import { filesOf, keepTexts, treeIn } from "./texts.ts";

type ConflictsPart = Pick<
  FaqStore,
  "copies" | "keepCopy" | "conflicts" | "keepConflict" | "settleConflict" | "settled"
>;

export function makeConflicts(engine: Engine): ConflictsPart {
  const { reads } = engine;
  return {
    async copies(folder) {
      const copies = reads.selectFrom("faq_copies").select("files").where("folder", "=", folder);
      const rows = await copies.orderBy("at", "desc").orderBy("digest").execute();
      return rows.map(({ files }) => treeIn(files));
    },
    keepCopy: (folder, { tree, at }) =>
      engine.write(async (on) => {
        await on
          .insertInto("faq_copies")
          .values({ folder, digest: digestOf(tree), files: filesOf(tree), at })
          .onConflict((conflict) => conflict.columns(["folder", "digest"]).doUpdateSet({ at }))
          .execute();
      }),
    async conflicts() {
      const open = reads.selectFrom("faq_conflicts").selectAll().where("settled_at", "is", null);
      const rows = await open.orderBy("path").orderBy("at").execute();
      return rows.map(({ path, base, folder_hash, at }) => ({ path, base, folder: folder_hash || null, at }));
    },
    keepConflict: ({ path, base, folder, at }, folderText) =>
      engine.write(async (on) => {
        if (folder !== null && folderText !== null) await keepTexts(on, new Map([[folder, folderText]]));
        await on
          .insertInto("faq_conflicts")
          .values({ path, base, folder_hash: folder ?? "", at, settled_at: null })
          // Settled before and written again by hand: a new conflict.
          .onConflict((conflict) => conflict.columns(["path", "folder_hash"]).doUpdateSet({ settled_at: null }))
          .execute();
      }),
    settleConflict: (conflict, settled) => engine.write((on) => markSettled(on, conflict, settled)),
    async settled(folder) {
      const conflicts = reads.selectFrom("faq_conflicts").select(["path", "folder_hash"]);
      const rows = await conflicts.where("settled_at", "is not", null).execute();
      const here = rows.filter(({ path }) => folderOf(path) === folder);
      return here.map(({ path, folder_hash }) => ({ path, folder: folder_hash || null }));
    },
  };
}

/** False when no such conflict is open. */
export async function markSettled(
  on: Kysely<Tables>,
  { path, folder }: Pick<Conflict, "path" | "folder">,
  { by, at }: { readonly by: AgentId | null; readonly at: Millis },
): Promise<boolean> {
  const hash: TextHash | "" = folder ?? "";
  const row = await on
    .updateTable("faq_conflicts")
    .set({ settled_at: at })
    .where("path", "=", path)
    .where("folder_hash", "=", hash)
    .where("settled_at", "is", null)
    .returning("path")
    .executeTakeFirst();
  if (row === undefined) return false;
  // Nobody chose when the folder was brought back.
  if (by !== null) await noteDeed(on, { kind: "conflict_settled", at, by, variant: path });
  return true;
}
