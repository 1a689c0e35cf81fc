# SPDX-License-Identifier: Apache-2.0
# The test rings. Each prints TAP summaries into var/check/<ring>.log; the closing line adds them up.
passed=0 failed=0 skipped=0
RING_LOGS=

# tally NAME LOG RC: adds up a ring that printed TAP (prove -v or plain). No test at all is a failure.
tally() {
    local name=$1 log=$2 rc=$3 ok bad skip
    skip=$(grep -cE '^ok [0-9]+.*# (skip|SKIP)' "$log" || true)
    ok=$(grep -cE '^ok [0-9]+' "$log" || true); ok=$((ok - skip))
    bad=$(grep -cE '^not ok [0-9]+' "$log" | cat)
    local todo; todo=$(grep -cE '^not ok [0-9]+.*# TODO' "$log" || true); bad=$((bad - todo))
    if [ "$rc" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
    if [ $((ok + bad)) = 0 ]; then say "$name: ran no test"; bad=1; fi
    passed=$((passed + ok)); failed=$((failed + bad)); skipped=$((skipped + skip))
    say "$name: $ok passed, $bad failed, $skip skipped"
    [ "$bad" = 0 ] || { grep -E -A12 '^not ok|^Bail|FAILED|Result: FAIL|Wstat' "$log" | head -80; say "more in $log"; }
}

ring_static() {
    local log=var/check/static.log c rc=0 n=0
    : >"$log"
    for c in scripts/check-*; do
        case $c in *.selftest) continue ;; esac
        n=$((n + 1))
        if "$c" >"$log.one" 2>&1; then echo "ok $n - $c" >>"$log"; else rc=1; { echo "not ok $n - $c"; sed 's/^/# /' "$log.one"; } >>"$log"; fi
        n=$((n + 1))
        # each check must be able to fail: it is run on a tree with one planted fault
        if scripts/prove-check "$c" >"$log.one" 2>&1; then echo "ok $n - $c finds a planted fault" >>"$log"; else rc=1; { echo "not ok $n - $c finds a planted fault"; sed 's/^/# /' "$log.one"; } >>"$log"; fi
    done
    rm -f "$log.one"
    tally static "$log" $rc
}

# unit_programs DIR LOG: runs every check program of a build tree.
unit_programs() {
    local dir=$1 log=$2 rc=0 p
    make -s -C "$dir" -j"$(nproc)" check-programs >"$log.build" 2>&1 || { cat "$log.build"; die "the unit programs of $dir do not build"; }
    for p in "$dir"/t/unit/test_*; do
        case $p in *.o | *.lo | *.la | *.log | *.trs) continue ;; esac
        [ -x "$p" ] && [ -f "$p" ] || continue
        echo "# $p" >>"$log"
        mkdir -p "$top/var/check/tmp"
        SMM_SRCDIR=$top TMPDIR=$top/var/check/tmp timeout 900 "$p" >>"$log" 2>"$log.err" || { rc=1; echo "not ok 9999 - $(basename "$p") ended with status $?" >>"$log"; sed 's/^/# /' "$log.err" | tail -40 >>"$log"; }
    done
    rm -f "$log.err" "$log.build"
    return $rc
}

ring_unit() {
    local log=var/check/unit.log rc=0
    : >"$log"
    rm -rf var/unit; mkdir -p var/unit/{log,run}; [ "$(id -u)" != 0 ] || chown "$(service_user)" var/unit var/unit/run
    pg_start "$top/var/unit"
    SMM_TEST_PG="host=$top/var/unit/run dbname=unit user=smm" unit_programs build "$log" || rc=1
    pg_stop "$top/var/unit"
    local v
    for v in service-names parse-usd sell-rate charge refund delivery-time; do
        f=../shared/reference/vectors/$v.json; [ -f "$f" ] || f=t/unit/vectors/$v.json
        if build/tools/vectors "$f" >"$log.one" 2>&1; then echo "ok 1 - vectors $v: $(tail -1 "$log.one")" >>"$log"; else rc=1; { echo "not ok 1 - vectors $v"; sed 's/^/# /' "$log.one" | tail -5; } >>"$log"; fi
    done
    rm -f "$log.one"
    tally unit "$log" $rc
}

# with_server NAME DB BUILD COMMAND…: a fresh filled instance, served by Apache::Test, around a command.
http_tree() {
    local name=$1 db=$2 build=$3
    local dir=$top/var/check/$name
    pg_stop "$dir"; rm -rf "$dir"; mkdir -p "$dir"
    local port; port=$(free_ports 18100 6)
    instance_make "$dir" "$db" "$port" 1100 1 "$top/$build"
    echo "$port" >"$dir/port"
    # a private copy of t/: Apache::Test writes into it
    mkdir -p "$dir/t"; cp -r t/. "$dir/t/"
    sed -e "s|@DIR@|$dir|g" t/conf/extra.conf.in >"$dir/t/conf/extra.conf.in"
}

# http_prove NAME RC-VARIABLE: runs the Apache::Test files against the instance NAME.
http_prove() {
    local dir=$top/var/check/$1 log=$top/var/check/$1.log port rc=0; shift
    port=$(cat "$dir/port")
    (
        cd "$dir"
        export SMM_TEST_DIR=$dir SMM_TEST_URL=http://127.0.0.1:$port SMM_TEST_UP=http://127.0.0.1:$((port + 1)) SMM_TOP=$top
        export APACHE_TEST_STARTUP_TIMEOUT=120
        perl -I"$dir/t/lib" t/TEST.pl -httpd "$(httpd_bin)" -apxs "$(command -v apxs)" -httpd_conf "$dir/conf/modules.conf" \
            -port "$((port + 3))" -top_dir "$dir" -t_dir "$dir/t" \
            -user "$(service_user)" -group "$(id -gn "$(service_user)")" -verbose "$@"
    ) >"$log" 2>&1 || rc=1
    if grep -qE 'exit signal|AddressSanitizer|runtime error' "$dir/log/error.log" "$dir/t/logs/error_log" 2>/dev/null; then
        echo "not ok 9998 - a child died or a sanitizer reported: see $dir/log" >>"$log"; rc=1
    fi
    return $rc
}

ring_http() {
    local db rc
    for db in sqlite pgsql; do
        rc=0
        http_tree "http-$db" "$db" build
        http_prove "http-$db" || rc=1
        tally "http-$db" "var/check/http-$db.log" $rc
        pg_stop "$top/var/check/http-$db"
    done
}

run_rings() {
    local rings=("$@") r t0
    [ ${#rings[@]} -gt 0 ] || rings=(static unit http browser crash asan fuzz)
    rm -rf var/check; mkdir -p var/check
    build_tree build
    for r in "${rings[@]}"; do
        declare -F "ring_$r" >/dev/null || die "no ring named $r"
        t0=$SECONDS
        "ring_$r"
        say "$r took $((SECONDS - t0)) s"
    done
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
