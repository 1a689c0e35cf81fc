# SPDX-License-Identifier: Apache-2.0
# Memory and start time with one panel and with many: what a virtual host costs that nobody asks for.

# memory_conf PANELS JOBS: a server of its own. Where jobs run, each panel's database is there already,
# as after the first start.
memory_conf() {
    local n=$1 jobs=$2 i
    mkdir -p "$dir"/{conf,log,data,run}
    [ -s "$dir/conf/secret.key" ] || { (umask 077; head -c 64 /dev/urandom | base64 -w0 >"$dir/conf/secret.key"); }
    [ "$(id -u)" != 0 ] || chown "$(service_user)" "$dir/data" "$dir/run"
    rm -rf "$dir/data" && mkdir "$dir/data"
    [ "$(id -u)" != 0 ] || chown "$(service_user)" "$dir/data"
    instance_conf "$dir" sqlite "$port" 0 "$build"
    {
        sed -n '/^# One child/,/^<VirtualHost/p' "$dir/conf/panels.conf" | grep -v '^<VirtualHost'
        echo "ServerName 127.0.0.1"
        echo "Listen 127.0.0.1:$port"
        echo "SmmJobs $jobs"
        for ((i = 1; i <= n; i++)); do
            cat <<TEXT
<VirtualHost 127.0.0.1:$port>
    ServerName p$i.example
    DocumentRoot "$top/htdocs"
    SmmPanel p$i "Panel $i"
    SmmBaseURL http://p$i.example
    SmmSecretFile "$dir/conf/secret.key"
    DBDriver sqlite3
    DBDParams "$dir/data/p$i.db"
    DBDMin 0
    DBDPersist Off
    DBDMax 80
</VirtualHost>
TEXT
        done
    } >"$dir/conf/many.conf"
    sed -e "s|conf/panels.conf|conf/many.conf|" -i "$dir/conf/httpd.conf"
    [ "$jobs" = off ] || memory_databases "$n"
}

memory_databases() {
    local n=$1 i
    as_service "$build/tools/smmctl" --dbd sqlite3 --params "$dir/data/one" migrate >/dev/null
    as_service sqlite3 "$dir/data/one" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    for ((i = 1; i <= n; i++)); do as_service cp "$dir/data/one" "$dir/data/p$i.db"; done
    sync -f "$dir/data"
}

# memory_wait: until somebody answers.
memory_wait() {
    local i
    for ((i = 0; i < 20000; i++)); do
        ! curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$port/healthz" -H 'Host: p1.example' || return 0
        sleep 0.005
    done
    die "the server with many panels did not answer: $(tail -3 "$dir/log/error.log")"
}

now_ms() { date +%s%3N; }
rss_kb() { awk '/^Rss:/ { print $2 }' "/proc/$1/smaps_rollup"; }
private_kb() { awk '/^Private_Dirty:/ { print $2 }' "/proc/$1/smaps_rollup"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
written() { awk '/^write_bytes/ { print $2 }' "/proc/$1/io"; }

# memory_one PANELS JOBS SECONDS: prints start ms, graceful ms, parent KB (all of it: after the fork its
# pages are shared with the child, so none of them counts as private), child private KB, child
# descriptors, CPU of the idle child in per mille of a processor, KB that it writes in a second
memory_one() {
    local t0 start parent child next pp cp fds cpu io
    memory_conf "$1" "$2"
    rm -f "$dir/httpd.pid"
    t0=$(now_ms)
    "$(httpd_bin)" -f "$dir/conf/httpd.conf" -D FOREGROUND >>"$dir/log/stdout.log" 2>&1 &
    parent=$!
    echo "$parent" >"$dir/run/parent" # we run in a subshell: memory_stop must find it
    memory_wait
    start=$(($(now_ms) - t0))
    child=$(pgrep -P "$parent" | head -1)
    sleep "$3"
    cpu=$(ticks "$child") io=$(written "$child")
    sleep 10
    cpu=$(($(ticks "$child") - cpu)) io=$((($(written "$child") - io) / 10240))
    pp=$(rss_kb "$parent") cp=$(private_kb "$child") fds=$(ls "/proc/$child/fd" | wc -l)
    t0=$(now_ms)
    kill -USR1 "$parent"
    while next=$(pgrep -P "$parent" | grep -vx "$child" | head -1 || true); [ -z "$next" ]; do sleep 0.005; done
    memory_wait
    echo "$start $(($(now_ms) - t0)) $pp $cp $fds $cpu $io"
    memory_stop
}

memory_stop() {
    local p
    [ -s "${work:-/nowhere}/memory/run/parent" ] || return 0
    p=$(cat "$work/memory/run/parent")
    rm -f "$work/memory/run/parent"
    kill "$p" 2>/dev/null || true
    while kill -0 "$p" 2>/dev/null; do sleep 0.1; done
}

memory() {
    local jobs n many=${SMM_BENCH_PANELS:-1000} i one row text=() times=$((rounds > 3 ? 3 : rounds))
    dir=$work/memory port=$1
    rm -rf "$dir"
    bench_note memory "| | start → first answer, ms | graceful restart → answer, ms | parent, KB | child, private KB | child, descriptors | idle child, ‰ of a processor | idle child, KB/s written |"
    bench_note memory "|---|---|---|---|---|---|---|---|"
    for jobs in off on; do
        for n in 1 "$many"; do
            row=$(for ((i = 0; i < times; i++)); do memory_one "$n" "$jobs" $([ "$jobs" = on ] && echo $((5 + n / 12)) || echo 2); done |
                perl -ane 'push @{$c[$_]}, $F[$_] for 0..6; END { print join " ", map { my @s = sort { $a <=> $b } @$_; $s[@s / 2] } @c }')
            bench_note memory "| $n panels, SmmJobs $jobs | ${row// / | } |"
            [ "$n" != 1 ] || one=$row
        done
        text+=("$(perl -e 'my ($n, @r) = @ARGV; my @a = split / /, $r[0]; my @b = split / /, $r[1]; $n--;
            my ($p, $c) = (($b[2] - $a[2]) / $n, ($b[3] - $a[3]) / $n);
            printf "An idle virtual host costs %.1f KB (%.1f in the parent, %.1f in the child) with SmmJobs %s; goal ≤ 24 KB: %s. Start %.1f×, graceful restart %.1f× of one panel.",
                $p + $c, $p, $c, $r[2], $p + $c <= 24 ? "met" : "**not met**", $b[0] / $a[0], $b[1] / $a[1]' "$many" "$one" "$row" "$jobs")")
    done
    bench_note memory ""
    for i in "${text[@]}"; do bench_note memory "$i"; bench_note memory ""; done
    rm -rf "$dir/data"
}
