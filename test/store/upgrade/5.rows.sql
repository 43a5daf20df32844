-- What came with step 5: people and teams, macros, notices, rules, promises, places, recoveries, versions and signs.
insert into teams (id, name, languages, tags) values (1, 'Billing', '["zh"]', '["billing"]');

insert into agents (id, name, team_id, languages, tags, cap, is_away, away_until, quiet, is_gone, assigned_at, seen_at) values
  ('telegram:7', 'Ann', 1, '["zh","en"]', '[]', 5, 0, null, null, 0, 0, 1777946400000),
  ('console:1', 'Ada', null, '[]', '[]', null, 1, 1777950000000, '{"from":1320,"to":480}', 0, 0, 1777946400000);

insert into presence (agent_id, from_at, to_at) values ('telegram:7', 1777940000000, 1777946400000);

insert into macros (id, name, words, actions, uses, changed_by, changed_at) values
  (1, 'refund', '{"zh":"好的","en":"Sure"}', '[]', 3, 'console:1', 1777946400000);

insert into notices (id, intent_id, words, begun_at, ends_at, ended_at, begun_by) values
  (1, null, '{"zh":"维护中","en":"Maintenance"}', 1777930000000, 1777940000000, 1777939000000, 'console:1');

update tickets set tags = '["vip"]', team_id = 1 where id = 1;

update messages set said_channel = 'telegram', said_chat_id = '71' where id = 1;

insert into message_versions (message_id, version, text, until) values (1, 1, 'I forgot my pasword', 1777946400000);
insert into message_reactions (message_id, emoji) values (1, '👍');

insert into recoveries (ticket_id, episode, owner_id, owner_name, due_at, done_at, told_at) values
  (1, 1, 'telegram:7', 'Ann', 1778000000000, 1777990000000, null);

insert into promises (ticket_id, episode, promised_at, position, median_ms, p90_ms, factor, waited_ms) values
  (2, 1, 1777946400000, 1, 60000, 180000, 1, null);

insert into places (ticket_id, episode, channel, chat_id, message_id, shown, changed_at) values
  (3, 1, 'telegram', '73', '55', '{}', 0);
