# SPDX-License-Identifier: Apache-2.0
# The test rings. Each prints TAP summaries into var/check/<ring>.log; the closing line adds them up.
passed=0 failed=0 skipped=0
RING_LOGS=

# tally NAME LOG RC: adds up a ring that printed TAP (prove -v or plain). No test at all is a failure.
tally() {
    local name=$1 log=$2 rc=$3 ok bad skip
    skip=$(grep -cE '^ok [0-9]+.*# (skip|SKIP)' "$log" || true)
    ok=$(grep -cE '^ok [0-9]+' "$log" || true); ok=$((ok - skip))
    bad=$(grep -cE "^not ok [0-9]+" "$log" || true)
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
    pg_stop "$top/var/unit"; rm -rf var/unit; mkdir -p var/unit/{log,run}; [ "$(id -u)" != 0 ] || chown "$(service_user)" var/unit var/unit/run
    pg_start "$top/var/unit"
    SMM_TEST_PG="host=$(pg_socket "$top/var/unit") dbname=unit user=smm" unit_programs build "$log" || rc=1
    SMMCTL=$top/build/tools/smmctl bash t/unit/smmctl.t >>"$log" 2>&1 || rc=1
    SMM_VECTORS=$top/build/tools/vectors perl t/unit/gateway_vectors.t >>"$log" 2>&1 || rc=1
    perl t/unit/render_counts.t >>"$log" 2>&1 || rc=1
    pg_stop "$top/var/unit"
    local v
    for v in service-names parse-usd sell-rate charge refund refund-mixed delivery-time coins vip amount-words invoice-number pan-tan working-days gstr1-due gstr1-example fx settlement invoice-lines tax-inclusive place-of-supply tds tds-states postpay; do
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
    local port; port=$(free_ports "${SMM_TEST_PORT:-18100}" 6)
    instance_make "$dir" "$db" "$port" 1100 1 "$top/$build"
    echo "$port" >"$dir/port"
    echo "$build" >"$dir/build"
    example_gateway "$dir"
    # a private copy of t/: Apache::Test writes into it
    mkdir -p "$dir/t"; cp -r t/. "$dir/t/"; rm -rf "$dir/t/unit" "$dir/t/browser" "$dir/t/bench" "$dir/t/fuzz" "$dir/t/crash"
    sed -e "s|@DIR@|$dir|g" -e "s|@TOP@|$top|g" -e "s|@UPPORT@|$((port + 1))|g" -e "s|@SIDEPORT@|$((port + 2))|g" -e "s|@SIMPORT@|$((port + 4))|g" \
        -e "s|@TLSPORT@|$((port + 5))|g" \
        -e "s|@DRIVER@|$(dbd_driver "$db")|g" -e "s|@PARAMS@|$(dbd_params "$dir" "$db" panel)|g" \
        t/conf/neighbours >"$dir/conf/neighbours.conf"
    sed -e "s|@DIR@|$dir|g" t/conf/extra.conf.in >"$dir/t/conf/extra.conf.in"
}

# The gateway of docs/examples, built as anybody outside the tree would: by apxs, against the public headers.
example_gateway() {
    mkdir -p "$1/example"
    cp docs/examples/mod_smm_gateway_example.c "$1/example/"
    # shellcheck disable=SC2046
    (cd "$1/example" && apxs -c -Wc,-std=gnu11 -Wc,-Wall -Wc,-Werror -I "$top/modules/core/include" -I "$top/modules/lib" \
        $(pkg-config --cflags --libs jansson libcrypto) mod_smm_gateway_example.c) >"$1/example/log" 2>&1 || { cat "$1/example/log"; die "the example gateway does not build"; }
}

# books_check DIR LOG: the invariants of both databases after a run; a breach makes the ring red, whatever its tests said.
books_check() {
    local db=sqlite which out rc=0
    [ ! -d "$1/pg" ] || db=pgsql
    for which in panel upstream; do
        if out=$(as_service "$top/$(cat "$1/build")/tools/smmctl" --dbd "$(dbd_driver "$db")" --params "$(dbd_params "$1" "$db" $which)" verify 2>&1); then
            echo "ok 9990 - the books of $which are in order afterwards"
        else
            rc=1; echo "not ok 9990 - the books of $which are in order afterwards"
        fi
        sed 's/^/# /' <<<"$out" | head -20
    done >>"$2"
    return $rc
}

