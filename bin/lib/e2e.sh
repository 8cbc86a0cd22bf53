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
ABOUT_DATA=()
# begin examples
ABOUT_DATA+=(tests/projects tests/deleted-projects tests/tasks tests/texts tests/activity tests/without-javascript)
# end examples
# Of a resource with a router test of its own, the spec of that name.
for test in "$ROOT"/server/tests/*.rs; do
    name=$(basename "$test" .rs)
    [ ! -f "$ROOT/end2end/tests/$name.spec.ts" ] || ABOUT_DATA+=("tests/$name")
done
# end both-databases

# begin postgres
on_postgres() {
    local specs=("$@") status=0
    # begin both-databases
    [ "$#" -eq 0 ] && [ "${#ABOUT_DATA[@]}" -gt 0 ] || return 0
    specs=("${ABOUT_DATA[@]}")
    # end both-databases
    E2E_DATABASE=end2end_$$
    lend_database "$E2E_DATABASE" || return 1
    # What tests need that make another one.
    E2E_PSQL=$(postgres_programs)/psql
    [ -x "$E2E_PSQL" ] || E2E_PSQL=psql
    export E2E_PSQL E2E_DATABASE E2E_DATABASE_URL=$LENT_URL E2E_DATABASE_OWNER_URL=$LENT_OWNER_URL
    npx playwright test ${specs[@]+"${specs[@]}"} || status=1
    give_back "$E2E_DATABASE"
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
