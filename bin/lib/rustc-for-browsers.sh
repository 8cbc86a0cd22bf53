#!/usr/bin/env bash
# What cargo runs in place of rustc in bin/release (RUSTC_WORKSPACE_WRAPPER). Into the browser's program, where all crates come
# together, LLVM inlines nothing more: what it inlined before, in each crate, is what makes code simpler; the rest only makes
# copies, and functions that differ where they were alike. cargo has no setting for one crate's last step.
set -euo pipefail

case " $* " in
*" --crate-name frontend "*" --target wasm32-unknown-unknown "*) exec "$@" -C llvm-args=-inline-threshold=-20000 ;;
*) exec "$@" ;;
esac
