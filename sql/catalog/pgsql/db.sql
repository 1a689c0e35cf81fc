-- :name schema_exists
SELECT count(*) FROM (SELECT 1 WHERE to_regclass('smm_schema') IS NOT NULL) t
