# shellcheck shell=bash disable=SC2034
# The parts of bin/test, from the one that fails fastest to the slowest.

# begin postgres
# shellcheck source=bin/lib/lend-postgres.sh
source "$LIB/lend-postgres.sh"
# end postgres

PARTS=(fmt shell rules deny clippy unit workshop conformance doc release browser template)

# Where a program of some installed Rust toolchain is, ours first: a distribution's compiler may come without clippy.
toolchain_with() {
    local program=$1 folder name
    folder=$(rustc --print sysroot)/bin
    if [ ! -x "$folder/$program" ] && have rustup; then
        for name in stable $(rustup toolchain list | awk '{ print $1 }' | grep -v '^nightly'); do
            folder=$(rustup run "$name" rustc --print sysroot 2>/dev/null)/bin
            if [ -x "$folder/$program" ]; then break; fi
        done
    fi
    [ -x "$folder/$program" ] && printf '%s' "$folder"
}

part_fmt() {
    local folder
    folder=$(toolchain_with cargo-fmt) || { say "no cargo-fmt is installed: not checked" && return; }
    export PATH=$folder:$PATH
    cargo fmt --all -- --check -l || return 1
    if has_workshop; then in_workshop cargo fmt -p attack -p bench -- --check -l || return 1; fi
    say "formatted"
}

part_shell() {
    local script scripts=0
    while IFS= read -r script; do
        head -n 1 "$script" | grep -q 'bash' || continue
        bash -n "$script" || return 1
        scripts=$((scripts + 1))
        if have shellcheck; then shellcheck -x -S warning "$script" || return 1; fi
    done < <(git ls-files --cached --others --exclude-standard bin workshop .ci)
    node --test --test-reporter=tap $(git ls-files --cached --others --exclude-standard 'bin/lib/tests/*.test.mjs' 'workshop/**/*.test.mjs') || return 1
    say "$scripts scripts$(have shellcheck || echo ' (only parsed: shellcheck is not installed)')"
}

has_workshop() { [ -f "$ROOT/workshop/Cargo.toml" ]; }

# The workshop is a workspace of its own; what both need is built once.
in_workshop() {
    (
        CARGO_TARGET_DIR=$(target_dir)
        export CARGO_TARGET_DIR
        cd "$ROOT/workshop" && "$@"
    )
}

# Those of the crates and their sources are among the unit tests (crates/architecture).
part_rules() { node --test --test-reporter=tap "$LIB"/rules/*.test.mjs && bin/check-rules; }

# The database of advisories is a download of its own, which not every machine can make.
part_deny() {
    cargo deny --version >/dev/null 2>&1 || { say "cargo-deny is not installed: not checked" && return; }
    cargo deny --locked check bans licenses sources || return 1
    if within 120 cargo deny fetch db >/dev/null 2>&1; then
        cargo deny --locked check advisories
    else
        say "the database of advisories cannot be had here: advisories were not checked"
    fi
}

# The programs for the browser are linted on this machine's target with the browser's features; their own needs no other lints.
part_clippy() {
    local folder
    folder=$(toolchain_with cargo-clippy) || { say "no cargo-clippy is installed: not checked" && return; }
    export PATH=$folder:$PATH CARGO_TARGET_DIR
    CARGO_TARGET_DIR=$(target_dir)/clippy
    unset RUSTUP_TOOLCHAIN
    cargo clippy --version
    cargo clippy --keep-going --all-targets -- -D warnings || return 1
    cargo clippy --keep-going -p frontend -p clerk-host --no-default-features --features clerk-host/hydrate -- -D warnings || return 1
    if has_workshop; then in_workshop cargo clippy --keep-going --all-targets -- -D warnings; fi
}

# The tests of the workspace that we stand in.
run_tests() {
    # begin postgres
    lend_postgres || return 1
    # end postgres
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --no-fail-fast --no-tests pass
    else
        cargo test --no-fail-fast --lib --bins --tests
    fi
}

part_unit() { run_tests; }

# Hundreds of random sequences of tenants against each other, and what else proves the template.
part_workshop() {
    if has_workshop; then in_workshop run_tests; else say "this project is not a template"; fi
}

# 20,000 requests, decided by us and by Clerk's own SDK.
part_conformance() { bin/conformance; }

part_doc() { cargo test --doc --no-fail-fast; }

part_release() {
    bin/release || return 1
    local failures=0
    bin/check-rules --release || failures=1
    node "$LIB/sizes.mjs" "$(target_dir)/release/server" "$(release_site)/pkg" || failures=1
    SERVER_BINARY=$(target_dir)/release/server bin/bench first-view || failures=1
    # begin sqlite
    node "$LIB/check-release.mjs" "$(target_dir)/release/server" || failures=1
    # end sqlite
    # begin postgres
    check_release_on_postgres || failures=1
    # end postgres
    return "$failures"
}

# begin postgres
# As an operator does it: the owner of the tables migrates, and the server does not know that address.
check_release_on_postgres() {
    local database=release_$$ status=0
    lend_database "$database" || return 1
    DATABASE_URL=$LENT_URL DATABASE_OWNER_URL=$LENT_OWNER_URL "$(target_dir)/release/server" db migrate || status=1
    DATABASE_URL=$LENT_URL node "$LIB/check-release.mjs" "$(target_dir)/release/server" || status=1
    give_back "$database"
    return "$status"
}
# end postgres

part_browser() { "$LIB/e2e.sh"; }

part_template() {
    local check=$ROOT/workshop/bin/check-template
    if [ -x "$check" ]; then "$check"; else say "this project is not a template"; fi
}
