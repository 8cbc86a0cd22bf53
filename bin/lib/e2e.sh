#!/usr/bin/env bash
# The browser tests: builds the app as a developer runs it, and the local Clerk as a program of its own, then lets
# Playwright start them and drive a real Chromium. Those of Clerk's own flows come last, on an app of their own
# (clerk-e2e.sh); where tests are named, they are left away.
set -euo pipefail

# shellcheck source=bin/lib/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# shellcheck source=bin/lib/chromium.sh
source "$LIB/chromium.sh"
# begin postgres
# shellcheck source=bin/lib/lend-postgres.sh
source "$LIB/lend-postgres.sh"
# end postgres

# begin both-databases
# The specs that read and write rows: they run a second time, on PostgreSQL. Named tests run on SQLite alone, or on the
# database of E2E_DATABASE_URL (an empty one).
ABOUT_DATA=(tests/projects tests/deleted-projects tests/tasks tests/texts tests/activity tests/without-javascript)
# end both-databases

# begin postgres
# An empty database for the server's own role, which owns nothing in it: the address of its owner makes the tables.
make_database() {
    "$E2E_PSQL" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 "$TEST_POSTGRES_URL" <<SQL
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L NOSUPERUSER NOBYPASSRLS', name, 'end2end')
    FROM unnest(ARRAY['end2end_owner', 'end2end_server']) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
CREATE DATABASE $E2E_DATABASE OWNER end2end_owner;
SQL
}

# Those that tests made for servers of their own too.
drop_databases() {
    "$E2E_PSQL" --quiet --no-psqlrc "$TEST_POSTGRES_URL" <<SQL
SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname ~ '^${E2E_DATABASE}(_|\$)' \\gexec
SQL
}

# The same server, as another role and in the new database.
address_of() { printf '%s' "$TEST_POSTGRES_URL" | sed -E "s#//[^@/]*@#//$1:end2end@#; s#/[^/]*\$#/$E2E_DATABASE#"; }

on_postgres() {
    local specs=("$@") status=0
    # begin both-databases
    [ "$#" -eq 0 ] || return 0
    specs=("${ABOUT_DATA[@]}")
    # end both-databases
    lend_postgres || return 1
    E2E_PSQL=$(postgres_programs)/psql
    [ -x "$E2E_PSQL" ] || E2E_PSQL=psql
    E2E_DATABASE=end2end_$$
    make_database || return 1
    E2E_DATABASE_URL=$(address_of end2end_server)
    E2E_DATABASE_OWNER_URL=$(address_of end2end_owner)
    export E2E_PSQL E2E_DATABASE E2E_DATABASE_URL E2E_DATABASE_OWNER_URL
    npx playwright test ${specs[@]+"${specs[@]}"} || status=1
    drop_databases
    return "$status"
}
# end postgres

found=$(find_chromium)
if [ -n "$found" ]; then export CHROMIUM_PATH=$found; fi
# What Playwright's configuration starts.
SERVER_BINARY=$(target_dir)/debug/server
LEPTOS_SITE_ROOT=$(target_dir)/site
# And what its tests start themselves.
LOCAL_CLERK_BINARY=$(target_dir)/debug/clerk-emulator
export SERVER_BINARY LEPTOS_SITE_ROOT LOCAL_CLERK_BINARY

own_target_dir
cargo leptos build
# Beside `server`, so that its dependencies have the features they were just built with.
cargo build -p server -p clerk-emulator --bins
cd "$ROOT/end2end"
failures=0
# begin sqlite
npx playwright test "$@" || failures=1
# end sqlite
# begin postgres
on_postgres "$@" || failures=1
# end postgres
[ "$#" -gt 0 ] || "$LIB/clerk-e2e.sh" || failures=1
exit "$failures"
