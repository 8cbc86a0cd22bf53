#!/usr/bin/env bash
# The browser tests: builds the app as a developer runs it, and the local Clerk as a program of its own, then lets
# Playwright start them and drive a real Chromium.
set -euo pipefail

# shellcheck source=bin/lib/env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
# shellcheck source=bin/lib/chromium.sh
source "$LIB/chromium.sh"

found=$(find_chromium)
if [ -n "$found" ]; then export CHROMIUM_PATH=$found; fi
# What Playwright's configuration starts.
SERVER_BINARY=$(target_dir)/debug/server
LEPTOS_SITE_ROOT=$(target_dir)/site
# And what its tests start themselves.
LOCAL_CLERK_BINARY=$(target_dir)/debug/clerk-emulator
export SERVER_BINARY LEPTOS_SITE_ROOT LOCAL_CLERK_BINARY

own_target_dir
cargo leptos build
cargo build -p clerk-emulator
cd "$ROOT/end2end"
npx playwright test "$@"