# http_prove NAME RC-VARIABLE: runs the Apache::Test files against the instance NAME.
http_prove() {
    local dir=$top/var/check/$1 log=$top/var/check/$1.log port rc=0; shift
    port=$(cat "$dir/port")
    (
        cd "$dir"
        export SMM_TEST_DIR=$dir SMM_TEST_URL=http://127.0.0.1:$port SMM_TEST_UP=http://127.0.0.1:$((port + 1)) SMM_TEST_SIDE=http://127.0.0.1:$((port + 2)) SMM_TOP=$top SMM_TEST_BUILD=$(cat "$dir/build")
        export APACHE_TEST_STARTUP_TIMEOUT=120
        perl -I"$dir/t/lib" t/TEST.pl -httpd "${SMM_HTTPD_BIN:-$(httpd_bin)}" -apxs "$(command -v apxs)" -httpd_conf "$dir/conf/modules.conf" \
            -port "$((port + 3))" -top_dir "$dir" -t_dir "$dir/t" \
            -user "$(service_user)" -group "$(id -gn "$(service_user)")" -verbose "$@"
    ) >"$log" 2>&1 || rc=1
    if grep -qE 'exit signal|AddressSanitizer|runtime error' "$dir/log/error.log" "$dir/t/logs/error_log" 2>/dev/null; then
        echo "not ok 9998 - a child died or a sanitizer reported: see $dir/log" >>"$log"; rc=1
    fi
    books_check "$dir" "$log" || rc=1
    return $rc
}

ring_http() {
    local db rc
    # SMM_TEST_DBS=sqlite and SMM_TESTS="t/00-smoke/00-import.t t/30-campaign/flow.t" narrow it to what one works on
    for db in ${SMM_TEST_DBS:-sqlite pgsql}; do
        rc=0
        http_tree "http-$db" "$db" build
        # shellcheck disable=SC2086
        http_prove "http-$db" ${SMM_TESTS:-} || rc=1
        tally "http-$db" "var/check/http-$db.log" $rc
        pg_stop "$top/var/check/http-$db"
    done
}

# serve NAME [ENV=VALUE…]: httpd itself on a prepared instance, in the background; its pid in $served.
serve() {
    local dir=$top/var/check/$1; shift
    env "$@" "$(httpd_bin)" -f "$dir/conf/httpd.conf" -D FOREGROUND >>"$dir/log/stdout.log" 2>&1 &
    served=$!
    wait_ready "http://127.0.0.1:$(cat "$dir/port")" "$served" || { tail -20 "$dir/log/error.log"; die "httpd did not get ready"; }
}

serve_stop() { kill "$served" 2>/dev/null || true; wait "$served" 2>/dev/null || true; }

# The instance's environment for test drivers that are not Apache::Test.
test_env() {
    local dir=$top/var/check/$1 port; port=$(cat "$dir/port")
    echo "SMM_TEST_DIR=$dir SMM_TEST_URL=http://127.0.0.1:$port SMM_TEST_UP=http://127.0.0.1:$((port + 1)) SMM_TOP=$top"
}

