/** Chapter of step 6: what shops tell of learners, the keys that join it with them, and which wording of an answer was said. */
import type { Dialect } from "../engine.ts";

export function learning({ idColumn }: Dialect): readonly string[] {
  return [
    `create table learner_events (
      ${idColumn},
      source text not null,
      event_id text not null,
      realm text not null,
      external_id text not null,
      kind text not null,
      course text,
      course_name text,
      order_id text,
      amount_minor bigint,
      currency text,
      progress double precision,
      at bigint not null,
      received_at bigint not null,
      unique (source, event_id)
    )`,
    "create index learner_events_of_key on learner_events (realm, external_id, at)",
    `create index learner_events_orders on learner_events (at, id)
      where kind in ('purchased', 'renewed', 'refunded')`,
    `create table learner_keys (
      realm text not null,
      external_id text not null,
      learner_id bigint not null references learners (id),
      joined_at bigint not null,
      joined_by text not null,
      primary key (realm, external_id, learner_id)
    )`,
    "create index learner_keys_of_learner on learner_keys (learner_id)",
    `create table learner_codes (
      code_hash text not null primary key,
      realm text not null,
      external_id text not null,
      ends_at bigint not null,
      used_by text
    )`,
    "create index chats_of_learner on chats (learner_id)",
    "create index chats_by_person on chats (channel, network_id)",
    "alter table facts add column variant text",
  ];
}
