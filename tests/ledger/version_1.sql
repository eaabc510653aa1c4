BEGIN;
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

INSERT INTO account VALUES (1, 'demo.genauth.ai', 'app', 'lin', '林晓');
INSERT INTO entry VALUES ('00000000000000000000000000000001', 1, 'run-1', 'unbind', 1000, NULL, 'github', 'GitHub', 'g',
    '["i-1"]', '["c-1"]', NULL,
    '{"answer":{"kind":"refused","reason":{"kind":"refused","status_code":403,"api_code":2333,"message":"no"}},"at":"1970-01-01T00:00:01.5Z","took_ms":500,"requests":[{"method":"POST","path":"/api/v3/unlink-extidp","started_at":"1970-01-01T00:00:01Z","took_ms":480,"http_status":200,"status_code":403,"api_code":2333,"message":"no","request_id":"Request-1"}]}',
    '{"kind":"all-there"}', 2000, 0, 'refused-all-there', '|200||403||2333|', 'github');
INSERT INTO entry VALUES ('00000000000000000000000000000002', 1, 'run-1', 'unbind', 2000, 'batch', 'wechat', '微信', 'w',
    '["i-2","i-3"]', '[]', NULL,
    '{"answer":{"kind":"lost","reason":{"why":"stopped-waiting"}},"at":"1970-01-01T00:00:03Z","took_ms":1000,"requests":[]}',
    '{"kind":"gone"}', 3000, 1, 'lost-gone', '', 'wechat');
INSERT INTO entry VALUES ('00000000000000000000000000000003', 1, 'run-1', 'unbind', 3000, NULL, 'google', 'Google', 'o',
    '["i-4"]', '[]', NULL, NULL, '{"kind":"not-read"}', NULL, 0, 'open', '', 'google');
INSERT INTO entry VALUES ('00000000000000000000000000000004', 1, 'run-2', 'bind', 4000, NULL, 'google', 'Google', 'o',
    '[]', '[]', 'google-web', '{"answer":{"kind":"accepted"},"at":"1970-01-01T00:00:04Z","took_ms":90,"requests":[]}',
    '{"kind":"bound","identity_ids":["i-5"],"origin_connection_ids":["c-5"]}', 5000, 0, 'bound', '', 'google');
INSERT INTO sighting VALUES (1, 'i-1', 'g', 'github', 'openid', 500, 5000);
INSERT INTO sighting VALUES (1, 'i-5', 'o', 'google', 'openid', 5000, 5000);
INSERT INTO way VALUES (1, 'password', '', '', 100, 400, 3);
INSERT INTO way VALUES (1, 'browser', 'g', 'github', 200, 200, 1);
INSERT INTO connection VALUES (1, 'o', 'google-web', 'google', '["c-5"]', 4000);
INSERT INTO snapshot VALUES (1, 500, 4000, '[{"ext_idp_id":"g","identity_id":"i-1","provider":"github","kind":"openid","user_id_in_idp":"7","origin_connection_ids":["c-1"],"person_name":"octocat"}]');
PRAGMA application_id = 0x426e6472;
PRAGMA user_version = 1;
COMMIT;
