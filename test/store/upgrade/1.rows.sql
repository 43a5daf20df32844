-- What a store at step 1 had written: see the head of upgrade-database.ts.
insert into learners (id, name, created_at) values
  (1, 'Mia', 1777946400000),
  (2, '小明', 1777946400000),
  (3, '小红', 1777946400000),
  (4, 'Tom', 1777946400000),
  (5, 'Lea', 1777946400000),
  (6, 'Zoe', 1777946400000);

insert into conversations (id, learner_id, home_channel, home_chat_id, language, is_language_chosen, turn, album_id, note_album_id, is_reachable, mode, misses, answered, unanswered, tried, ticket_id, acknowledged_at, agent_id, episode, created_at) values
  (1, 1, 'telegram', '71', 'en', 0, 1, null, null, 1, 'bot', 0, null, null, '[]', null, null, null, null, 1777946400000),
  (2, 2, 'telegram', '72', 'zh', 0, 0, null, null, 1, 'agent', null, null, null, null, 2, null, 'telegram:ann', null, 1777946400000),
  (3, 3, 'telegram', '73', 'zh', 0, 1, null, null, 1, 'queued', null, null, null, null, 3, 1777946400000, null, null, 1777946400000),
  (4, 4, 'telegram', '74', 'zh', 0, 2, null, null, 1, 'bot', 0, null, null, '[]', null, null, null, null, 1777946400000),
  (5, 5, 'telegram', '75', 'zh', 0, 1, null, null, 1, 'bot', 0, null, null, '[]', null, null, null, null, 1777946400000),
  (6, 6, 'telegram', '76', 'zh', 0, 0, null, null, 1, 'bot', 0, null, null, '[]', null, null, null, null, 1777946400000);

insert into chats (channel, chat_id, network_id, learner_id, conversation_id) values
  ('telegram', '71', '71', 1, 1),
  ('telegram', '72', '72', 2, 2),
  ('telegram', '73', '73', 3, 3),
  ('telegram', '74', '74', 4, 4),
  ('telegram', '75', '75', 5, 5),
  ('telegram', '76', '76', 6, 6);

insert into tickets (id, conversation_id, learner_id, language, channel, episode, priority, reason, intent_id, tried, opened_at, waiting_for, snoozed_until, human_replies, status, holder_id, holder_name, claimed_at, solved_at, rating, is_rating_asked, led_by_id) values
  (1, 1, 1, 'en', 'telegram', 1, 'normal', 'asked', 'request_refund', '[{"intentId":"request_refund","confidence":0.41}]', 1777946400000, 'agent', null, 0, 'solved', 'telegram:ann', 'Ann', null, 1777946400000, 5, 1, 4),
  (2, 2, 2, 'zh', 'telegram', 1, 'high', 'asked', 'request_refund', '[{"intentId":"request_refund","confidence":0.41}]', 1777946400000, 'agent', null, 0, 'open', 'telegram:ann', 'Ann', 1777946400000, null, null, null, 7),
  (3, 3, 3, 'zh', 'telegram', 1, 'urgent', 'asked', 'request_refund', '[{"intentId":"request_refund","confidence":0.41}]', 1777946400000, 'agent', null, 0, 'new', null, null, null, null, null, null, 13);

insert into ticket_threads (ticket_id, channel, chat_id, thread_id, card_id) values
  (1, 'telegram', '-100500', '9', '10');

insert into messages (id, conversation_id, ticket_id, author, agent_id, agent_name, kind, text, language, at, network_id) values
  (1, 1, null, 'learner', null, null, 'words', 'I forgot my password', 'zh', 1777946400000, null),
  (2, 1, null, 'bot', null, null, 'words', 'Press ''Forgot password''.', 'zh', 1777946400000, null),
  (3, 1, null, 'learner', null, null, 'words', '我想找人', 'zh', 1777946400000, null),
  (4, 1, 1, 'bot', null, null, 'words', '稍等', 'zh', 1777946400000, null),
  (5, 1, 1, 'agent', 'telegram:ann', 'Ann', 'words', 'Look at this picture', 'zh', 1777946400000, null),
  (6, 2, null, 'learner', null, null, 'words', '我想找人', 'zh', 1777946400000, null),
  (7, 2, 2, 'bot', null, null, 'words', '稍等', 'zh', 1777946400000, null),
  (8, 2, 2, 'agent', 'telegram:ann', 'Ann', 'words', '您好', 'zh', 1777946400000, null),
  (9, 2, 2, 'agent', 'telegram:ann', 'Ann', 'words', '第一步', 'zh', 1777946400000, null),
  (10, 2, 2, 'agent', 'telegram:ann', 'Ann', 'words', '第二步', 'zh', 1777946400000, null),
  (11, 2, 2, 'agent', 'telegram:ann', 'Ann', 'words', '第三步', 'zh', 1777946400000, null),
  (12, 3, null, 'learner', null, null, 'words', '我想找人', 'zh', 1777946400000, null),
  (13, 3, 3, 'bot', null, null, 'words', '稍等', 'zh', 1777946400000, null),
  (14, 3, null, 'learner', null, null, 'words', '在吗', 'zh', 1777946400000, null),
  (15, 3, null, 'bot', null, null, 'words', '稍等', 'zh', 1777946400000, null),
  (16, 4, null, 'learner', null, null, 'words', 'hello', 'zh', 1777946400000, null),
  (17, 4, null, 'bot', null, null, 'words', 're hello', 'zh', 1777946400000, null),
  (18, 4, null, 'learner', null, null, 'words', 'hello again', 'zh', 1777946400000, null),
  (19, 4, null, 'bot', null, null, 'words', 're hello again', 'zh', 1777946400000, null),
  (20, 5, null, 'learner', null, null, 'words', 'hi', 'zh', 1777946400000, null),
  (21, 5, null, 'bot', null, null, 'words', 'Hello Lea', 'zh', 1777946400000, null);

