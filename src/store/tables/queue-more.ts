/** What the human queue keeps since step 6: which ticket went into which, and who waits for our word. */
export function queueMore(): readonly string[] {
  return [
    `create table ticket_merges (
      ticket_id bigint primary key references tickets (id),
      into_id bigint not null references tickets (id)
    )`,
    "create index ticket_merges_into on ticket_merges (into_id)",
    "alter table tickets add column waiting_since bigint",
    `create index tickets_unattended on tickets ((coalesce(waiting_since, opened_at)), id)
      where status <> 'solved' and waiting_for = 'agent' and snoozed_until is null`,
  ];
}
