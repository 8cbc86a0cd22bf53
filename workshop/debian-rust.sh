# shellcheck shell=bash
# The fallback compiler: Debian's packages, and a wasm32 standard library built once from Debian's source of it.
# Needs root, because the library goes where that compiler looks for it.

# Sourced by bin/lib/wasm-std.sh.

# The newest Debian compiler is packaged under these names (it builds the distribution's browsers).
DEBIAN_RUST_PACKAGES=(rustc-web cargo-web rust-web-src rustfmt-web)
DEBIAN_TOOLCHAIN=debian-web

debian_rustc() { printf '/usr/bin/rustc'; }

# An earlier set-up, of this clone or of another, left a Debian compiler that works: take it.
adopt_fallback_toolchain() {
    local rustc
    rustc=$(debian_rustc)
    [ -x "$rustc" ] && rust_is_new_enough "$rustc" && wasm_std_works "$rustc" && use_debian_toolchain
}

# For this folder only, so that a bare `cargo leptos watch` finds it too.
use_debian_toolchain() {
    if have rustup; then
        [ "$(rustup run "$DEBIAN_TOOLCHAIN" rustc -vV 2>/dev/null)" = "$("$(debian_rustc)" -vV)" ] ||
            rustup toolchain link "$DEBIAN_TOOLCHAIN" "$("$(debian_rustc)" --print sysroot)" >/dev/null 2>&1
        rustup override set "$DEBIAN_TOOLCHAIN" --path "$ROOT" >/dev/null 2>&1
    else
        prepare_path
    fi
    hash -r
}

# The linker must be of the compiler's own LLVM. Before the compiler is there, a package dependency tells which.
debian_llvm_major() {
    local major=
    if [ -x "$(debian_rustc)" ]; then major=$("$(debian_rustc)" -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p'); fi
    [ -n "$major" ] || major=$(apt-cache depends rust-web-llvm 2>/dev/null | sed -n 's/.* llvm-\([0-9][0-9]*\)$/\1/p' | head -n 1)
    printf '%s' "${major:-NN}"
}

debian_has_rust() { [ -n "$(apt-cache show "${DEBIAN_RUST_PACKAGES[0]}" 2>/dev/null)" ]; }

# build_wasm_std SYSROOT_BIN OUT: the rlibs of std, from an empty crate, into the folder OUT.
build_wasm_std() {
    local bin=$1 out=$2 crate
    crate=$(mktemp -d)
    mkdir -p "$crate/src" "$out"
    touch "$crate/src/lib.rs"
    printf '[package]\nname = "empty"\nedition = "2021"\n[workspace]\n' >"$crate/Cargo.toml"
    (
        cd "$crate"
        env -u RUSTFLAGS -u RUSTUP_TOOLCHAIN -u RUSTC -u RUSTC_WRAPPER RUSTC_BOOTSTRAP=1 PATH="$bin:$PATH" CARGO_TARGET_DIR="$crate/target" \
            "$bin/cargo" build -Z build-std=std,panic_abort --target "$WASM_TARGET" --release
    ) || return 1
    rm -f "$out"/*.rlib "$crate/target/$WASM_TARGET/release/deps"/libempty-*
    cp "$crate/target/$WASM_TARGET/release/deps"/*.rlib "$out/"
    rm -rf "$crate"
}

# rustc looks for the linker under this name, beside its host libraries.
link_rust_lld() {
    local sysroot=$1 llvm=$2 host folder
    host=$("$sysroot/bin/rustc" -vV | sed -n 's/^host: //p')
    folder=$sysroot/lib/rustlib/$host/bin
    mkdir -p "$folder"
    ln -sf "/usr/lib/llvm-$llvm/bin/lld" "$folder/rust-lld"
}

explain_debian_toolchain() {
    fail "This Rust has no $WASM_TARGET library, and rustup cannot fetch one. As root, run:

    apt-get install --no-install-recommends ${DEBIAN_RUST_PACKAGES[*]} lld-$(debian_llvm_major)
    bin/setup --debian-toolchain

and then bin/setup again."
}

install_fallback_toolchain() {
    install_debian_toolchain
    use_debian_toolchain
}

install_debian_toolchain() {
    local llvm sysroot
    have_apt || fail "This Rust has no $WASM_TARGET library. Where rustup's server is reachable: rustup target add $WASM_TARGET"
    if is_root; then apt_refresh; fi
    debian_has_rust || fail "This Rust has no $WASM_TARGET library, and this Debian has no package ${DEBIAN_RUST_PACKAGES[0]}"
    is_root || explain_debian_toolchain
    apt_install "Debian's Rust compiler" "${DEBIAN_RUST_PACKAGES[@]}" || exit 1
    llvm=$(debian_llvm_major)
    apt_install "the linker of LLVM $llvm" "lld-$llvm" || exit 1
    sysroot=$("$(debian_rustc)" --print sysroot)
    link_rust_lld "$sysroot" "$llvm"
    working "building the $WASM_TARGET library for Debian's compiler" wasm-std \
        build_wasm_std "$sysroot/bin" "$sysroot/lib/rustlib/$WASM_TARGET/lib" || exit 1
}
