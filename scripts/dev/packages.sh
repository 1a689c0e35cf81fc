# SPDX-License-Identifier: Apache-2.0
# What a fresh Debian 12 lacks, installed by name. Elsewhere: say what is needed.
PACKAGES="gcc make autoconf automake libtool pkg-config perl
apache2 apache2-dev libapr1-dev libaprutil1-dev libaprutil1-dbd-sqlite3 libaprutil1-dbd-pgsql
libsqlite3-dev libpq-dev libxml2-dev libxslt1-dev libpcre2-dev libssl-dev libcurl4-openssl-dev
libjansson-dev libargon2-dev libqrencode-dev libpango1.0-dev zlib1g-dev xsltproc
fonts-noto-core fonts-droid-fallback poppler-utils postgresql-15
libapache2-mod-perl2 libwww-perl libxml-libxml-perl libjson-perl libdbd-sqlite3-perl libdbd-pg-perl
cppcheck clang clang-format libclang-rt-14-dev wrk chromium nodejs npm python3 php-cli php-curl curl sqlite3 util-linux valgrind"

need_packages() {
    local missing=() p
    if ! command -v dpkg-query >/dev/null; then
        say "not a Debian system: make sure that these (or their equivalents) are installed:"
        echo "$PACKAGES"
        return
    fi
    for p in $PACKAGES; do
        dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' && continue
        case $p in
        nodejs | npm) command -v node >/dev/null && command -v npm >/dev/null && continue ;;
        esac
        missing+=("$p")
    done
    [ ${#missing[@]} = 0 ] && return
    local sudo=
    [ "$(id -u)" = 0 ] || sudo=sudo
    say "installing ${missing[*]}"
    # the packages bring services of their own: none of them is started or used by the demo
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null; $sudo chmod +x $policy; made=1; fi
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >/tmp/smm-apt.$$ 2>&1 || { tail -20 /tmp/smm-apt.$$; [ -z "$made" ] || $sudo rm -f $policy; die "apt-get failed"; }
    [ -z "$made" ] || $sudo rm -f $policy
    rm -f /tmp/smm-apt.$$
}
