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

from local_bigquery import cli  # noqa: E402

cli.main(sys.argv[1:])
