# shellcheck shell=bash
# What comes from npm: the stylesheet compiler and wasm-opt, the browser tests' runner, and ClerkJS for the local Clerk.

ensure_node() {
    local found
    if ! have node || ! have npm; then
        fail "Node.js $NODE_OLDEST or newer with npm is missing (it compiles the stylesheet). See https://nodejs.org"
    fi
    found=$(node --version)
    version_at_least "${found#v}" "$NODE_OLDEST" || fail "Node.js $NODE_OLDEST or newer is needed; this is $found"
    ready "Node.js ${found#v}"
}

# ensure_npm FOLDER "what it brings": `npm ci`, unless what is there was installed from this very lock file.
ensure_npm() {
    local folder=$1 what=$2 stamp=$1/node_modules/.installed-from
    if ! cmp -s "$folder/package-lock.json" "$stamp"; then
        working "installing $what with npm" "npm-$(basename "$folder")" npm ci --prefix "$folder" || exit 1
        cp "$folder/package-lock.json" "$stamp"
    fi
    ready "$what"
}

# Before Binaryen's own, which it runs: cargo-leptos takes what it finds here by that name.
ensure_wasm_opt() { ln -sf ../../bin/lib/wasm-opt.mjs "$ROOT/node_modules/.bin/wasm-opt"; }

CLERK_PINS=$LIB/clerk-js.pins
CLERK_FOLDER=$TOOLS/clerk

integrity_of() {
    node -e 'process.stdout.write("sha512-" + require("crypto").createHash("sha512").update(require("fs").readFileSync(process.argv[1])).digest("base64"))' "$1"
}

# Packed, checked and unpacked by hand: an ordinary install would bring 400 MB of dependencies that nothing uses.
fetch_clerk_package() {
    local folder=$1 package=$2 integrity=$3 scratch tarball found
    scratch=$(mktemp -d)
    npm pack --silent --pack-destination "$scratch" "$package" || return 1
    tarball=$(echo "$scratch"/*.tgz)
    found=$(integrity_of "$tarball")
    if [ "$found" != "$integrity" ]; then
        say "$package is not the file that was pinned: $found"
        return 1
    fi
    tar -xzf "$tarball" -C "$scratch" package/dist
    rm -rf "${CLERK_FOLDER:?}/$folder"
    mkdir -p "$CLERK_FOLDER/$folder"
    mv "$scratch/package/dist" "$CLERK_FOLDER/$folder/dist"
    rm -rf "$scratch"
}

fetch_clerk_js() {
    local folder package integrity
    while read -r folder package integrity; do
        case $folder in '' | '#'*) continue ;; esac
        fetch_clerk_package "$folder" "$package" "$integrity" || return 1
    done <"$CLERK_PINS"
    cp "$CLERK_PINS" "$CLERK_FOLDER/.fetched"
}

ensure_clerk_js() {
    if ! cmp -s "$CLERK_PINS" "$CLERK_FOLDER/.fetched"; then
        working "fetching ClerkJS for the local Clerk" clerk-js fetch_clerk_js || exit 1
    fi
    ready "ClerkJS in .tools/clerk"
}
