-- Version 1. Times are milliseconds since 1970 in UTC; lists and what came of a call are JSON. No column is for a token.
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL,
    app_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT,
    UNIQUE (host, app_id, subject)
) STRICT;

CREATE TABLE entry (
    id TEXT PRIMARY KEY NOT NULL,
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    run TEXT NOT NULL,
    deed TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    batch TEXT,
    provider TEXT NOT NULL,
    title TEXT NOT NULL,
    ext_idp_id TEXT,
    identity_ids TEXT NOT NULL,
    origin_connection_ids TEXT NOT NULL,
    connection TEXT,
    settlement TEXT,
    listed TEXT NOT NULL,
    listed_at INTEGER,
    superseded INTEGER NOT NULL DEFAULT 0,
    -- The next three are made from the ones before, to filter by.
    outcome TEXT NOT NULL,
    codes TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;

CREATE INDEX entry_by_time ON entry (begun_at, id);
CREATE INDEX entry_by_account ON entry (account, begun_at, id);

CREATE TABLE sighting (
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    identity_id TEXT NOT NULL,
    ext_idp_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (account, identity_id, ext_idp_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE way (
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    way TEXT NOT NULL,
    ext_idp_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    first_used INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (account, way, ext_idp_id, provider)
) STRICT, WITHOUT ROWID;

CREATE TABLE connection (
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    ext_idp_id TEXT NOT NULL,
    identifier TEXT NOT NULL,
    provider TEXT NOT NULL,
    origin_connection_ids TEXT NOT NULL,
    last_used INTEGER NOT NULL,
    PRIMARY KEY (account, ext_idp_id, identifier)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    first_read INTEGER NOT NULL,
    last_read INTEGER NOT NULL,
    identities TEXT NOT NULL,
    PRIMARY KEY (account, first_read)
) STRICT;
