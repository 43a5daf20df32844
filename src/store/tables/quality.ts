/** The tables about the quality of the service: a chapter of step 6. */
import type { Dialect } from "../engine.ts";

export function qualityTables({ idColumn }: Dialect): readonly string[] {
  return [
    `create table incidents (
      ${idColumn},
      series text not null,
      n integer not null,
      expected double precision not null,
      begun_at bigint not null,
      seen_at bigint not null,
      ended_at bigint
    )`,
    "create unique index incidents_open on incidents (series) where ended_at is null",
    `create table reviews (
      ${idColumn},
      ticket_id bigint not null references tickets (id),
      episode integer not null,
      week_ended_at bigint not null,
      why text not null,
      agent_id text not null,
      agent_name text not null,
      marks text,
      note text,
      reviewed_by text,
      reviewed_at bigint,
      unique (ticket_id, episode)
    )`,
    "create index reviews_of_agent on reviews (agent_id, id)",
    "create table rounds (task text not null primary key, at bigint not null)",
  ];
}
