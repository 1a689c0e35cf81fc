-- :name huge
SELECT 9223372036854775808
-- :name my_pid
SELECT pg_backend_pid()
-- :name kill
SELECT CASE WHEN pg_terminate_backend(CAST(:pid AS integer)) THEN 1 ELSE 0 END
-- :name kill_self
SELECT CASE WHEN nextval('kills') % :n = 1 THEN pg_terminate_backend(pg_backend_pid()) END
-- :name slow
SELECT pg_sleep(:ms / 1000.0)
-- :name idem_insert_harsh
INSERT INTO idem (key, orders) VALUES (:key, :orders)
-- :name nap
SELECT CAST(1 AS bigint) FROM pg_sleep(:ms / 1000.0)
-- :name nap_whole
SELECT CAST(1 AS bigint) FROM pg_sleep(:ms / 1000.0)
