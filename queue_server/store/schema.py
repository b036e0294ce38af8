"""Every word of SQL that the journal speaks. Plain portable SQL: a second database will read the same tables.

No ON CONFLICT, no RETURNING, no vendor's types beyond the column names; replacing a row is DELETE and INSERT
inside one transaction.
"""

VERSION = 1
"""Raised when an older server could not read the tables any more."""

TABLES = (
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS journal (hall TEXT NOT NULL, seq BIGINT NOT NULL, at_ms BIGINT NOT NULL,"
    " day TEXT NOT NULL, actor TEXT NOT NULL, request TEXT NOT NULL, asked TEXT NOT NULL, kind TEXT NOT NULL,"
    " body TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (hall, seq))",
    "CREATE TABLE IF NOT EXISTS snapshots (hall TEXT NOT NULL, seq BIGINT NOT NULL, digest TEXT NOT NULL,"
    " part INTEGER NOT NULL, parts INTEGER NOT NULL, body BLOB NOT NULL, checksum TEXT NOT NULL,"
    " PRIMARY KEY (hall, seq, part))",
    "CREATE TABLE IF NOT EXISTS board_acks (hall TEXT NOT NULL, board TEXT NOT NULL, n BIGINT NOT NULL,"
    " PRIMARY KEY (hall, board))",
    "CREATE TABLE IF NOT EXISTS people (ref TEXT PRIMARY KEY, digest TEXT NOT NULL, last4 TEXT NOT NULL,"
    " created_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL)",
)

INSERT_ROW = (
    "INSERT INTO journal (hall, seq, at_ms, day, actor, request, asked, kind, body, digest)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SELECT_ROWS = (
    "SELECT hall, seq, at_ms, day, actor, request, asked, kind, body, digest FROM journal"
    " WHERE hall = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
)
SELECT_REQUESTS = (
    "SELECT request, asked FROM journal WHERE hall = ? AND seq > ? AND seq <= ? AND request <> ''"
    " ORDER BY seq"
)
SELECT_LAST = "SELECT seq, digest FROM journal WHERE hall = ? ORDER BY seq DESC LIMIT 1"

SET_META = "UPDATE meta SET value = ? WHERE name = ?"
INSERT_META = "INSERT INTO meta (name, value) VALUES (?, ?)"
DELETE_META = "DELETE FROM meta WHERE name = ?"
SELECT_META = "SELECT value FROM meta WHERE name = ?"

DELETE_PERSON = "DELETE FROM people WHERE ref = ?"
INSERT_PERSON = "INSERT INTO people (ref, digest, last4, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?)"
PURGE_PEOPLE = "DELETE FROM people WHERE expires_ms <= ?"
SELECT_PEOPLE = "SELECT ref, digest, last4, created_ms, expires_ms FROM people ORDER BY created_ms, ref"

DELETE_ACK = "DELETE FROM board_acks WHERE hall = ? AND board = ?"
INSERT_ACK = "INSERT INTO board_acks (hall, board, n) VALUES (?, ?, ?)"
SELECT_ACKS = "SELECT board, n FROM board_acks WHERE hall = ?"

DELETE_PART = "DELETE FROM snapshots WHERE hall = ? AND seq = ? AND part = ?"
INSERT_PART = (
    "INSERT INTO snapshots (hall, seq, digest, part, parts, body, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
SELECT_SNAPSHOTS = "SELECT DISTINCT seq FROM snapshots WHERE hall = ? ORDER BY seq DESC"
SELECT_PARTS = (
    "SELECT seq, digest, part, parts, body, checksum FROM snapshots WHERE hall = ? AND seq = ? ORDER BY part"
)
FORGET_SNAPSHOTS = "DELETE FROM snapshots WHERE hall = ? AND seq < ?"
