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
