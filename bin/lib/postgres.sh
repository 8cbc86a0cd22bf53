# shellcheck shell=bash
# PostgreSQL on this machine: a server program, for the tests and to develop with.

# The folder of the server's programs: the one on PATH, or the newest that Debian keeps off it. Empty where there is none.
postgres_programs() {
    local folder
    if have initdb && have postgres; then
        dirname "$(real_path "$(command -v initdb)")"
        return
    fi
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V -r); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            printf '%s' "$folder"
            return
        fi
    done
}

# Debian would make a cluster of the system's and start it: nothing here needs one. Its settings stay as they were.
install_postgres_now() {
    local settings=/etc/postgresql-common/createcluster.conf status=0
    apt_install_now postgresql-common || return 1
    cp "$settings" "$settings.before" || return 1
    printf 'create_main_cluster = false\n' >>"$settings"
    apt_install_now postgresql || status=$?
    mv "$settings.before" "$settings"
    return "$status"
}

ensure_postgres() {
    local programs
    programs=$(postgres_programs)
    if [ -z "$programs" ] && is_root && have_apt; then
        working "installing PostgreSQL for the tests with apt-get, without a cluster of the system's" postgresql install_postgres_now || exit 1
        programs=$(postgres_programs)
    fi
    [ -n "$programs" ] || apt_install "PostgreSQL, for the tests," postgresql
    ready "PostgreSQL $("$programs/postgres" --version | awk '{ print $3 }') for the tests"
}

# The server refuses to run as root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s' "$port" && return; }
    done
    fail "no free port on the loopback interface"
}
