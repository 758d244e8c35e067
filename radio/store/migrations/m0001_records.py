"""The first tables: papers, shows, the as-run log, the arXiv gate and what the workers remember."""

from __future__ import annotations

import sqlalchemy as sa

TABLES = """
CREATE TABLE papers (
    id TEXT NOT NULL PRIMARY KEY, stem TEXT NOT NULL, version INTEGER NOT NULL, announced DATE, record TEXT NOT NULL);
CREATE INDEX papers_by_stem ON papers (stem, version);
CREATE INDEX papers_by_announced ON papers (announced);

CREATE TABLE choices (
    paper TEXT NOT NULL, day DATE NOT NULL, chosen BOOLEAN NOT NULL, score DOUBLE PRECISION NOT NULL,
    queued_at TEXT, record TEXT NOT NULL, PRIMARY KEY (paper, day));
CREATE INDEX choices_by_day ON choices (day, chosen, score);

CREATE TABLE documents (paper TEXT NOT NULL PRIMARY KEY REFERENCES papers (id), packed {bytes} NOT NULL);
CREATE TABLE summaries (paper TEXT NOT NULL PRIMARY KEY REFERENCES papers (id), record TEXT NOT NULL);

CREATE TABLE shows (
    id TEXT NOT NULL PRIMARY KEY, stem TEXT NOT NULL, edition INTEGER NOT NULL, format TEXT NOT NULL, day DATE NOT NULL,
    record TEXT NOT NULL, seconds DOUBLE PRECISION, ready_at TEXT, retired_at TEXT);
CREATE INDEX shows_by_stem ON shows (stem, edition);
CREATE INDEX shows_by_day ON shows (format, day);

CREATE TABLE segments (
    id TEXT NOT NULL PRIMARY KEY, show TEXT NOT NULL REFERENCES shows (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, record TEXT NOT NULL);
CREATE INDEX segments_by_show ON segments (show, position);

CREATE TABLE scripts (
    segment TEXT NOT NULL PRIMARY KEY REFERENCES segments (id) ON DELETE CASCADE, record TEXT NOT NULL);

CREATE TABLE items (
    segment TEXT NOT NULL REFERENCES segments (id) ON DELETE CASCADE, position INTEGER NOT NULL, sound TEXT NOT NULL,
    picture TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (segment, position));

CREATE TABLE archives (
    show TEXT NOT NULL PRIMARY KEY REFERENCES shows (id) ON DELETE CASCADE, name TEXT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL, bytes BIGINT NOT NULL, made_at TEXT NOT NULL);

CREATE TABLE asrun (
    item TEXT NOT NULL, started TEXT NOT NULL, show TEXT NOT NULL, started_frame BIGINT NOT NULL, ended TEXT,
    outcome TEXT NOT NULL, text TEXT NOT NULL, paper TEXT, PRIMARY KEY (item, started));
CREATE INDEX asrun_by_started ON asrun (started);
CREATE TABLE asrun_files (name TEXT NOT NULL PRIMARY KEY, imported_bytes BIGINT NOT NULL);

CREATE TABLE heard (show TEXT NOT NULL PRIMARY KEY, last_at TEXT NOT NULL);

CREATE TABLE gates (name TEXT NOT NULL PRIMARY KEY, next_at DOUBLE PRECISION NOT NULL);
CREATE TABLE parked (
    id TEXT NOT NULL PRIMARY KEY, step TEXT NOT NULL, reason TEXT NOT NULL, parked_at TEXT NOT NULL);
CREATE TABLE replies (hash TEXT NOT NULL PRIMARY KEY, reply TEXT NOT NULL, kept_at TEXT NOT NULL);
CREATE TABLE marks (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, marked_at TEXT NOT NULL);
"""

_BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}


def apply(connection: sa.Connection) -> None:
    script = TABLES.format(bytes=_BYTES[connection.dialect.name])
    for statement in filter(str.strip, script.split(";")):
        connection.exec_driver_sql(statement)
