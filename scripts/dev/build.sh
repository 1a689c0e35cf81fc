# SPDX-License-Identifier: Apache-2.0
# Out-of-tree builds: build/ (normal), build-asan/ (sanitizers), build-crash/ (crash points).

# build_tree DIR [configure option…]
build_tree() {
    local dir=$1; shift
    if [ ! -x configure ] || [ configure.ac -nt configure ]; then
        say "autoreconf"
        autoreconf -i >/tmp/smm-autoreconf.$$ 2>&1 || { cat /tmp/smm-autoreconf.$$; die "autoreconf failed"; }
        rm -f /tmp/smm-autoreconf.$$
    fi
    mkdir -p "$dir"
    if [ ! -f "$dir/Makefile" ]; then
        say "configure $dir"
        (cd "$dir" && ../configure -q --enable-werror "$@")
    fi
    make -s -C "$dir" -j"$(nproc)" all || die "the build in $dir failed"
    # a check's programs only in the trees that run them
    [ var/vendor -nt scripts/vendor.manifest ] || { say "fetching the front-end packages"; scripts/vendor var/vendor || say "without htmx, icons and the font: the pages work all the same"; }
}
