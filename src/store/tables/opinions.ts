/** The tables of what learners say of us: a chapter of step 6. */
import type { Dialect } from "../engine.ts";

export function opinionTables({ idColumn }: Dialect): readonly string[] {
  return [
    `create table nps_surveys (
      ${idColumn},
      conversation_id bigint not null references conversations (id),
      status text not null,
      due_at bigint not null,
      asked_at bigint,
      asked_turn integer,
      answered_at bigint,
      value integer,
      comment text
    )`,
    "create index nps_by_conversation on nps_surveys (conversation_id, id)",
    "create index nps_due on nps_surveys (due_at) where status = 'planned'",
    "create index nps_by_time on nps_surveys (asked_at) where asked_at is not null",
    "alter table conversations add column nps_asked_at bigint",
    "alter table conversations add column nps_off_at bigint",
    "alter table conversations add column suggest_until bigint",
    `create table suggestions (
      ${idColumn},
      conversation_id bigint references conversations (id),
      language text not null,
      text text not null,
      at bigint not null,
      status text not null,
      reply text,
      replied_by text,
      replied_at bigint,
      told_at bigint
    )`,
    "create index suggestions_by_conversation on suggestions (conversation_id) where conversation_id is not null",
    "create index suggestions_untold on suggestions (id) where told_at is null",
    "create index suggestions_told on suggestions (told_at) where told_at is not null",
  ];
}
