"""Starts local-bigquery with the DuckDB whose extensions the Python registry has: none is downloaded while it runs."""

import functools
import sys

import duckdb

connect = duckdb.connect


@functools.wraps(connect)
def connect_in_zone(*args, config=None, **more):
    """A time zone is known only once its extension is there: after the connection, not with it."""
    config = dict(config or {})
    zone = config.pop("TimeZone", None)
    connection = connect(*args, config=config, **more)
    if zone is not None:
        connection.execute(f"SET GLOBAL TimeZone = '{zone}'")
    return connection


duckdb.connect = connect_in_zone

# DuckDB 2 has another name for it.
duckdb.DuckDBPyRelation.to_arrow_reader = duckdb.DuckDBPyRelation.fetch_record_batch

from local_bigquery import cli  # noqa: E402
from local_bigquery.engine import database  # noqa: E402

objects = database.objects


def objects_with_sizes(*args):
    """This DuckDB does not say that an empty table has no rows."""
    return [(name, kind, size or 0) for name, kind, size in objects(*args)]


database.objects = objects_with_sizes

cli.main(sys.argv[1:])
