"""Which versions withdraw their paper, and when a paper was heard."""

from __future__ import annotations

import sqlalchemy as sa

STATEMENTS = (
    "ALTER TABLE papers ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE",
    "CREATE INDEX papers_withdrawn ON papers (stem) WHERE withdrawn",
    "CREATE INDEX asrun_by_paper ON asrun (paper, started)",
)


def apply(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
