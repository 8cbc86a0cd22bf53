# shellcheck shell=bash
# What was answered when the project was made from its template: carried out once, by the commands that do it later too.

ANSWERS=$ROOT/answers.toml

has_answers() { [ -f "$ANSWERS" ]; }
answer() { sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" "$ANSWERS"; }
scaffold() { cargo run --quiet -p scaffold -- "$@"; }

# The project may lie in a repository of others, or in none yet: its files are listed by one that is thrown away.
scaffold_anywhere() {
    local repository status=0
    repository=$(mktemp -d)
    git init --quiet --bare "$repository"
    (export GIT_DIR=$repository GIT_WORK_TREE=$ROOT && scaffold "$@") || status=1
    rm -rf "$repository"
    return "$status"
}

carry_out_answers() {
    local database example
    database=$(answer database)
    example=$(answer example)
    if [ "$database/$example" != both/keep ]; then
        working "making it what you answered: database $database, example $example" answers \
            scaffold_anywhere carry-out --database "$database" --example "$example" ||
            fail "what you answered was not carried out (see above); answers.toml has it, and bin/setup tries again"
    fi
    rm "$ANSWERS"
    ready "database $database, example $example, as you answered"
}
