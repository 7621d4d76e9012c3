#!/usr/bin/env bash
# Starts this machine's PostgreSQL on a free port, with a private cluster that goes with it: nothing is asked for a password.
# The first line on standard output is the address. Never as root, which PostgreSQL refuses: its own user does it then.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
folder=$(mktemp -d)
as_user=()
if [ "$(id -u)" = 0 ]; then
	chown postgres "$folder"
	as_user=(setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups)
fi
cd "$folder"

port=$(node -e "const server = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(server.address().port); server.close(); })")
"${as_user[@]}" "$bin/initdb" -D "$folder/data" -U lesson -A trust --no-sync -E UTF8 --locale=C.UTF-8 >&2
"${as_user[@]}" "$bin/postgres" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off >&2 &
pid=$!
trap 'kill -INT "$pid" 2>/dev/null; wait "$pid" || true; rm -rf "$folder"' EXIT
trap 'exit 0' TERM INT
for ((i = 0; i < 100; i++)); do
	if "$bin/psql" -h 127.0.0.1 -p "$port" -U lesson -d postgres -qc 'create database shopstream' >&2 2>/dev/null; then
		echo "postgres://lesson@127.0.0.1:$port/shopstream"
		break
	fi
	sleep 0.1
done
wait "$pid"
