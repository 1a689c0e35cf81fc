-- :name huge
SELECT 9223372036854775807 + 1
-- :name my_pid
SELECT 0
-- :name kill
SELECT :pid
-- :name kill_self
SELECT :n
-- :name slow
WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :ms * 3000) SELECT count(*) FROM c
-- :name idem_insert_harsh
INSERT OR ROLLBACK INTO idem (key, orders) VALUES (:key, :orders)
-- :name nap
SELECT :ms
-- :name nap_whole
SELECT :ms
