/** Chapter of step 6: groups of questions nobody answered, and intents that ask first. */
import type { Dialect } from "../engine.ts";

export function evidence({ idColumn }: Dialect): readonly string[] {
  return [
    `create table question_groups (
      ${idColumn},
      state text not null,
      language text not null,
      sketch text not null,
      message_ids text not null,
      questions integer not null,
      escalations integer not null,
      minutes_each double precision,
      nearest_id text,
      nearest_share double precision,
      answer_id bigint,
      title text,
      mined_at bigint not null,
      settled_by text,
      settled_at bigint
    )`,
    `create table demotions (
      intent_id text not null,
      at bigint not null,
      answers integer not null,
      helped integer not null,
      low double precision not null,
      lifted_at bigint,
      lifted_by text,
      primary key (intent_id, at)
    )`,
    "create unique index demotions_open on demotions (intent_id) where lifted_at is null",
  ];
}
