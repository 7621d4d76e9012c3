#!/bin/sh
# Starts mongo-java-server, an independent implementation of MongoDB's protocol, for the tests.
# Prints its URI on the first line of standard output when it is ready and runs until it is ended.
# Usage: start.sh [PORT]    (0, the default, takes a free port)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache="${TMPDIR:-/tmp}/shopstream-servers/mongo-java-server"

fail() {
	echo "mongo-java-server is not to be had: $1" >&2
	exit 1
}

command -v java >/dev/null 2>&1 || fail 'there is no java.'

# The jars are fetched once for each state of the pom.
mark="$cache/$(cksum <"$here/pom.xml" | tr -d ' ').complete"
if [ ! -f "$mark" ]; then
	command -v mvn >/dev/null 2>&1 || fail 'there is no mvn to fetch it with.'
	rm -rf "$cache"
	mkdir -p "$cache"
	mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$cache" >"$cache/fetch.log" 2>&1 || fail "Maven could not fetch it (see $cache/fetch.log)."
	: >"$mark"
fi

exec java -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$cache/*" "$here/Main.java" "${1:-0}"
