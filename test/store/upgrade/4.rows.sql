-- What came with step 4: moods, how far networks were heard, codes that join chats, and a web chat.
update conversations set is_upset = 1 where id = 3;

insert into marks (channel, bot, place, mark, heard_at) values
  ('discord', '4711', '900', '1234567890123456789', 1777946400000);

insert into link_codes (conversation_id, code_hash, ends_at, used_by) values
  (4, 'hash-of-a-code', 1777947000000, null);

insert into link_tries (conversation_id, failures, failed_at) values
  (5, 2, 1777946400000);

insert into web_chats (chat_id, seq, created_at) values
  ('w1', 2, 1777946400000);

insert into web_posts (chat_id, seq, key, body, at) values
  ('w1', 1, 'out-1', '{"by":"learner","text":"hello"}', 1777946400000),
  ('w1', 2, 'out-2', '{"by":"bot","text":"re hello"}', 1777946400010);
