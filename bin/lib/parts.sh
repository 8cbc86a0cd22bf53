# shellcheck shell=bash
# Runs the parts of bin/test: each with its log, its cost and its count; a failing part does not stop the others.

# shellcheck source=bin/lib/steps.sh
source "$LIB/steps.sh"

PART_LOGS=$(target_dir)/test-logs
TOTAL_PASSED=0 TOTAL_FAILED=0
PART_LINES=()

# Adds up the closing lines of cargo test, nextest, Playwright, Node and our own checks.
counts_in() {
    awk '
        /^test result:/ { passed += $4; failed += $6; next }
        /tests? run:/ {
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) passed += $(i - 1)
                if ($i ~ /^failed/ || $i ~ /^timed/) failed += $(i - 1)
            }
            next
        }
        /^ +[0-9]+ (passed \(|flaky$)/ { passed += $1; next }
        /^ +[0-9]+ (failed|interrupted|did not run)$/ { failed += $1; next }
        /^# pass [0-9]+$/ { passed += $3; next }
        /^# fail [0-9]+$/ { failed += $3; next }
        /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
        END { print passed + 0, failed + 0 }
    ' "$1"
}

# A part without a runner counts as one test; a failing part counts as at least one failure.
tally() {
    local log=$1 status=$2 passed failed
    read -r passed failed < <(counts_in "$log")
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
    if [ "$status" -eq 0 ] && [ "$passed" -eq 0 ]; then passed=1; fi
    TOTAL_PASSED=$((TOTAL_PASSED + passed))
    TOTAL_FAILED=$((TOTAL_FAILED + failed))
    PART_COUNT="$passed passed, $failed failed"
}

run_part() {
    local part=$1 log=$PART_LOGS/$1.log started=$SECONDS before status
    mkdir -p "$PART_LOGS"
    children_cpu
    before=$CHILDREN_CPU
    printf '\n== %s\n' "$part"
    set +e
    ("part_$part") </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    set -e
    children_cpu
    tally "$log" "$status"
    PART_LINES+=("$(printf '%-11s %-5s %5d s wall %5d s CPU   %s' "$part" "$([ "$status" -eq 0 ] && echo ok || echo FAIL)" \
        $((SECONDS - started)) $((CHILDREN_CPU - before)) "$PART_COUNT")")
}

summary() {
    printf '\n== summary (logs: %s)\n' "$PART_LOGS"
    printf '%s\n' "${PART_LINES[@]}"
    printf '%s passed, %s failed\n' "$TOTAL_PASSED" "$TOTAL_FAILED"
    [ "$TOTAL_FAILED" -eq 0 ]
}
