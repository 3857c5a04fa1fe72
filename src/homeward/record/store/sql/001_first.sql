-- Everything a record keeps (RECORD 2). Rows are only ever added; what changes is said again and the later row counts.
-- The comment behind each column is its line in the codebook. Types are SQLite's; PostgreSQL gets the same text with BIGINT, BYTEA, DOUBLE PRECISION.
CREATE TABLE source (
    number INTEGER PRIMARY KEY NOT NULL, -- order of declaration; the last declaration of an id counts
    id TEXT NOT NULL, -- short name of the source
    kind TEXT NOT NULL CHECK (kind IN ('official', 'press', 'memorial', 'relatives', 'volunteers', 'foreign', 'circle', 'submission')), -- sort of source
    grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')), -- how far it is trusted, A most
    independence TEXT NOT NULL, -- sources of one independence group copy or feed each other and count once
    licence TEXT NOT NULL, -- terms under which its words may be used
    title TEXT NOT NULL, -- name for people
    address TEXT, -- where it can be found; null when withheld for safety
    note TEXT, -- what to know about it
    at TEXT NOT NULL -- when it was declared
) STRICT;
CREATE INDEX source_by_id ON source (id, number);

CREATE TABLE archive (
    hash TEXT PRIMARY KEY NOT NULL CHECK (length(hash) = 64), -- SHA-256 of the file's bytes
    source TEXT NOT NULL, -- id of the source that gave it
    name TEXT NOT NULL, -- the file's name as given
    size INTEGER NOT NULL, -- bytes
    row_count INTEGER NOT NULL, -- rows read from it
    at TEXT NOT NULL -- when it was first taken in
) STRICT;

CREATE TABLE report (
    number INTEGER PRIMARY KEY NOT NULL, -- the report's number, for ever
    source TEXT NOT NULL, -- id of the source
    key TEXT NOT NULL, -- the source's own key, or one made from the words
    at TEXT NOT NULL, -- when it was first taken in
    UNIQUE (source, key)
) STRICT;

CREATE TABLE saying (
    number INTEGER PRIMARY KEY NOT NULL, -- order of arrival; a report's last saying counts
    report INTEGER NOT NULL REFERENCES report (number), -- the report
    archive TEXT NOT NULL, -- hash of the file it came in
    line INTEGER NOT NULL, -- place in that file, from 1
    hash TEXT NOT NULL, -- SHA-256 of what was said
    said TEXT NOT NULL, -- what was said, as said, as JSON
    at TEXT NOT NULL -- when it was taken in
) STRICT;
CREATE INDEX saying_by_report ON saying (report, number);

CREATE TABLE statement (
    number INTEGER PRIMARY KEY NOT NULL, -- order of arrival
    report INTEGER NOT NULL REFERENCES report (number), -- the report it belongs to
    saying INTEGER, -- the saying it was taken from; null for a reviewer's own
    field TEXT NOT NULL, -- what it is about: see the fields
    value TEXT NOT NULL, -- the value
    extracted TEXT NOT NULL CHECK (extracted IN ('said', 'machine', 'reviewer')), -- as said, taken out by a machine, or by a reviewer
    by TEXT, -- the reviewer
    why TEXT, -- the reviewer's reason
    at TEXT NOT NULL -- when
) STRICT;
CREATE INDEX statement_by_report ON statement (report, number);

CREATE TABLE judgement (
    number INTEGER PRIMARY KEY NOT NULL, -- order; of one reviewer's judgements on a pair the last counts
    low INTEGER NOT NULL REFERENCES report (number), -- the lower report number
    high INTEGER NOT NULL REFERENCES report (number), -- the higher report number
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure', 'withdrawn')), -- the decision
    by TEXT NOT NULL, -- by whom
    why TEXT NOT NULL, -- reason, may be empty
    blind INTEGER NOT NULL CHECK (blind IN (0, 1)), -- whether the machine's probability was hidden
    at TEXT NOT NULL, -- when
    CHECK (low < high)
) STRICT;
CREATE INDEX judgement_by_pair ON judgement (low, high, number);

CREATE TABLE run (
    number INTEGER PRIMARY KEY NOT NULL, -- order of completed linkages
    model TEXT NOT NULL, -- the model with its parameters, as JSON
    reports INTEGER NOT NULL, -- reports compared
    pairs INTEGER NOT NULL, -- pairs kept
    people INTEGER NOT NULL, -- people after it
    at TEXT NOT NULL -- when it was completed
) STRICT;

CREATE TABLE pair (
    run INTEGER NOT NULL, -- the linkage that compared them; only the last one's pairs are kept, being derived
    low INTEGER NOT NULL, -- the lower report number
    high INTEGER NOT NULL, -- the higher report number
    probability REAL NOT NULL, -- that both speak of one person
    weights TEXT NOT NULL, -- evidence in bits by comparison, as JSON
    PRIMARY KEY (low, high)
) STRICT;
CREATE INDEX pair_by_probability ON pair (probability, low, high);

CREATE TABLE person (
    number INTEGER PRIMARY KEY NOT NULL, -- public number, never used twice
    at TEXT NOT NULL -- when it was given
) STRICT;

CREATE TABLE membership (
    number INTEGER PRIMARY KEY NOT NULL, -- order; a report's last membership counts
    report INTEGER NOT NULL REFERENCES report (number), -- the report
    person INTEGER NOT NULL REFERENCES person (number), -- the person it was taken to speak of
    at TEXT NOT NULL -- since when
) STRICT;
CREATE INDEX membership_by_report ON membership (report, number);
CREATE INDEX membership_by_person ON membership (person, number);

