# shellcheck shell=bash
# The stations of check-template. Each leaves a commit in the copy, under its name, for those behind it.

# As crates.io would get them: with nothing of the product's.
station_package() {
    cargo package --quiet --no-verify --allow-dirty -p clerk-protocol -p clerk-axum -p clerk-leptos -p clerk-emulator || fail "Clerk's crates cannot be packaged"
    say "packaged Clerk's crates"
}

# A template as it would be committed now, so that the check also holds for work in progress.
snapshot() {
    [ ! -d "$SCRATCH/template" ] || return 0
    mkdir "$SCRATCH/template"
    (
        cd "$ROOT"
        git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
            if [ -f "$file" ]; then printf '%s\0' "$file"; fi
        done | tar --null --files-from - -cf - | tar -xf - -C "$SCRATCH/template"
    )
    cd "$SCRATCH/template"
    git init -q
    commit template
}

commit() {
    git add --all
    git -c user.name=template -c user.email=template@localhost -c commit.gpgsign=false commit -qm "$1"
    git tag -f "$1" >/dev/null
}

# made NAME FOLDER DATABASE EXAMPLE: as somebody makes one who answers so.
made() {
    snapshot
    mkdir -p "$2"
    cd "$2"
    CARGO_GENERATE_VALUE_DATABASE=$3 CARGO_GENERATE_VALUE_EXAMPLE=$4 cargo leptos new --git "file://$SCRATCH/template" --name "$1" \
        >"$SCRATCH/new.log" 2>&1 || { cat "$SCRATCH/new.log" && fail "cargo leptos new failed"; }
    cd "$1"
}

# at STATION…: the copy as the last of these stations left it that was there.
at() {
    local station
    cd "$COPY" 2>/dev/null || fail "there is no copy yet: the station generate makes it"
    for station in "$@"; do
        if git rev-parse -q --verify "refs/tags/$station" >/dev/null; then
            git reset -q --hard "$station"
            git clean -qfd
            return
        fi
    done
    fail "none of these stations was there: $*"
}

# The commands of the template, on whatever project we stand in: built once.
scaffold() {
    if [ ! -x "$SCRATCH/scaffold" ]; then
        (cd "$ROOT" && cargo build --quiet -p scaffold)
        cp "$BUILD_DIR/debug/scaffold" "$SCRATCH/scaffold"
    fi
    "$SCRATCH/scaffold" "$@"
}

# Reads the commit that is there: nothing that a command leaves behind is left out.
commanded() { scaffold "$@" >"$SCRATCH/command.log" 2>&1 || { cat "$SCRATCH/command.log" && fail "scaffold $* failed"; }; }

station_generate() {
    rm -rf "$COPY"
    made "$NAME" "$(dirname "$COPY")" both keep
    check_names
    # Whoever calls it so later has the same.
    made red-barn "$SCRATCH/renamed" both keep
    commit made
    commanded rename "$NAME"
    diff -r --exclude=.git "$COPY" . || fail "bin/rename makes something else than cargo leptos new"
    cd "$COPY"
    bin/setup
    [ ! -e answers.toml ] || fail "what was answered was not carried out"
    # Another version gives the copy's crates other file names in the shared target directory: see own_target_dir.
    awk '!done && /^version = / { $0 = "version = \"0.0.1-template\""; done = 1 } { print }' Cargo.toml >Cargo.toml.new
    mv Cargo.toml.new Cargo.toml
    bin/check-rules
    LEPTOS_SITE_ROOT=$SCRATCH/site cargo leptos build
    grep -qaF "$TITLE" "$BUILD_DIR/debug/server" || fail "the built server does not know the name $TITLE"
    say "built $NAME"
    commit generate
}

# The old name is gone, the new one is where people see it, no template mark is left, scripts can be run.
check_names() {
    local old problems=0
    old=$(project_name)
    grep -rniI --exclude-dir=.git "$old" . && { say "the old name is still there" && problems=1; }
    grep -q "^name = \"$NAME\"" Cargo.toml || { say "Cargo.toml lacks the new name" && problems=1; }
    grep -qF "\"$TITLE\"" app/src/brand.rs || { say "app/src/brand.rs lacks the new name" && problems=1; }
    grep -qF "# $TITLE" README.md || { say "README.md lacks the new name" && problems=1; }
    grep -nE '\{%|\{\{' Cargo.toml README.md app/src/brand.rs answers.toml && { say "template marks are left" && problems=1; }
    [ -z "$(find . -name '*.liquid' -print -quit)" ] || { say "a file of the template is left" && problems=1; }
    [ -x bin/dev ] || { say "bin/dev cannot be run" && problems=1; }
    [ ! -e workshop ] || { say "the workshop was copied" && problems=1; }
    [ ! -e cargo-generate.toml ] || { say "cargo-generate.toml was copied" && problems=1; }
    [ "$problems" -eq 0 ] && say "made $NAME: the name is where it should be"
}

# Whoever answers so has what the commands make of the rest later. Nothing is built.
station_answers() {
    local database example
    made "$NAME" "$SCRATCH/both" both keep
    rm answers.toml
    commit made
    for example in keep remove; do
        for database in both sqlite postgres; do
            if [ "$database/$example" = both/keep ]; then continue; fi
            made "$NAME" "$SCRATCH/$database-$example" "$database" "$example"
            (ROOT=$PWD && ANSWERS=$PWD/answers.toml && carry_out_answers)
            cd "$SCRATCH/both/$NAME"
            git reset -q --hard made
            if [ "$example" = remove ]; then commanded remove-examples && commit without; fi
            if [ "$database" != both ]; then commanded choose-database "$database"; fi
            diff -r --exclude=.git . "$SCRATCH/$database-$example/$NAME" || fail "the answers $database and $example make something else than the commands"
        done
    done
}

