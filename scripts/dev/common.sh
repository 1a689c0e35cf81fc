# SPDX-License-Identifier: Apache-2.0
# Small helpers of the dev script.
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() { printf 'dev: %s\n' "$*" >&2; exit 1; }

# The account that httpd's children and a private PostgreSQL run as: neither works as root.
service_user() { if [ "$(id -u)" = 0 ]; then echo www-data; else id -un; fi; }

# Runs a command as the service user; a user who is not root runs it directly.
as_service() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$(service_user)" --regid="$(id -g "$(service_user)")" --clear-groups \
            env HOME=/tmp "$@"
    else
        "$@"
    fi
}

# served_pid FILE DIR: prints the process of a pid file, if it is a server of that folder: after a crash the
# number may belong to anybody.
served_pid() {
    local pid
    [ -s "$1" ] && pid=$(cat "$1") && [ -r "/proc/$pid/cmdline" ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "${2%/}/" && echo "$pid"
}

# stop_served FILE DIR: ends that server, if there is one.
stop_served() {
    local pid
    ! pid=$(served_pid "$1" "$2") || kill "$pid" 2>/dev/null || true
}

# Prints the first port from $1 on where $2 ports in a row are free on loopback.
free_ports() {
    local p=$1 n=${2:-1} i
    while :; do
        for ((i = 0; i < n; i++)); do
            if (exec 3<>"/dev/tcp/127.0.0.1/$((p + i))") 2>/dev/null; then p=$((p + i + 1)); continue 2; fi
        done
        echo "$p"; return
    done
}

random_word() { head -c 18 /dev/urandom | base64 | tr -d '+/=' | cut -c1-"${1:-16}"; }

# httpd's children run as another user when this is root. A checkout that they cannot enter (a home
# folder or a private temporary one) is worked on in a copy under /var/tmp; its var/ is linked back.
top_reachable() {
    [ "$(id -u)" = 0 ] && [ -z "${SMM_IN_COPY:-}" ] || return 0
    ! as_service test -r "$top/htdocs/css/panel.css" || return 0
    local copy=/var/tmp/smm-tree-$(printf %s "$top" | cksum | cut -d' ' -f1)
    mkdir -p "$copy/mod_smm/var"
    chmod 755 "$copy" "$copy/mod_smm"
    tar -C "$top" --exclude=./var --exclude='./build*' -cf - . | tar -C "$copy/mod_smm" -xf -
    [ ! -d "$top/../shared" ] || ln -sfn "$(cd "$top/../shared" && pwd)" "$copy/shared"
    [ -e "$top/var" ] && [ ! -L "$top/var" ] || ln -sfn "$copy/mod_smm/var" "$top/var"
    say "$(service_user) cannot enter $top: working in $copy/mod_smm"
    cd "$copy/mod_smm"
    SMM_IN_COPY=1 exec ./dev "$@"
}

# reachable_dir DIR: prints DIR, or when the service user cannot enter it a folder under /var/tmp
# that DIR then is a link to.
reachable_dir() {
    local dir=$1 real
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd -P)
    [ "$(id -u)" = 0 ] || { echo "$dir"; return; }
    chown "$(service_user)" "$dir"
    if as_service test -x "$dir" -a -w "$dir"; then echo "$dir"; return; fi
    real=/var/tmp/smm-instance-$(printf %s "$dir" | cksum | cut -d' ' -f1)
    mkdir -p "$real"
    rmdir "$dir" 2>/dev/null || die "$(service_user) cannot enter $dir: choose another SMM_DIR"
    ln -sfn "$real" "$dir"
    echo "$real"
}
