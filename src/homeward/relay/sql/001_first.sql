-- Everything a relay keeps. No name, no address of a person, no time finer than a day, nothing that joins two logs:
-- log numbers are random, and a block's row id is its log's number times 2^32 plus its position in that log.
CREATE TABLE relay (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    id BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

CREATE TABLE log (
    log INTEGER PRIMARY KEY NOT NULL,
    address BLOB NOT NULL UNIQUE CHECK (length(address) = 32),
    writer BLOB NOT NULL,
    lanes BLOB NOT NULL,
    reader BLOB NOT NULL CHECK (length(reader) = 32),
    next INTEGER NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    day INTEGER NOT NULL
) STRICT;

CREATE TABLE block (
    place INTEGER PRIMARY KEY NOT NULL,
    day INTEGER NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    data BLOB NOT NULL CHECK (length(data) IN (4096, 12288))
) STRICT;

CREATE TABLE seen (
    log INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    position INTEGER NOT NULL,
    PRIMARY KEY (log, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE used (
    log INTEGER NOT NULL,
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    blocks INTEGER NOT NULL,
    PRIMARY KEY (log, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE code (
    hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
    left INTEGER NOT NULL CHECK (left >= 0)
) STRICT, WITHOUT ROWID;