insert into files (id, message_id, channel, kind, ref, name, mime, bytes) values
  (1, 5, 'telegram', 'photo', 'file-id-1', null, 'image/jpeg', 4096);

insert into inbound (id, channel, bot, update_id, conversation_id, ticket_id, payload, status, tries, received_at, settled_at) values
  (1, 'telegram', '4711', 'u1', 1, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (2, 'telegram', '4711', 'u2', 1, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (3, 'telegram', '4711', 'u3', 2, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (4, 'telegram', '4711', 'u4', 3, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (5, 'telegram', '4711', 'u5', 3, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (6, 'telegram', '4711', 'u6', 4, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (7, 'telegram', '4711', 'u7', 4, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (8, 'telegram', '4711', 'u8', 5, null, null, 'handled', 0, 1777946400000, 1777946400000),
  (9, 'telegram', '4711', 'u9', 6, null, '{"channel":"telegram","bot":"4711","updateId":"u9","from":{"networkId":"76","name":"Zoe","languageHint":null},"place":{"kind":"learner","chatId":"76"},"what":{"kind":"words","messageId":"m8","text":"💥","attachments":[],"albumId":null}}', 'poisoned', 3, 1777946400000, 1777946400000),
  (10, 'telegram', '4711', 'zoe-1', 6, null, '{"channel":"telegram","bot":"4711","updateId":"zoe-1","from":{"networkId":"76","name":"Zoe","languageHint":null},"place":{"kind":"learner","chatId":"76"},"what":{"kind":"words","messageId":"m9","text":"Where is my invoice? It''s urgent","attachments":[],"albumId":null}}', 'received', 0, 1777946400000, null),
  (11, 'telegram', '4711', 'zoe-2', 6, null, '{"channel":"telegram","bot":"4711","updateId":"zoe-2","from":{"networkId":"76","name":"Zoe","languageHint":null},"place":{"kind":"learner","chatId":"76"},"what":{"kind":"words","messageId":"m10","text":"第二个问题","attachments":[],"albumId":null}}', 'received', 0, 1777946400000, null);

insert into outbound (id, lane, channel, chat_id, audience, conversation_id, ticket_id, message_id, content, is_words_of_person, status, tries, queued_at, not_before, sending_since, settled_at, network_id, why) values
  (1, 'telegram:71', 'telegram', '71', 'learner', 1, null, 2, null, 0, 'sent', 1, 1777946400000, 0, null, 1777946400010, '101', null),
  (2, 'telegram:-100500:1', 'telegram', '-100500', 'staff', 1, 1, null, null, 0, 'sent', 1, 1777946400000, 0, null, 1777946400010, '102', null),
  (3, 'telegram:71', 'telegram', '71', 'learner', 1, 1, 5, null, 1, 'sent', 1, 1777946400000, 0, null, 1777946400010, '103', null),
  (4, 'telegram:-100500', 'telegram', '-100500', 'staff', 1, null, 5, null, 0, 'sent', 1, 1777946400000, 0, null, 1777946400010, '104', null),
  (5, 'telegram:-100500:2', 'telegram', '-100500', 'staff', 2, 2, null, '{"kind":"card"}', 0, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (6, 'telegram:72', 'telegram', '72', 'learner', 2, 2, 8, null, 1, 'sent', 1, 1777946400000, 0, null, 1777946400010, '106', null),
  (7, 'telegram:-100500', 'telegram', '-100500', 'staff', 2, null, 8, '{"kind":"say","text":"您好","buttons":[],"attachments":[]}', 0, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (8, 'telegram:72', 'telegram', '72', 'learner', 2, 2, 9, '{"kind":"say","text":"第一步","buttons":[],"attachments":[]}', 1, 'uncertain', 1, 1777946400000, 1777946405000, null, null, null, null),
  (9, 'telegram:-100500', 'telegram', '-100500', 'staff', 2, null, 9, '{"kind":"say","text":"第一步","buttons":[],"attachments":[]}', 0, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (10, 'telegram:72', 'telegram', '72', 'learner', 2, 2, 10, '{"kind":"say","text":"第二步","buttons":[],"attachments":[]}', 1, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (11, 'telegram:-100500', 'telegram', '-100500', 'staff', 2, null, 10, '{"kind":"say","text":"第二步","buttons":[],"attachments":[]}', 0, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (12, 'telegram:72', 'telegram', '72', 'learner', 2, 2, 11, '{"kind":"say","text":"第三步","buttons":[],"attachments":[]}', 1, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (13, 'telegram:-100500', 'telegram', '-100500', 'staff', 2, null, 11, '{"kind":"say","text":"第三步","buttons":[],"attachments":[]}', 0, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (14, 'telegram:-100500:3', 'telegram', '-100500', 'staff', 3, 3, null, '{"kind":"card"}', 0, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (15, 'telegram:73', 'telegram', '73', 'learner', 3, null, 15, '{"kind":"say","text":"稍等","buttons":[],"attachments":[]}', 0, 'queued', 1, 1777946400000, 0, null, null, null, null),
  (16, 'telegram:74', 'telegram', '74', 'learner', 4, null, 17, '{"kind":"say","text":"re hello","buttons":[],"attachments":[]}', 0, 'sending', 1, 1777946400000, 0, 1777946400000, null, null, null),
  (17, 'telegram:74', 'telegram', '74', 'learner', 4, null, 19, '{"kind":"say","text":"re hello again","buttons":[],"attachments":[]}', 0, 'queued', 0, 1777946400000, 0, null, null, null, null),
  (18, 'telegram:75', 'telegram', '75', 'learner', 5, null, 21, null, 0, 'failed', 1, 1777946400000, 0, null, 1777946400000, null, 'forbidden');

insert into lanes (lane, not_before) values
  ('telegram:73', 1777946403000);

insert into facts (id, kind, at, conversation_id, learner_id, channel, language, ticket_id, episode, agent_id, intent_id, value) values
  (1, 'asked', 1777946400000, 1, 1, 'telegram', 'en', null, null, null, null, null),
  (2, 'answered', 1777946400000, 1, 1, 'telegram', 'en', null, null, null, 'reset_password', 0.94),
  (3, 'escalated', 1777946400000, 1, 1, 'telegram', 'en', 1, 1, null, null, null),
  (4, 'claimed', 1777946400000, 1, 1, 'telegram', 'en', 1, 1, 'telegram:ann', null, null),
  (5, 'solved', 1777946400000, 1, 1, 'telegram', 'en', 1, 1, 'telegram:ann', null, null),
  (6, 'rated', 1777946400000, 1, 1, 'telegram', 'en', 1, 1, null, null, 5),
  (7, 'escalated', 1777946400000, 2, 2, 'telegram', 'zh', 2, 1, null, null, null),
  (8, 'claimed', 1777946400000, 2, 2, 'telegram', 'zh', 2, 1, 'telegram:ann', null, null),
  (9, 'escalated', 1777946400000, 3, 3, 'telegram', 'zh', 3, 1, null, null, null),
  (10, 'asked', 1777946400000, 3, 3, 'telegram', 'zh', null, null, null, null, null),
  (11, 'answered', 1777946400000, 3, 3, 'telegram', 'zh', null, null, null, 'reset_password', 0.94),
  (12, 'asked', 1777946400000, 4, 4, 'telegram', 'zh', null, null, null, null, null),
  (13, 'answered', 1777946400000, 4, 4, 'telegram', 'zh', null, null, null, 'reset_password', 0.94),
  (14, 'asked', 1777946400000, 4, 4, 'telegram', 'zh', null, null, null, null, null),
  (15, 'answered', 1777946400000, 4, 4, 'telegram', 'zh', null, null, null, 'reset_password', 0.94),
  (16, 'asked', 1777946400000, 5, 5, 'telegram', 'zh', null, null, null, null, null),
  (17, 'answered', 1777946400000, 5, 5, 'telegram', 'zh', null, null, null, 'reset_password', 0.94);

insert into ratings (id, rating, at, channel, ticket_id, episode, conversation_id, user_id, comment, response_seconds) values
  (1, 5, 1777946400000, 'telegram', 1, 1, 1, null, null, null),
  (2, 4, 1777946400000, 'offline', null, null, null, 'u-1', '非常满意', 12.5);

insert into proof (id, at) values
  (1, 1777946400000);
