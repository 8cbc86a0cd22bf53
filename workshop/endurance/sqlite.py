"""What the endurance tests do to an SQLite file from outside of the server.

    sqlite.py integrity FILE    what SQLite finds wrong, or "ok"
    sqlite.py hold FILE         takes the write lock until standard input ends
    sqlite.py counts FILE       how many projects and audit events there are
"""

import sqlite3
import sys


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


def counts(file):
    with sqlite3.connect(file) as database:
        tables = ("projects", "audit_events")
        print(*(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables))


command, *arguments = sys.argv[1:]
{"integrity": integrity, "hold": hold, "counts": counts}[command](*arguments)
