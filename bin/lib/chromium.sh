# shellcheck shell=bash
# A browser for the tests: the one that CHROMIUM_PATH names, the machine's, Debian's, or else Playwright's own.

# Debian's own browser, or the vendor's, is used as it is.
find_chromium() {
    local name
    if [ -n "${CHROMIUM_PATH:-}" ]; then
        printf '%s' "$CHROMIUM_PATH"
        return
    fi
    for name in chromium chromium-browser google-chrome-stable google-chrome; do
        if have "$name"; then
            command -v "$name"
            return
        fi
    done
}

playwright_chromium() {
    (cd "$ROOT/end2end" && node -e 'const { chromium } = require("@playwright/test"); process.exit(require("fs").existsSync(chromium.executablePath()) ? 0 : 1)' 2>/dev/null)
}

download_playwright_chromium() { cd "$ROOT/end2end" && npx playwright install chromium; }

ensure_chromium() {
    local found
    found=$(find_chromium)
    if [ -n "$found" ]; then
        [ -x "$found" ] || fail "CHROMIUM_PATH=$found is not a program"
        export CHROMIUM_PATH=$found
        ready "browser for the tests: $found"
    elif playwright_chromium; then
        ready "browser for the tests: Playwright's own"
    elif is_root && have_apt && apt_install "a browser for the tests" chromium; then
        ensure_chromium
    else
        working "downloading Playwright's browser for the tests" playwright-chromium download_playwright_chromium ||
            apt_install "a browser for the tests" chromium
    fi
}
