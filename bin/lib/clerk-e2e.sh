#!/usr/bin/env bash
# The browser tests of Clerk's own flows, on the small app in clerk/end2end/host: bin/lib/clerk-e2e.sh [playwright args].
# It is built beside the product, in the same two commands: so its dependencies have the features that the product's have,
# and nothing is compiled for it but itself.
set -euo pipefail

# shellcheck source=bin/lib/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# shellcheck source=bin/lib/chromium.sh
source "$LIB/chromium.sh"

CLERK_HOST_BINARY=$(target_dir)/debug/clerk-host
CLERK_HOST_PROGRAM=$(target_dir)/clerk-host
export CLERK_HOST_BINARY CLERK_HOST_PROGRAM

# As cargo-leptos builds `frontend`, and where.
build_program() {
    local place
    place=$(target_dir)/front
    cargo build -p frontend -p clerk-host --lib --bin clerk-host-browser --no-default-features --features clerk-host/hydrate \
        --target wasm32-unknown-unknown --profile wasm-dev --target-dir "$place"
    wasm-bindgen --target web --no-typescript --out-dir "$CLERK_HOST_PROGRAM" --out-name clerk-host \
        "$place/wasm32-unknown-unknown/wasm-dev/clerk-host-browser.wasm"
}

found=$(find_chromium)
if [ -n "$found" ]; then export CHROMIUM_PATH=$found; fi
own_target_dir
cargo build -p server -p clerk-emulator -p clerk-host --bins
build_program
# The runner is the product's.
cd "$ROOT/end2end"
exec npx playwright test --config "$ROOT/clerk/end2end/playwright.config.ts" "$@"
