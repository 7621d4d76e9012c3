#!/bin/sh
# Installs MongoDB's own shell for the tests, about 150 MB, apart from the program. Prints its path on the first line of standard output.
set -eu

version=2.12.0
cache="${TMPDIR:-/tmp}/shopstream-servers/mongosh-$version"

if [ ! -f "$cache/complete" ]; then
	rm -rf "$cache"
	mkdir -p "$cache"
	npm install --silent --no-audit --no-fund --prefix "$cache" "@mongosh/cli-repl@$version" >&2 || {
		echo 'mongosh is not to be had: npm could not install it.' >&2
		exit 1
	}
	: >"$cache/complete"
fi

echo "$cache/node_modules/.bin/mongosh"
