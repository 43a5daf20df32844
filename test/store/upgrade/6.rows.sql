-- What came with step 6: the shop's events and keys, the FAQ, opinions, merged tickets, question groups, attendance, reviews.
insert into learner_events (id, source, event_id, realm, external_id, kind, course, course_name, order_id, amount_minor, currency, progress, at, received_at) values
  (1, 'api', 'order-1', 'shop', 'mia@example.org', 'purchased', 'python', 'Python', 'A-1', 19900, 'CNY', null, 1777946300000, 1777946400000),
  (2, 'moodle', 'progress-1', 'moodle', '17', 'progressed', 'python', 'Python', null, null, null, 0.25, 1777946400000, 1777946400000);

insert into learner_keys (realm, external_id, learner_id, joined_at, joined_by) values
  ('shop', 'mia@example.org', 1, 1777946400000, 'code');

insert into learner_codes (code_hash, realm, external_id, ends_at, used_by) values
  ('hash-of-a-shop-code', 'shop', 'lea@example.org', 1777947000000, null);

update facts set variant = 'a' where id = 2;

insert into faq_texts (hash, text) values ('hash-of-a-file', 'id: reset_password');
insert into faq_versions (number, at, by_id, by_name, why, source, parent, despite, files) values
  (1, 1777946400000, 'console:1', 'Ada', 'first', 'folder', null, null, '[["reset_password.yaml","hash-of-a-file"]]');
insert into faq_drafts (id, path, base, text, why, source, state, revision, by_id, by_name, at, evidence, version) values
  (1, 'reset_password.yaml', 'hash-of-a-file', 'id: reset_password', 'clearer', 'console', 'open', 1, 'console:1', 'Ada', 1777946400000, '[]', null);
insert into faq_copies (folder, digest, files, at) values ('intents', 'digest', '[]', 1777946400000);
insert into faq_conflicts (path, folder_hash, base, at, settled_at) values ('refund.yaml', '', null, 1777946400000, null);

insert into nps_surveys (id, conversation_id, status, due_at, asked_at, asked_turn, answered_at, value, comment) values
  (1, 1, 'answered', 1777946300000, 1777946300000, 1, 1777946400000, 9, '很好');
update conversations set nps_asked_at = 1777946300000 where id = 1;
update conversations set nps_off_at = 1777946400000 where id = 2;

insert into suggestions (id, conversation_id, language, text, at, status, reply, replied_by, replied_at, told_at) values
  (1, 1, 'en', 'Subtitles, please', 1777946400000, 'new', null, null, null, 1777946400000),
  (2, null, 'zh', '想要深色模式', 1777939200000, 'new', null, null, null, null);

update tickets set waiting_since = 1777946400000 where id = 2;

insert into question_groups (id, state, language, sketch, message_ids, questions, escalations, minutes_each, nearest_id, nearest_share, answer_id, title, mined_at, settled_by, settled_at) values
  (1, 'open', 'en', '[]', '[18]', 1, 0, null, 'reset_password', 0.5, 17, null, 1777946400000, null, null);
insert into demotions (intent_id, at, answers, helped, low, lifted_at, lifted_by) values
  ('reset_password', 1777946400000, 40, 10, 0.14, null, null);

insert into attendance (ticket_id, who, name, doing, looks_until, writes_until) values
  (2, 'telegram:7', 'Ann', 'writing', 1777946410000, 1777946405000);
insert into ticket_reads (agent_id, ticket_id, line_id) values ('telegram:7', 2, 8);
update web_chats set typed_at = 1777946400000 where chat_id = 'w1';

insert into incidents (id, series, n, expected, begun_at, seen_at, ended_at) values
  (1, 'bad_ratings', 24, 6.5, 1777946400000, 1777946400000, null);
insert into reviews (id, ticket_id, episode, week_ended_at, why, agent_id, agent_name, marks, note, reviewed_by, reviewed_at) values
  (1, 1, 1, 1777946400000, 'random', 'telegram:ann', 'Ann', null, null, null, null);
insert into rounds (task, at) values ('watch', 1777946400000);
