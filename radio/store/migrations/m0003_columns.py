"""What was kept as marks under made-up names → columns of the paper, the segment, the source and the studio that they
speak of; and updates, which were kept as stories, under the name of their own format."""

from __future__ import annotations

import sqlalchemy as sa

STATEMENTS = (
    "ALTER TABLE papers ADD COLUMN pdf TEXT",
    "ALTER TABLE papers ADD COLUMN released_at TEXT",
    "ALTER TABLE segments ADD COLUMN voiced_with TEXT",
    "CREATE TABLE sources (name TEXT NOT NULL PRIMARY KEY, announced_until DATE NOT NULL)",
    "CREATE TABLE studio (id INTEGER NOT NULL PRIMARY KEY, tidied_on DATE, seen_at TEXT, voice_speeds TEXT)",
    "UPDATE papers SET pdf = (SELECT value FROM marks WHERE name = 'pdf/' || papers.id)",
    "UPDATE papers SET released_at = (SELECT marked_at FROM marks WHERE name = 'release/' || papers.id)",
    "UPDATE segments SET voiced_with = (SELECT value FROM marks WHERE name = 'voiced/' || segments.id)",
    "INSERT INTO sources (name, announced_until) SELECT 'arxiv', {date} FROM marks WHERE name = 'polled'",
    "INSERT INTO studio (id, tidied_on, seen_at, voice_speeds) VALUES (1,"
    " (SELECT {date} FROM marks WHERE name = 'tidied'), (SELECT marked_at FROM marks WHERE name = 'studio seen'),"
    " (SELECT value FROM marks WHERE name = 'voices'))",
    "DROP TABLE marks",
    """UPDATE shows SET format = 'update', record = replace(record, '"format"\\:"paper"', '"format"\\:"update"')"""
    " WHERE format = 'paper' AND stem LIKE '%-update'",
)

_DATE = {"sqlite": "value", "postgresql": "CAST(value AS DATE)"}


def apply(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.execute(sa.text(statement.replace("{date}", _DATE[connection.dialect.name])))
