#!/usr/bin/env bash
# Lends a throw-away PostgreSQL to tests: prints a superuser's address and stays until its input is closed, as it is when
# whoever called it ends, in whatever way. Nothing is left then.
#
#   bin/lib/test-postgres.sh shared   the cluster that all callers of this moment share; the last one stops it, after as
#                                     many seconds as it says, for callers that come one after the other
#   bin/lib/test-postgres.sh own      a cluster for this caller, on a loopback port too; prints its folder as a second line.
#                                     A line `start` on its input starts it again after the caller stopped or killed it
#
# It lies in memory where there is room, else in TMPDIR, so that fsync can stay on: TEST_POSTGRES_FOLDER names another
# place, TEST_POSTGRES_FSYNC=off is for places where fsync takes long.
set -euo pipefail

# shellcheck source=bin/lib/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# shellcheck source=bin/lib/postgres.sh
source "$LIB/postgres.sh"

have flock || fail "flock is missing. Install it in your system's way (macOS: brew install flock)"
PROGRAMS=$(postgres_programs)
[ -n "$PROGRAMS" ] || fail "no PostgreSQL server is installed: bin/setup --tests brings one"

# Memory has room when a gigabyte is free there.
place() {
    local free
    free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
    if [ -w /dev/shm ] && [ "${free:-0}" -gt 1048576 ]; then printf /dev/shm; else printf '%s' "${TMPDIR:-/tmp}"; fi
}

# Nobody else on this machine gets in: the socket is for the server's own user and root, the port asks for a password.
settings() {
    printf "unix_socket_directories = '%s'\nunix_socket_permissions = 0700\n" "$FOLDER"
    printf "listen_addresses = '%s'\nport = %s\n" "$HOST" "$PORT"
    printf "max_connections = 200\nmax_wal_size = '256MB'\nfsync = %s\n" "${TEST_POSTGRES_FSYNC:-on}"
}

# Another language's rules for order show where a statement forgot to ask for bytes.
make_cluster() {
    local rules=(--locale=C.UTF-8)
    rm -rf "${FOLDER:?}"
    mkdir -m 0700 "$FOLDER"
    printf '%s' "$PASSWORD" >"$FOLDER/password"
    if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$FOLDER"; fi
    if "$PROGRAMS/initdb" --help | grep -q -- --icu-locale; then rules+=(--locale-provider=icu --icu-locale=en); fi
    as_postgres "$PROGRAMS/initdb" --pgdata="$FOLDER/data" --username=postgres --pwfile="$FOLDER/password" --auth-local=trust \
        --auth-host=scram-sha-256 --encoding=UTF8 "${rules[@]}" --no-sync --no-instructions
    settings >>"$FOLDER/data/postgresql.conf"
}

# The locks of this script must not live on in the server.
start() { as_postgres "$PROGRAMS/pg_ctl" --pgdata="$FOLDER/data" --log="$FOLDER/log" --wait start 8>&- 9>&-; }

is_up() { as_postgres "$PROGRAMS/pg_ctl" --pgdata="$FOLDER/data" status; }

# Tests freeze servers: what is frozen does not hear a signal to stop.
stop_and_remove() {
    local server
    if server=$(head -n 1 "$FOLDER/data/postmaster.pid" 2>/dev/null); then
        # shellcheck disable=SC2046 # a list of numbers
        kill -CONT "$server" $(pgrep -P "$server") 2>/dev/null || true
        as_postgres "$PROGRAMS/pg_ctl" --pgdata="$FOLDER/data" --mode=immediate --wait stop || true
    fi
    rm -rf "${FOLDER:?}"
}

# The processes of a server that was killed are not gone at once.
start_again() {
    for _ in {1..50}; do
        if start; then return; fi
        sleep 0.1
    done
    return 1
}

begin() { make_cluster && start; }

quietly() {
    local log
    log=$(mktemp)
    "$@" >"$log" 2>&1 || { cat "$log" "$FOLDER/log" >&2 2>/dev/null; rm -f "$log"; fail "PostgreSQL did not start"; }
    rm -f "$log"
}

address() { printf 'postgres://postgres@%s:%s/postgres\n' "$(printf '%s' "$FOLDER" | sed 's:/:%2F:g')" "$PORT"; }

# A lock is shared by all callers, another one is held while one of them starts or stops the cluster.
lend_shared() {
    FOLDER=$PLACE/test-postgres-$(id -u)
    HOST='' PORT=5432 PASSWORD=unused
    exec 8<>"$FOLDER.users" 9<>"$FOLDER.starting"
    flock --shared 8
    trap leave_shared EXIT
    flock 9
    is_up >/dev/null 2>&1 || quietly begin
    flock --unlock 9
    address
    cat >/dev/null
    sleep "$1"
}

leave_shared() {
    flock 9
    # Taking the lock for oneself fails while anybody else shares it.
    if flock --nonblock 8; then stop_and_remove >/dev/null 2>&1; fi
}

lend_own() {
    local command
    FOLDER=$(mktemp -d "$PLACE/test-postgres.XXXXXX")
    HOST=127.0.0.1 PORT=$(free_port) PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    trap 'stop_and_remove >/dev/null 2>&1' EXIT
    quietly begin
    printf 'postgres://postgres:%s@%s:%s/postgres\n%s\n' "$PASSWORD" "$HOST" "$PORT" "$FOLDER"
    while IFS= read -r command; do
        [ "$command" = start ] || fail "the command is start, not $command"
        quietly start_again
        say started
    done
}

PLACE=${TEST_POSTGRES_FOLDER:-$(place)}
trap 'exit 0' INT TERM HUP
case ${1:-} in
shared) lend_shared "${2:-0}" ;;
own) lend_own ;;
*) fail "say shared or own" ;;
esac
