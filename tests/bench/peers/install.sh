#!/bin/sh
# Installs what the benchmarks compare with, from Debian and npm:
#
#   tests/bench/peers/install.sh [DIRECTORY]
#
# The npm packages go to DIRECTORY, by default where the benchmarks look for them; DFF_BENCH_PEERS says where that is. Whatever
# is not installed is reported as absent by the benchmarks.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
directory=${1:-${DFF_BENCH_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/dff-bench}}

if command -v apt-get >/dev/null; then
	root=
	[ "$(id -u)" -eq 0 ] || root=sudo
	packages='redis-server redis-tools python3-redis'
	command -v node >/dev/null || packages="$packages nodejs npm"
	# shellcheck disable=SC2086
	$root apt-get install -y --no-install-recommends $packages || echo "install.sh: Debian's packages are not complete" >&2
fi

mkdir -p "$directory"
cp "$here/package.json" "$directory/"
npm install --prefix "$directory" --no-audit --no-fund
echo "installed in $directory"
