# shellcheck shell=bash
# The standard library for wasm32-unknown-unknown: rustup's, or what WASM_FALLBACK brings where its server is out of reach.

WASM_TARGET=wasm32-unknown-unknown
WASM_STAMP=$TOOLS/wasm-std.stamp
RUSTUP_SECONDS=240
# Defines adopt_fallback_toolchain and install_fallback_toolchain. It comes with the template, not with a product.
WASM_FALLBACK=$ROOT/workshop/debian-rust.sh
# shellcheck source=workshop/debian-rust.sh
if [ -f "$WASM_FALLBACK" ]; then source "$WASM_FALLBACK"; fi

# Does this compiler build and link for the browser? A library of another compiler version fails here (E0514).
wasm_std_works() {
    local rustc=$1 out status=0
    out=$(mktemp -d)
    printf 'pub fn probe() -> String { String::new() }' |
        "$rustc" --edition 2021 --target "$WASM_TARGET" --crate-type cdylib -o "$out/probe.wasm" - >"$out/log" 2>&1 || status=1
    rm -rf "$out"
    return "$status"
}

wasm_std_stamped() { [ -f "$WASM_STAMP" ] && [ "$(rustc -vV)" = "$(cat "$WASM_STAMP")" ]; }
stamp_wasm_std() { mkdir -p "$TOOLS" && rustc -vV >"$WASM_STAMP"; }

rust_is_new_enough() {
    local oldest
    oldest=$(awk -F'"' '/^rust-version/ { print $2; exit }' "$ROOT/Cargo.toml")
    version_at_least "$(rustc_version "$1")" "$oldest"
}

has_fallback() { declare -F install_fallback_toolchain >/dev/null; }

add_rustup_target() {
    have rustup || return 1
    working "asking rustup for the $WASM_TARGET library (at most $RUSTUP_SECONDS s)" rustup-target \
        within "$RUSTUP_SECONDS" rustup target add "$WASM_TARGET"
}

finish_wasm_std() {
    wasm_std_works rustc || fail "rustc $(rustc_version) still cannot build for $WASM_TARGET${RUSTUP_TOOLCHAIN:+ (RUSTUP_TOOLCHAIN=$RUSTUP_TOOLCHAIN is set: unset it)}"
    stamp_wasm_std
    ready "rustc $(rustc_version) with the $WASM_TARGET library"
}

ensure_wasm_std() {
    have rustc || has_fallback || fail "Rust is missing. See https://www.rust-lang.org/tools/install"
    if have rustc && wasm_std_stamped; then
        ready "rustc $(rustc_version) with the $WASM_TARGET library"
        return
    fi
    if have rustc && rust_is_new_enough rustc && wasm_std_works rustc; then
        finish_wasm_std
    elif has_fallback && adopt_fallback_toolchain; then
        finish_wasm_std
    elif have rustc && rust_is_new_enough rustc && add_rustup_target && wasm_std_works rustc; then
        finish_wasm_std
    else
        has_fallback || fail "This Rust has no $WASM_TARGET library. Where rustup's server is reachable: rustup target add $WASM_TARGET"
        install_fallback_toolchain
        finish_wasm_std
    fi
}
