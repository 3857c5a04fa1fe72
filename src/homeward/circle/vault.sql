-- The vault of one device. Names are keyed hashes; every value is AES-256-GCM. Bucket 0 means the vault's own key.
CREATE TABLE header (
    slot INTEGER PRIMARY KEY NOT NULL CHECK (slot IN (0, 1)),
    value BLOB NOT NULL
) STRICT;

CREATE TABLE bucket (
    bucket INTEGER PRIMARY KEY NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE item (
    item INTEGER PRIMARY KEY NOT NULL,
    kind BLOB NOT NULL,
    name BLOB NOT NULL,
    bucket INTEGER NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (kind, name)
) STRICT;

CREATE INDEX item_by_bucket ON item (bucket) WHERE bucket <> 0;