FIELDS=(number:text pages:integer views:long amount:money due:date begins:moment paid:bool 'status:choice=draft,sent,paid'
    'customer:text?' 'copies:integer?' 'reach:long?' 'discount:money?' 'ended:date?' 'seen:moment?' 'checked:bool?' 'kind:choice=a,b?')

# A resource with every kind of field: both databases, the policies of its addresses, and a browser with and without JavaScript.
station_resource() {
    at generate
    commanded new-resource contracts "${FIELDS[@]}"
    cargo fmt --all -- --check -l || fail "what bin/new-resource writes is not formatted"
    # In a walk through all stations the next one has this resource too, and runs its tests.
    if [ "$IS_ASKED_FOR" = no ]; then
        cargo check --quiet --all-targets || fail "what bin/new-resource writes does not compile"
        commit resource
        return
    fi
    # Its own tests, and those that walk every resource, every table and every statement.
    tests 'package(/^(scaffold|architecture)$/) or package(domain) & test(contract) or package(/^store-/) & test(/contracts|schema|every_/)
        or package(server) & test(/contracts|policies|matrix|kinds/)'
    browser tests/contracts
    commit resource
}

# Without the examples everything else still holds; what was made by the command stays.
station_remove() {
    at resource generate
    commanded remove-examples
    cargo fmt --all -- --check -l || fail "what bin/remove-examples leaves is not formatted"
    tests 'not package(/^clerk/)'
    browser tests/contracts tests/sign-in
    commit remove
}

station_sqlite() { one_database sqlite postgres 'sqlx-postgres'; }
station_postgres() { one_database postgres sqlite 'libsqlite3-sys|sqlx-sqlite'; }

# one_database STAYS GOES DRIVER: nothing of the other one is compiled or spoken of, and each test is there that is not its own.
one_database() {
    local stays=$1 goes=$2 driver=$3
    at remove resource generate
    # Both of these stations begin at the same commit: it is built once.
    local before
    before=$SCRATCH/before-$(git rev-parse HEAD)
    if [ ! -f "$before" ]; then list_tests >"$before"; fi
    commanded choose-database "$stays"
    if cargo tree --offline --workspace --edges all | grep -E "$driver"; then fail "something still needs $goes"; fi
    if git grep -nIiE "$goes" -- . ':!docs' ':!clerk' ':!Cargo.lock' ':!crates/scaffold' ':!crates/testkit/src/sql_lint.rs' ':!deny.toml' ':!migrations/*.sql'; then fail "something still speaks of $goes"; fi
    cargo fmt --all -- --check -l || fail "what bin/choose-database leaves is not formatted"
    list_tests >"$SCRATCH/after"
    compare_tests "$stays" "$goes" "$before"
    if [ "$IS_ASKED_FOR" = yes ]; then
        CARGO_TARGET_DIR=$BUILD_DIR/clippy cargo clippy --quiet --all-targets -- -D warnings || fail "clippy complains"
        tests 'package(/^store/) or package(testkit) or package(server) or package(architecture) or package(scaffold)'
        browser tests/sign-in
    fi
    commit "$stays"
}

# tests FILTER: with --whole it is every test.
tests() {
    if [ "$WHOLE" = yes ]; then set -- 'all()'; fi
    lend_postgres
    cargo nextest run --no-fail-fast --no-tests pass -E "$1"
}

# browser SPEC…: with --whole it is all of them. A spec that the copy has not got, as of a resource that was not made, is left out.
browser() {
    local spec specs=()
    for spec in "$@"; do
        if [ -f "end2end/$spec.spec.ts" ]; then specs+=("$spec"); fi
    done
    if [ "$WHOLE" = yes ]; then
        specs=()
    elif [ "${#specs[@]}" -eq 0 ]; then
        return
    fi
    lend_postgres
    [ -e end2end/node_modules ] || ln -s "$ROOT/end2end/node_modules" end2end/node_modules
    # Nobody else builds there now: nothing has to be built again for it.
    printf '%s' "$COPY" >"$BUILD_DIR/.last-clone"
    bin/lib/e2e.sh ${specs[@]+"${specs[@]}"} || fail "the browser's tests fail"
    printf '%s' "$ROOT" >"$BUILD_DIR/.last-clone"
}

# What does not build, or not without a warning, is told on the way.
list_tests() {
    cargo nextest list --message-format oneline 2>"$SCRATCH/list.log" | sort || { cat "$SCRATCH/list.log" >&2 && fail "the tests do not build"; }
    if grep -A 20 '^warning' "$SCRATCH/list.log" >&2; then fail "the compiler complains"; fi
}

# Which database a test is of shows in its name.
of() { grep -ciE "$1" || true; }

compare_tests() {
    local stays=$1 goes=$2 before=$3 list
    grep -viE "$goes|on_both_databases" "$before" >"$SCRATCH/expected"
    for list in "$before" "$SCRATCH/after"; do
        say "tests: $(wc -l <"$list"), of them $(of sqlite <"$list") of SQLite alone, $(of postgres <"$list") of PostgreSQL alone"
    done
    diff "$SCRATCH/expected" "$SCRATCH/after" || fail "other tests went than those of $goes"
}