CREATE TABLE redirect (
    number INTEGER PRIMARY KEY NOT NULL, -- order
    person INTEGER NOT NULL REFERENCES person (number), -- a number no report belongs to any more
    target INTEGER NOT NULL REFERENCES person (number), -- the number that took over
    at TEXT NOT NULL -- since when
) STRICT;
CREATE INDEX redirect_by_person ON redirect (person, number);

CREATE TABLE exclusion (
    number INTEGER PRIMARY KEY NOT NULL, -- order; the last on a report counts
    report INTEGER NOT NULL REFERENCES report (number), -- the report left out, or taken back in
    lifted INTEGER NOT NULL CHECK (lifted IN (0, 1)), -- 1: taken back in
    reason TEXT NOT NULL, -- why
    by TEXT NOT NULL, -- by whom
    at TEXT NOT NULL -- when
) STRICT;
CREATE INDEX exclusion_by_report ON exclusion (report, number);

CREATE TABLE resolution (
    number INTEGER PRIMARY KEY NOT NULL, -- order; the last on a person's field counts
    person INTEGER NOT NULL REFERENCES person (number), -- the person
    field TEXT NOT NULL, -- the field
    value TEXT, -- the value to show; null: show none
    by TEXT NOT NULL, -- the reviewer
    why TEXT NOT NULL, -- the reason
    at TEXT NOT NULL -- when
) STRICT;
CREATE INDEX resolution_by_person ON resolution (person, number);

CREATE TABLE claim (
    number INTEGER PRIMARY KEY NOT NULL, -- order of entry
    who TEXT NOT NULL, -- who asserted it
    what TEXT NOT NULL, -- of what: killed, wounded, refused ...
    low INTEGER NOT NULL, -- the number, or the lower end
    high INTEGER, -- the upper end; null: a single number
    scope TEXT NOT NULL, -- whom it covers
    region TEXT, -- ISO code; null: the whole country
    as_of TEXT NOT NULL, -- the date it speaks for
    method TEXT NOT NULL, -- how they know
    cited TEXT NOT NULL, -- where it was said
    at TEXT NOT NULL -- when it was entered
) STRICT;

CREATE TABLE release (
    number INTEGER PRIMARY KEY NOT NULL, -- order
    version TEXT NOT NULL UNIQUE, -- its version
    hash TEXT NOT NULL, -- SHA-256 over its files
    rules TEXT NOT NULL, -- the rules it obeyed, as JSON
    suppressed TEXT NOT NULL, -- what was suppressed, as JSON
    changes TEXT NOT NULL, -- what changed since the last, as JSON
    by TEXT NOT NULL, -- who released it
    at TEXT NOT NULL -- when
) STRICT;

CREATE TABLE correction (
    number INTEGER PRIMARY KEY NOT NULL, -- the request's number, told to the asker
    person INTEGER, -- the person it is about, when known
    relation TEXT NOT NULL, -- how the asker is related; never their name
    field TEXT, -- the field in question; null: the whole entry
    wanted TEXT NOT NULL, -- what is asked for
    grounds TEXT NOT NULL, -- on what grounds
    at TEXT NOT NULL -- when it came
) STRICT;

CREATE TABLE correction_step (
    number INTEGER PRIMARY KEY NOT NULL, -- order; the last step is where the request stands
    correction INTEGER NOT NULL REFERENCES correction (number), -- the request
    state TEXT NOT NULL CHECK (state IN ('received', 'checking', 'accepted', 'partly', 'declined', 'withdrawn')), -- where it stands
    by TEXT NOT NULL, -- who moved it
    answer TEXT NOT NULL, -- what was answered
    at TEXT NOT NULL -- when
) STRICT;
CREATE INDEX step_by_correction ON correction_step (correction, number);

CREATE TABLE figure (
    number INTEGER PRIMARY KEY NOT NULL, -- order; of one source's figures on the same matter the last counts
    source TEXT NOT NULL, -- the circle, as a source
    what TEXT NOT NULL CHECK (what IN ('filed', 'held', 'released', 'home')), -- refusals filed, men held, released, home
    region TEXT, -- ISO code, when said
    value INTEGER NOT NULL CHECK (value >= 0), -- how many
    as_of TEXT NOT NULL, -- up to which day
    at TEXT NOT NULL -- when it was taken in
) STRICT;

CREATE TABLE notice (
    number INTEGER PRIMARY KEY NOT NULL, -- order of arrival
    source TEXT NOT NULL, -- where the text comes from
    hash TEXT NOT NULL UNIQUE, -- SHA-256 of source and text
    text TEXT NOT NULL, -- the text as pasted
    suggestions TEXT NOT NULL, -- what the machine read in it, as JSON
    at TEXT NOT NULL -- when
) STRICT;

CREATE TABLE notice_answer (
    number INTEGER PRIMARY KEY NOT NULL, -- order; the last counts
    notice INTEGER NOT NULL REFERENCES notice (number), -- the notice
    report INTEGER, -- the report a reviewer made of it; null: set aside
    by TEXT NOT NULL, -- the reviewer
    why TEXT NOT NULL, -- the reason
    at TEXT NOT NULL -- when
) STRICT;

CREATE TABLE submission (
    number INTEGER PRIMARY KEY NOT NULL, -- order of arrival
    hash TEXT NOT NULL UNIQUE, -- SHA-256 of the sealed bytes
    sealed BLOB NOT NULL, -- the submission, sealed to the desk's key; never kept opened
    at TEXT NOT NULL -- the day it came
) STRICT;
