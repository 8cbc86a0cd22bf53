# shellcheck shell=bash
# A PostgreSQL of one's own to develop with, in the folder DATA_DIR: made where it is missing, up as long as bin/dev.

# shellcheck source=bin/lib/postgres.sh
source "$LIB/postgres.sh"

wants_postgres() {
    # begin both-databases
    [ "${DEV_POSTGRES:-}" = on ] || return 1
    # end both-databases
    [ -z "$(setting DATABASE_URL '')" ]
}

# The addresses of a database on it, for the server's role and for the owner of the tables.
develop_on_postgres() {
    local data port
    PROGRAMS=$(postgres_programs)
    [ -n "$PROGRAMS" ] || fail "no PostgreSQL server is installed here. Install one (Debian: apt install postgresql; macOS: brew install postgresql), or set DATABASE_URL and DATABASE_OWNER_URL to a database elsewhere"
    data=$(setting DATA_DIR .data)
    mkdir -p "$data"
    FOLDER=$(cd "$data" && pwd)/postgres
    if ! is_up; then
        [ -f "$FOLDER/data/PG_VERSION" ] || { make_folder && quietly make_cluster; }
        quietly start "$(free_port)"
        trap 'control --mode=fast --wait stop >/dev/null 2>&1 || true' EXIT
    fi
    port=$(sed -n 4p "$FOLDER/data/postmaster.pid")
    say "  ok    PostgreSQL on port $port, in $FOLDER"
    quietly make_database "$port"
    DATABASE_URL=$(address app "$port" app)
    DATABASE_OWNER_URL=$(address app_owner "$port" app)
    export DATABASE_URL DATABASE_OWNER_URL
}

control() { as_postgres "$PROGRAMS/pg_ctl" --pgdata="$FOLDER/data" "$@"; }
is_up() { control status >/dev/null 2>&1; }

# With the password that this folder alone knows.
make_folder() {
    rm -rf "${FOLDER:?}"
    mkdir -m 0700 "$FOLDER"
    od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$FOLDER/password"
    [ "$(id -u)" -eq 0 ] || return 0
    chown -R postgres "$FOLDER"
    as_postgres test -r "$FOLDER/password" || fail "PostgreSQL does not run as root, and its user cannot reach $FOLDER: set DATA_DIR to a folder that the user postgres can reach"
}

# Nobody gets in without the password, or from another machine.
make_cluster() {
    as_postgres "$PROGRAMS/initdb" --pgdata="$FOLDER/data" --username=postgres --pwfile="$FOLDER/password" --auth=scram-sha-256 \
        --encoding=UTF8 --no-locale --no-instructions || return 1
    printf "unix_socket_directories = ''\nlisten_addresses = '127.0.0.1'\n" | as_postgres tee -a "$FOLDER/data/postgresql.conf"
}

start() { control --log="$FOLDER/log" --options="-p $1" --wait start; }

address() { printf 'postgres://%s:%s@127.0.0.1:%s/%s' "$1" "$(cat "$FOLDER/password")" "$2" "$3"; }

# The roles that production has: one owns the tables, the server's may do no more than it must.
make_database() {
    "$PROGRAMS/psql" --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --set=password="$(cat "$FOLDER/password")" "$(address postgres "$1" postgres)" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L NOSUPERUSER NOBYPASSRLS', name, :'password')
    FROM unnest(ARRAY['app_owner', 'app']) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
SELECT 'CREATE DATABASE app OWNER app_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'app') \gexec
SQL
}

quietly() {
    local log=$FOLDER.log
    "$@" >"$log" 2>&1 || { cat "$log" >&2 && fail "PostgreSQL did not start (see above, and $FOLDER/log)"; }
    rm -f "$log"
}
