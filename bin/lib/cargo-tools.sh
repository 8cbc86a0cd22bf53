# shellcheck shell=bash
# cargo-leptos and wasm-bindgen: taken where they are, downloaded where cargo-binstall can, else built once, cheaply.

wanted_cargo_leptos() {
    if version_at_least "$(rustc_version)" "$CARGO_LEPTOS_RUSTC"; then
        printf '%s' "$CARGO_LEPTOS_VERSION"
    else
        printf '%s' "$CARGO_LEPTOS_VERSION_BEFORE"
    fi
}

# shellcheck disable=SC2153 # ROOT is set in env.sh
locked_version() { awk -v name="name = \"$1\"" '$0 == name { getline; gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"; }

binstall_quietly() { within 120 cargo binstall --no-confirm --disable-strategies compile "$@"; }

# A debug build does our work as fast as a release build (no-op 1.3 s both) for a third of the processor time.
# The folder is kept when the build is interrupted, so that the next try goes on where it stopped.
cheap_cargo_install() {
    local scratch
    scratch=$(cache_dir)/tools-target
    CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_INCREMENTAL=false CARGO_TARGET_DIR=$scratch cargo install --debug "$@"
}

# A registry mirror may lag behind a tool's own lock file: then without it.
install_tool() {
    if cargo binstall -V >/dev/null 2>&1 && binstall_quietly "$@"; then return; fi
    cheap_cargo_install --locked "$@" || cheap_cargo_install "$@"
}

# Empty, and no failure, where there is none.
version_of() { { "$1" --version 2>/dev/null || true; } | awk '{ print $2 }'; }
cargo_leptos_found() { version_of cargo-leptos; }
cargo_leptos_fits() {
    version_at_least "${1:-0}" "$CARGO_LEPTOS_OLDEST" && ! version_at_least "$1" "$CARGO_LEPTOS_BELOW"
}

ensure_cargo_leptos() {
    local found wanted
    found=$(cargo_leptos_found)
    if ! cargo_leptos_fits "$found"; then
        wanted=$(wanted_cargo_leptos)
        working "installing cargo-leptos $wanted${found:+ in place of $found} (about 5 minutes when it must be built)" cargo-leptos \
            install_tool "cargo-leptos@$wanted" || exit 1
        found=$wanted
    fi
    ready "cargo-leptos $found"
}

wasm_bindgen_found() { version_of "${1:-wasm-bindgen}"; }

# Another version may be on PATH for another project: ours goes into our cache and is put first, for the scripts
# through .tools/bin and for a bare `cargo leptos` through node_modules/.bin, which it puts first itself.
ensure_wasm_bindgen() {
    local wanted root
    wanted=$(locked_version wasm-bindgen)
    root=$(cache_dir)/tools/wasm-bindgen-$wanted
    if [ "$(wasm_bindgen_found)" != "$wanted" ]; then
        [ "$(wasm_bindgen_found "$root/bin/wasm-bindgen")" = "$wanted" ] ||
            working "installing wasm-bindgen $wanted, the version in Cargo.lock (about 2 minutes when it must be built)" wasm-bindgen \
                install_tool "wasm-bindgen-cli@$wanted" --root "$root" || exit 1
        mkdir -p "$TOOLS/bin"
        ln -sf "$root/bin/wasm-bindgen" "$TOOLS/bin/wasm-bindgen"
    fi
    if [ -L "$TOOLS/bin/wasm-bindgen" ]; then ln -sf "$root/bin/wasm-bindgen" "$ROOT/node_modules/.bin/wasm-bindgen"; fi
    ready "wasm-bindgen $wanted"
}

forget_scratch() { rm -rf "$(cache_dir)/tools-target"; }
