-- :name schema_exists
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'smm_schema'
