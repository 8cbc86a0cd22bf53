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

# psql_lent [argument…]: statements for that server, as its superuser.
psql_lent() {
    local psql
    psql=$(postgres_programs)/psql
    [ -x "$psql" ] || psql=psql
    "$psql" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 "$@" "$TEST_POSTGRES_URL"
}

# lend_database NAME: an empty one on it, in LENT_URL for the server's own role, which owns nothing there, and in
# LENT_OWNER_URL for the role that makes the tables.
lend_database() {
    lend_postgres || return 1
    psql_lent <<SQL || return 1
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L NOSUPERUSER NOBYPASSRLS', name, 'lent')
    FROM unnest(ARRAY['lent_owner', 'lent_server']) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
CREATE DATABASE $1 OWNER lent_owner;
SQL
    LENT_URL=$(lent_address lent_server "$1")
    LENT_OWNER_URL=$(lent_address lent_owner "$1")
}

# The same server, as another role and in another database.
lent_address() { printf '%s' "$TEST_POSTGRES_URL" | sed -E "s#//[^@/]*@#//$1:lent@#; s#/[^/]*\$#/$2#"; }

# give_back NAME: that database, and those whose names go on with an underscore.
give_back() {
    psql_lent <<SQL
SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname ~ '^$1(_|\$)' \\gexec
SQL
}
