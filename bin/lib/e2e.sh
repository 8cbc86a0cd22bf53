#!/usr/bin/env bash
# The browser tests: builds the app as a developer runs it, and the local Clerk as a program of its own, then lets
# Playwright start them and drive a real Chromium. What is about data runs a second time, on PostgreSQL; named tests run
# on SQLite alone, or on the database of E2E_DATABASE_URL (an empty one). Those of Clerk's own flows come last, on an app
# of their own (clerk-e2e.sh).
set -euo pipefail

# shellcheck source=bin/lib/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# shellcheck source=bin/lib/chromium.sh
source "$LIB/chromium.sh"
# shellcheck source=bin/lib/lend-postgres.sh
source "$LIB/lend-postgres.sh"

# The specs that read and write rows.
ABOUT_DATA=(tests/projects tests/deleted-projects tests/tasks tests/texts tests/activity tests/without-javascript)

# Statements for the server that lends the database, as its superuser.
psql_here() {
    local psql
    psql=$(postgres_programs)/psql
    [ -x "$psql" ] || psql=psql
    "$psql" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 "$TEST_POSTGRES_URL"
}

# An empty database for the server's own role, which owns nothing in it: the address of its owner makes the tables.
make_database() {
    psql_here <<SQL
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L NOSUPERUSER NOBYPASSRLS', name, 'end2end')
    FROM unnest(ARRAY['end2end_owner', 'end2end_server']) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
CREATE DATABASE $DATABASE OWNER end2end_owner;
SQL
}

# The same server, as another role and in the new database.
address_of() { printf '%s' "$TEST_POSTGRES_URL" | sed -E "s#//[^@/]*@#//$1:end2end@#; s#/[^/]*\$#/$DATABASE#"; }

on_postgres() {
    lend_postgres || return 1
    DATABASE=end2end_$$
    make_database || return 1
    E2E_DATABASE_URL=$(address_of end2end_server)
    E2E_DATABASE_OWNER_URL=$(address_of end2end_owner)
    export E2E_DATABASE_URL E2E_DATABASE_OWNER_URL
    local status=0
    npx playwright test "${ABOUT_DATA[@]}" || status=1
    psql_here <<<"DROP DATABASE $DATABASE WITH (FORCE)"
    return "$status"
}

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
npx playwright test "$@" || failures=1
[ "$#" -gt 0 ] || on_postgres || failures=1
[ "$#" -gt 0 ] || "$LIB/clerk-e2e.sh" || failures=1
exit "$failures"
