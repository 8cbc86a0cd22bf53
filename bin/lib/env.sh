# shellcheck shell=bash
# What every script in bin/ shares: where things are, which tools come first, how it talks.
# Sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# The script that reads this, and what it was told.
SCRIPT=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
ARGUMENTS=("$@")
LIB=$ROOT/bin/lib
TOOLS=$ROOT/.tools
# shellcheck source=bin/lib/versions.sh
source "$LIB/versions.sh"

have() { command -v "$1" >/dev/null 2>&1; }
say() { printf '%s\n' "$*"; }
fail() {
    printf '\nerror: %s\n' "$*" >&2
    exit 1
}

# The name in Cargo.toml, so that a project made from this one keeps its own caches.
project_name() {
    awk '/^\[\[workspace.metadata.leptos\]\]/ { here = 1 } here && /^name = / { gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.toml"
}
# setting NAME DEFAULT: the environment wins over .env, as in the server.
setting() {
    local value=${!1:-}
    if [ -z "$value" ] && [ -f "$ROOT/.env" ]; then value=$(sed -n "s/^$1=//p" "$ROOT/.env" | tail -n 1); fi
    printf '%s' "${value:-$2}"
}
cache_dir() { printf '%s/%s' "${XDG_CACHE_HOME:-${HOME:?}/.cache}" "$(project_name)"; }
target_dir() { printf '%s' "${CARGO_TARGET_DIR:-$ROOT/target}"; }

# cargo names a crate's outputs by its place inside the workspace and trusts file times, so in a target directory that
# several clones share it would take another clone's newer build for ours. Whoever built last is written down.
own_target_dir() {
    local owner
    owner=$(target_dir)/.last-clone
    mkdir -p "$(target_dir)"
    if [ -f "$owner" ] && [ "$(cat "$owner")" != "$ROOT" ]; then
        git -C "$ROOT" ls-files -z --cached --others --exclude-standard '*.rs' '*.toml' '*.sql' | xargs -0 touch -c
    fi
    printf '%s' "$ROOT" >"$owner"
}

# Where a release build puts its site. A folder of its own: the pages of a running bin/dev, whose site lies in site-dev
# (a bare `cargo leptos` has site), must not change under it.
release_site() { printf '%s/site-release' "$(target_dir)"; }

# The file that a path leads to, links followed. (macOS has no `readlink -f` before 12.3, and no `realpath` before 13.)
real_path() { node -e 'process.stdout.write(require("fs").realpathSync(process.argv[1]))' "$1"; }

# within SECONDS command…: ended when it takes longer. (macOS has no `timeout`.)
within() {
    local seconds=$1 command watcher status=0
    shift
    "$@" &
    command=$!
    (
        sleep "$seconds" &
        # shellcheck disable=SC2064 # the number is known now
        trap "kill $! 2>/dev/null; exit" TERM
        wait $!
        kill "$command"
    ) >/dev/null 2>&1 &
    watcher=$!
    wait "$command" || status=$?
    kill "$watcher" 2>/dev/null || true
    wait "$watcher" 2>/dev/null || true
    return "$status"
}

# version_at_least 1.96.0 1.95.0
version_at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }
rustc_version() { "${1:-rustc}" --version | awk '{ print $2 }'; }

# Our tools win over the machine's. Without rustup, Debian's compiler wins once it can build for the browser.
prepare_path() {
    local cargo_bin=${CARGO_HOME:-${HOME:?}/.cargo}/bin
    case ":$PATH:" in *":$cargo_bin:"*) ;; *) PATH=$PATH:$cargo_bin ;; esac
    if ! have rustup && [ "$(command -v rustc)" != /usr/bin/rustc ] && [ -d /usr/lib/rustlib/wasm32-unknown-unknown/lib ]; then PATH=/usr/bin:$PATH; fi
    case ":$PATH:" in ":$TOOLS/bin:"*) ;; *) PATH=$TOOLS/bin:$PATH ;; esac
    # Inside `cargo make` rustup has pinned the toolchain that was active before set-up chose one.
    if [ -n "${RUST_RECURSION_COUNT:-}" ]; then unset RUSTUP_TOOLCHAIN RUST_RECURSION_COUNT CARGO; fi
    # A proxy that downloads a whole toolchain by itself is never what these scripts mean.
    export PATH RUSTUP_AUTO_INSTALL=0
}

# Set-up may have brought a compiler or a tool that PATH does not reach yet. Where it carried out what was answered when the
# project was made, the script that asked for it may be another one now, and begins again.
set_up() {
    local answered=no
    if [ -f "$ROOT/answers.toml" ]; then answered=yes; fi
    "$ROOT/bin/setup" "$@" || exit 1
    if [ "$answered" = yes ]; then exec "$SCRIPT" ${ARGUMENTS[@]+"${ARGUMENTS[@]}"}; fi
    prepare_path
    hash -r
}

prepare_path
cd "$ROOT" || exit
