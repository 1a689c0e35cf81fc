-- Statements of the database layer itself: which migrations a database has seen.

-- :name schema_create
-- :write
CREATE TABLE IF NOT EXISTS smm_schema (
    version {int} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    steps {int} NOT NULL,
    done {int} NOT NULL,
    applied {int} NOT NULL)

-- :name schema_list
-- :read
-- :out version i, name t, checksum t, steps i, done i
SELECT version, name, checksum, steps, done FROM smm_schema ORDER BY version

-- :name schema_exists
-- :read
-- :out found i

-- :name schema_mark
-- :write
-- :in version i, name t, checksum t, steps i, done i, now i
-- :expect one
INSERT INTO smm_schema (version, name, checksum, steps, done, applied)
VALUES (:version, :name, :checksum, :steps, :done, :now)
ON CONFLICT (version) DO UPDATE
SET name = excluded.name, checksum = excluded.checksum, steps = excluded.steps,
    done = excluded.done, applied = excluded.applied