ring_browser() {
    local db rc modules=var/browser look=1
    mkdir -p $modules
    cp t/browser/package.json t/browser/package-lock.json $modules/
    (cd $modules && npm ci --silent --no-audit --no-fund --ignore-scripts) >var/check/npm.log 2>&1 || { cat var/check/npm.log; die "npm ci failed"; }
    cp t/browser/*.mjs $modules/
    # pages whose every value is markup, without any policy
    rm -rf var/check/markup; mkdir -p var/check/markup
    make -s -C build t/unit/test_xv_markup.t && SMM_MARKUP_DIR=$top/var/check/markup srcdir=$top build/t/unit/test_xv_markup.t >/dev/null
    rc=0; timeout 900 node $modules/markup.mjs var/check/markup >var/check/browser-markup.log 2>&1 || rc=1
    tally browser-markup var/check/browser-markup.log $rc
    # every page is looked at on SQLite; on PostgreSQL the way is walked
    for db in sqlite pgsql; do
        rc=0
        http_tree "browser-$db" "$db" build
        serve "browser-$db"
        demo_import "$top/var/check/browser-$db" "$db" "$(cat "var/check/browser-$db/port")"
        env $(test_env "browser-$db") SMM_SHOTS="$top/var/check/shots" SMM_LOOK=$look timeout 1500 \
            node $modules/flow.mjs >"var/check/browser-$db.log" 2>&1 || rc=1
        serve_stop
        books_check "$top/var/check/browser-$db" "var/check/browser-$db.log" || rc=1
        pg_stop "$top/var/check/browser-$db"
        ! grep -q 'exit signal' "var/check/browser-$db/log/error.log" || { echo "not ok 9998 - a child died" >>"var/check/browser-$db.log"; rc=1; }
        tally "browser-$db" "var/check/browser-$db.log" $rc
        look=0
    done
}

# The payment processors' own packages sign notices; the panel's code must judge each as the package does.
ring_sdk() {
    local log=var/check/sdk.log rc=0 modules=var/sdk
    mkdir -p $modules
    cp t/sdk/package.json t/sdk/package-lock.json t/sdk/notices.mjs $modules/
    (cd $modules && npm ci --silent --no-audit --no-fund --ignore-scripts) >var/check/npm.log 2>&1 || { cat var/check/npm.log; die "npm ci failed"; }
    node $modules/notices.mjs build/tools/vectors $modules >"$log" 2>&1 || rc=1
    tally sdk "$log" $rc
}

# crash_instance NAME DB PORT BUILD: a small filled instance for the drivers in t/crash, which start httpd themselves.
crash_instance() {
    local dir=$top/var/check/$1 port
    pg_stop "$dir"; rm -rf "$dir"; mkdir -p "$dir"
    port=$(free_ports "$3" 2)
    instance_make "$dir" "$2" "$port" 60 1 "$top/$4"
    echo "$port" >"$dir/port"
    echo "$4" >"$dir/build"
    serve "$1"
    SMM_BUILD=$top/$4 demo_import "$dir" "$2" "$port"
    serve_stop
}

# crash_driver NAME SCRIPT [ENV=VALUE…]: one driver of t/crash on its instance.
crash_driver() {
    local name=$1 script=$2; shift 2
    env $(test_env "$name") SMM_TEST_BUILD="$(cat "var/check/$name/build")" SMM_HTTPD="$(httpd_bin)" "$@" \
        timeout 1800 perl -It/lib "t/crash/$script" >"var/check/$name.log" 2>&1
}

# Kills httpd children at named points of the hand-over, 20 times each on SQLite and 5 times each on
# PostgreSQL, and at random for two minutes under a load of orders. The upstream panel is another httpd,
# and its log the judge. The three run side by side: they mostly wait.
ring_crash() {
    local n rc pids=() names=(crash-sqlite crash-pgsql crash-random)
    build_tree build-crash --enable-crash-points
    crash_instance crash-sqlite sqlite 18150 build-crash
    crash_instance crash-pgsql pgsql 18160 build-crash
    crash_instance crash-random sqlite 18170 build-crash
    crash_driver crash-sqlite dispatch.pl SMM_CRASH_ROUNDS=20 & pids+=($!)
    crash_driver crash-pgsql dispatch.pl SMM_CRASH_ROUNDS=5 & pids+=($!)
    crash_driver crash-random random.pl SMM_SOAK_SECONDS="${SMM_SOAK_SECONDS:-120}" & pids+=($!)
    for n in 0 1 2; do
        rc=0; wait "${pids[$n]}" || rc=1
        tally "${names[$n]}" "var/check/${names[$n]}.log" $rc
    done
    pg_stop "$top/var/check/crash-pgsql"
}

# Takes one guard away at a time and demands that its test notices. Not part of every check.
ring_mutants() {
    local log=var/check/mutants.log rc=0
    t/crash/mutants/run >"$log" 2>&1 || rc=1
    tally mutants "$log" $rc
}

# The unit programs under AddressSanitizer and UBSan.
ring_asan_unit() {
    local log=var/check/asan-unit.log rc=0
    # pools and libraries live to the end of a process: leaks are looked for by growth, not at exit
    export ASAN_OPTIONS=detect_leaks=0:halt_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    build_tree build-asan --enable-sanitizers
    : >"$log"
    ASAN_OPTIONS=detect_leaks=0:halt_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 unit_programs build-asan "$log" || rc=1
    tally asan-unit "$log" $rc
}

# The Apache::Test files against an httpd with the sanitized modules.
ring_asan_http() {
    local rc=0
    export ASAN_OPTIONS=detect_leaks=0:halt_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    build_tree build-asan --enable-sanitizers
    http_tree http-asan sqlite build-asan
    local wrap=$top/var/check/http-asan/httpd
    cat >"$wrap" <<TEXT
#!/bin/sh
export LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)"
export ASAN_OPTIONS=detect_leaks=0:halt_on_error=1:log_path=$top/var/check/http-asan/data/asan UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1:log_path=$top/var/check/http-asan/data/ubsan
exec $(httpd_bin) "\$@"
TEXT
    chmod +x "$wrap"
    SMM_HTTPD_BIN=$wrap http_prove http-asan || rc=1
    if ls var/check/http-asan/data/asan.* var/check/http-asan/data/ubsan.* >/dev/null 2>&1; then
        cat var/check/http-asan/data/asan.* var/check/http-asan/data/ubsan.* 2>/dev/null | head -60 | sed 's/^/# /' >>var/check/http-asan.log
        echo "not ok 9997 - a sanitizer reported" >>var/check/http-asan.log; rc=1
    fi
    tally http-asan var/check/http-asan.log $rc
}

ring_asan() { ring_asan_unit; ring_asan_http; }

# Programs with threads under ThreadSanitizer: rendering, the database layer, jobs, the ledger's races.
ring_tsan() {
    local log=var/check/tsan.log rc=0 t programs=(view job db db_load ledger)
    : >"$log"
    mkdir -p var/check/tmp
    [ -f build-tsan/Makefile ] || { mkdir -p build-tsan; (cd build-tsan && ../configure -q CFLAGS="-O1 -g -fsanitize=thread" LDFLAGS=-fsanitize=thread); }
    # "all" is a make of its own: beside other targets both would compile the same file at once
    # shellcheck disable=SC2046
    { make -s -C build-tsan -j"$(nproc)" all && make -s -C build-tsan -j"$(nproc)" $(printf 't/unit/test_%s.t ' "${programs[@]}"); } >"$log.build" 2>&1 ||
        { cat "$log.build"; die "the programs for ThreadSanitizer do not build"; }
    for t in "${programs[@]}"; do
        # libxml2 locks through weak references that the sanitizer does not see: of mutexes nothing is said, of races all
        TSAN_OPTIONS="suppressions=$top/t/tsan.supp report_mutex_bugs=0 halt_on_error=0 exitcode=66" SMM_SRCDIR=$top srcdir=$top TMPDIR=$top/var/check/tmp \
            timeout 600 build-tsan/t/unit/test_$t.t >>"$log" 2>"$log.err" || { rc=1; echo "not ok 9999 - test_$t under ThreadSanitizer" >>"$log"; grep -A30 'WARNING: Thread' "$log.err" | head -60 | sed 's/^/# /' >>"$log"; }
    done
    rm -f "$log.err" "$log.build"
    tally tsan "$log" $rc
}

# libFuzzer targets: SMM_FUZZ_SECONDS each (10 in a check, with a fixed seed; longer and SMM_FUZZ_SEED=0 to search).
ring_fuzz() {
    local log=var/check/fuzz.log rc=0 t name n=0
    : >"$log"
    make -s -C build fuzz-objects >/dev/null 2>&1 || true
    for t in t/fuzz/fuzz_*.c; do
        [ -f "$t" ] || continue
        name=$(basename "$t" .c); n=$((n + 1))
        mkdir -p var/check/fuzz/$name
        if scripts/dev/fuzz-one "$t" var/check/fuzz/$name "${SMM_FUZZ_SECONDS:-10}" >"$log.one" 2>&1; then
            echo "ok $n - $name: $(grep -oE 'Done [0-9]+ runs' "$log.one" | tail -1)" >>"$log"
        else
            rc=1; { echo "not ok $n - $name"; tail -30 "$log.one" | sed 's/^/# /'; } >>"$log"
        fi
    done
    rm -f "$log.one"
    tally fuzz "$log" $rc
}

rings_stop() {
    local d p
    for d in "$top"/var/check/*/ "$top/var/unit/"; do
        for p in httpd.pid httpd-shop.pid httpd-upstream.pid t/logs/httpd.pid; do stop_served "$d/$p" "$d"; done
        pg_stop "${d%/}"
    done
}

run_rings() {
    local rings=("$@") r t0
    [ ${#rings[@]} -gt 0 ] || rings=(static unit sdk http browser crash asan_unit tsan fuzz)
    # whatever a ring leaves running ends with it, also after a failure or Ctrl-C
    trap rings_stop EXIT
    rings_stop
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
