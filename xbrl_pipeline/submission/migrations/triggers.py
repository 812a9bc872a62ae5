"""Triggers by which the database itself refuses what the program never does.

Whoever may change the tables may also drop the triggers: they stop mistakes and other programs, and ``audit verify``
finds the rest.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Table

_POSTGRES = (
    """CREATE FUNCTION queue_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'append-only: % of % refused', TG_OP, TG_TABLE_NAME; END $$""",
    """CREATE FUNCTION queue_next() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event) THEN
        RAISE EXCEPTION 'append-only: event % is not the next', NEW.seq;
      END IF;
      RETURN NEW;
    END $$""",
    "CREATE TRIGGER event_next BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION queue_next()",
)
_SQLITE = (
    """CREATE TRIGGER event_next BEFORE INSERT ON event
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'append-only: this event is not the next'); END""",
)


def add_triggers(connection: Connection, tables: Iterable[Table], unchanging: Collection[Table]) -> None:
    """Refuse deleting from every table, changing what never changes, and any event but the next."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRES:
        connection.exec_driver_sql(statement.replace("%", "%%") if not sqlite else statement)
    for table in tables:
        for operation in ("DELETE", "UPDATE") if table in unchanging else ("DELETE",):
            connection.exec_driver_sql(_refusal(table.name, operation, sqlite=sqlite))
        if not sqlite:
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table.name}_no_truncate BEFORE TRUNCATE ON {table.name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION queue_refuse()"
            )


def _refusal(table: str, operation: str, *, sqlite: bool) -> str:
    name = f"{table}_no_{operation.lower()}"
    if sqlite:
        message = f"append-only: {operation} of {table} refused"
        return f"CREATE TRIGGER {name} BEFORE {operation} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION queue_refuse()"
