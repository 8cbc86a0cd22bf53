# shellcheck shell=bash
# One throw-away PostgreSQL cluster for all tests of a run. Apart from set-up, whose scripts a bash 3.2 reads too (macOS).

# shellcheck source=bin/lib/postgres.sh
source "$LIB/postgres.sh"

# Tests that ask for a database get it from the server of TEST_POSTGRES_URL (a superuser's address), where the caller set
# it, or from a cluster that lives as long as this shell.
lend_postgres() {
    [ -z "${TEST_POSTGRES_URL:-}" ] || return 0
    coproc POSTGRES { exec "$LIB/test-postgres.sh" shared; }
    IFS= read -r TEST_POSTGRES_URL <&"${POSTGRES[0]}" || fail "no PostgreSQL started for the tests (see above)"
    export TEST_POSTGRES_URL
}
