/** A chapter of step 6: who is at a ticket, how far each agent has read, and that somebody writes to a web chat. */
export function attendance(): readonly string[] {
  return [
    `create table attendance (
      ticket_id bigint not null,
      who text not null,
      name text not null,
      doing text not null,
      looks_until bigint not null,
      writes_until bigint not null,
      primary key (ticket_id, who)
    )`,
    "create index attendance_by_end on attendance (looks_until)",
    `create table ticket_reads (
      agent_id text not null,
      ticket_id bigint not null,
      line_id bigint not null,
      primary key (agent_id, ticket_id)
    )`,
    "alter table web_chats add column typed_at bigint",
  ];
}
