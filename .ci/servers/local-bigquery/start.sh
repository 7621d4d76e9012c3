#!/bin/sh
# Starts local-bigquery, an independent implementation of BigQuery's API and of GoogleSQL, for the tests. It wants Python 3.13.
# Prints its endpoint on the first line of standard output when it answers and runs until it is ended; `#` and a folder follow:
# gs://BUCKET/NAME is the file BUCKET/NAME there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
version=0.4.0
# It wants DuckDB 2, whose extensions would be downloaded at its start; those of 1.4.4 are Python packages.
duckdb=1.4.4
extensions=1.4.4.20260205
cache="${TMPDIR:-/tmp}/shopstream-servers/local-bigquery-$version"

fail() {
	echo "local-bigquery is not to be had: $1" >&2
	exit 1
}

python=
for candidate in python3.13 python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python; do
	if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then
		python=$candidate
		break
	fi
done
[ -n "$python" ] || fail 'there is no Python 3.13.'

if [ ! -f "$cache/complete" ]; then
	rm -rf "$cache"
	mkdir -p "$cache"
	{
		"$python" -m venv "$cache/venv" &&
			"$cache/venv/bin/python" -m pip install --quiet "local-bigquery==$version" &&
			"$cache/venv/bin/python" -m pip install --quiet "duckdb==$duckdb" "duckdb-ext-ducklake==$extensions" "duckdb-ext-spatial==$extensions"
	} >"$cache/fetch.log" 2>&1 || fail "pip could not fetch it (see $cache/fetch.log)."
	mkdir -p "$cache/home/.duckdb"
	cp -r "$cache"/venv/lib/python3.13/site-packages/duckdb_ext/extensions "$cache/home/.duckdb/"
	: >"$cache/complete"
fi

free_port() {
	"$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
port=$(free_port)
url="http://127.0.0.1:$port"
folder=$(mktemp -d)
mkdir "$folder/objects" "$folder/data"
# DuckDB looks for its extensions in the home folder.
HOME="$cache/home" GCS_LOCAL_ROOT="$folder/objects" BIGQUERY_EMULATOR_HOST= STORAGE_EMULATOR_HOST= \
	"$cache/venv/bin/python" "$here/serve.py" serve --host 127.0.0.1 --port "$port" --grpc-port "$(free_port)" --project lesson --dataset shopstream --data-dir "$folder/data" >&2 &
child=$!
trap 'kill "$child" 2>/dev/null || true; wait "$child" 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 0' TERM INT HUP

tries=0
until "$python" -c "import urllib.request; urllib.request.urlopen('$url/bigquery/v2/projects/lesson/datasets/shopstream', timeout=5)" 2>/dev/null; do
	kill -0 "$child" 2>/dev/null || fail 'it ended at once.'
	tries=$((tries + 1))
	[ "$tries" -lt 300 ] || fail 'it did not answer.'
	sleep 0.1
done
echo "$url#$folder/objects"
wait "$child"
