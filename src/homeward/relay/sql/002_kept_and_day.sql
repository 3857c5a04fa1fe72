-- How many blocks a log keeps now (expired ones no longer count against it), and the last day the relay accepted as today.
ALTER TABLE log ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
UPDATE log SET kept = (SELECT count(*) FROM block WHERE place BETWEEN log.log * 4294967296 AND log.log * 4294967296 + 4294967295);
ALTER TABLE relay ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
