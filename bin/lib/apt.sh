# shellcheck shell=bash
# Debian packages: installed when we may, otherwise the exact line is printed and set-up stops.

is_root() { [ "$(id -u)" -eq 0 ]; }
have_apt() { have apt-get; }

apt_refresh() {
    # Update once a run; a failing mirror is reported by the install that follows.
    [ -n "${APT_REFRESHED:-}" ] || apt-get update -qq || true
    APT_REFRESHED=yes
}

apt_install_now() {
    apt_refresh
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# apt_install "why" package…
apt_install() {
    local why=$1
    shift
    have_apt || fail "$why is missing, and there is no apt-get here. Install it in your system's way: $*"
    is_root || fail "$why is missing. As root, run:

    apt-get install --no-install-recommends $*

and then bin/setup again."
    working "installing $why with apt-get ($*)" "apt-$1" apt_install_now "$@"
}
