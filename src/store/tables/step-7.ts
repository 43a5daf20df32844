/**
 * Step 7 of the tables: how many sends to learners were deleted by the nightly tidying, so that figures still know of them. A
 * database that deleted some before this step counts from the oldest one it still has: what came before is not known in full.
 */
export function stepSeven(): readonly string[] {
  return [
    `create table sends_tidied (
      at bigint not null,
      channel text not null,
      sent integer not null,
      primary key (at, channel)
    )`,
    "create table sends_known (since bigint not null)",
    `insert into sends_known
      select coalesce(min(case when status = 'sent' and message_id is null then settled_at end), max(settled_at) + 1)
      from outbound where settled_at is not null having count(*) > 0`,
    "drop index outbound_settled",
    "create index outbound_settled on outbound (status, settled_at) where settled_at is not null",
  ];
}
