"""What the endurance tests do to an SQLite file from outside of the server.

    sqlite.py integrity FILE                what SQLite finds wrong, or "ok"
    sqlite.py hold FILE                     takes the write lock until standard input ends
    sqlite.py old FILE FOLDER UPTO ROWS     a database as the migrations up to UPTO left it, with so many projects
    sqlite.py rows FILE                     how many projects there are, and a fingerprint of what they always had
    sqlite.py counts FILE                   how many projects and audit events there are
"""

import hashlib
import pathlib
import sqlite3
import sys

ALWAYS = "tenant_id, id, name, description, created_by, created_at, version"


def integrity(file):
    with sqlite3.connect(file) as database:
        found = [row[0] for row in database.execute("PRAGMA integrity_check")]
        found += [f"no parent for {row}" for row in database.execute("PRAGMA foreign_key_check")]
    print("ok" if found == ["ok"] else "; ".join(found[:5]))


def hold(file):
    database = sqlite3.connect(file, isolation_level=None, timeout=10)
    database.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    sys.stdin.read()
    database.execute("ROLLBACK")


def old(file, folder, upto, rows):
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN")
    database.execute(
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL,"
        " installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL,"
        " checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)"
    )
    for migration in sorted(pathlib.Path(folder).glob("*.sql")):
        number, title = migration.stem.split("_", 1)
        if int(number) > int(upto):
            break
        text = migration.read_text(encoding="utf-8")
        for statement in statements(text):
            database.execute(statement)
        checksum = hashlib.sha384(text.encode()).digest()
        database.execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (?, ?, 1, ?, 0)",
            (int(number), title, checksum),
        )
    database.executemany("INSERT INTO projects VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(project, range(int(rows))))
    database.execute("COMMIT")
    database.close()


def statements(text):
    """Whole statements, as SQLite itself sees their ends."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def project(number):
    tenant = f"org_old{number % 7}"
    identity = f"01890a5d-ac96-774b-8000-{number:012x}"
    moment = 1_700_000_000_000 + number
    return tenant, identity, f"Été Moon {number}", "made long ago " * 10, "user_old", moment, moment, 1


def rows(file):
    with sqlite3.connect(file) as database:
        found = database.execute(f"SELECT {ALWAYS} FROM projects ORDER BY tenant_id, id").fetchall()
    print(len(found), hashlib.sha256(repr(found).encode()).hexdigest())


def counts(file):
    with sqlite3.connect(file) as database:
        tables = ("projects", "audit_events")
        print(*(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables))


command, *arguments = sys.argv[1:]
{"integrity": integrity, "hold": hold, "old": old, "rows": rows, "counts": counts}[command](*arguments)
