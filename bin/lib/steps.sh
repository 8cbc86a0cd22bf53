# shellcheck shell=bash
# One line per set-up step, with its cost where it did something; long output goes to a log.

STEP_LOGS=$TOOLS/logs

# User and system time of finished children, in seconds. (`times` in a subshell would start at zero.)
children_cpu() {
    mkdir -p "$STEP_LOGS"
    times >"$STEP_LOGS/.times"
    awk 'NR == 2 { split($1, u, /[ms]/); split($2, s, /[ms]/); printf "%.0f\n", u[1] * 60 + u[2] + s[1] * 60 + s[2] }' "$STEP_LOGS/.times" >"$STEP_LOGS/.cpu"
    read -r CHILDREN_CPU <"$STEP_LOGS/.cpu"
}

ready() { say "  ok    $*"; }
note() { say "  note  $*"; }

# working "what it does" NAME command…: says it, runs it with its output in a log, says what it cost.
working() {
    local what=$1 log=$STEP_LOGS/$2.log started=$SECONDS before status=0
    shift 2
    children_cpu
    before=$CHILDREN_CPU
    say "  ..    $what"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    children_cpu
    local cost="$((SECONDS - started)) s, $((CHILDREN_CPU - before)) s CPU"
    if [ "$status" -eq 0 ]; then
        say "  done  $what ($cost)"
    else
        say "  fail  $what ($cost); the end of $log:"
        tail -n 15 "$log" | sed 's/^/        | /'
    fi
    return "$status"
}
