/** The FAQ's chapter of step 6. */
import type { Dialect } from "../engine.ts";

export function faqTables({ idColumn }: Dialect): readonly string[] {
  return [
    "create table faq_texts (hash text not null primary key, text text not null)",
    `create table faq_versions (
      number integer not null primary key,
      at bigint not null,
      by_id text not null,
      by_name text not null,
      why text not null,
      source text not null,
      parent integer,
      despite text,
      files text not null
    )`,
    `create table faq_drafts (
      ${idColumn},
      path text not null,
      base text,
      text text,
      why text not null,
      source text not null,
      state text not null,
      revision integer not null,
      by_id text not null,
      by_name text not null,
      at bigint not null,
      evidence text not null,
      version integer
    )`,
    "create unique index faq_drafts_open on faq_drafts (path) where state = 'open'",
    `create table faq_copies (
      folder text not null,
      digest text not null,
      files text not null,
      at bigint not null,
      primary key (folder, digest)
    )`,
    `create table faq_conflicts (
      path text not null,
      folder_hash text not null,
      base text,
      at bigint not null,
      settled_at bigint,
      primary key (path, folder_hash)
    )`,
  ];
}
