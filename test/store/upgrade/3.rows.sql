-- What came with step 3: the replicas, and whose try a row on its way is.
insert into replicas (id, seen_at) values ('gone', 1777946400000);
update outbound set sender = 'gone' where status = 'sending';
