# SPDX-License-Identifier: Apache-2.0
# Memory and start time with one panel and with many: what an idle virtual host costs.

# memory_conf PANELS JOBS: a server of its own with databases that nobody asked for yet.
memory_conf() {
    local n=$1 jobs=$2 i
    mkdir -p "$dir"/{conf,log,data,run}
    [ -s "$dir/conf/secret.key" ] || { (umask 077; head -c 64 /dev/urandom | base64 -w0 >"$dir/conf/secret.key"); }
    [ "$(id -u)" != 0 ] || chown "$(service_user)" "$dir/data" "$dir/run"
    rm -f "$dir"/data/*
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
    DBDKeep 2
    DBDMax 80
</VirtualHost>
TEXT
        done
    } >"$dir/conf/many.conf"
    sed -e "s|conf/panels.conf|conf/many.conf|" -i "$dir/conf/httpd.conf"
}

# memory_wait GENERATION-PID: until a child that is not that one answers.
memory_wait() {
    local i
    for ((i = 0; i < 6000; i++)); do
        ! curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$port/healthz" -H 'Host: p1.example' || return 0
        sleep 0.005
    done
    die "the server with many panels did not answer: $(tail -3 "$dir/log/error.log")"
}

now_ms() { date +%s%3N; }
rss_kb() { awk '/^Rss:/ { print $2 }' "/proc/$1/smaps_rollup"; }
private_kb() { awk '/^Private_Dirty:/ { print $2 }' "/proc/$1/smaps_rollup"; }

# memory_one PANELS JOBS SECONDS: prints start ms, graceful ms, parent private KB, child private KB, child fds
memory_one() {
    local t0 t1 parent child next
    memory_conf "$1" "$2"
    rm -f "$dir/httpd.pid"
    t0=$(now_ms)
    "$(httpd_bin)" -f "$dir/conf/httpd.conf" -D FOREGROUND >>"$dir/log/stdout.log" 2>&1 &
    memory_pid=$!
    memory_wait
    t1=$(($(now_ms) - t0))
    sleep "$3"
    parent=$memory_pid
    child=$(pgrep -P "$parent" | head -1)
    local pp cp fds
    pp=$(private_kb "$parent") cp=$(private_kb "$child") fds=$(ls "/proc/$child/fd" | wc -l)
    t0=$(now_ms)
    kill -USR1 "$parent"
    while next=$(pgrep -P "$parent" | grep -vx "$child" | head -1); [ -z "$next" ]; do sleep 0.005; done
    memory_wait
    echo "$t1 $(($(now_ms) - t0)) $pp $cp $fds"
    memory_stop
}

memory_stop() {
    [ -z "${memory_pid:-}" ] || { kill "$memory_pid" 2>/dev/null || true; wait "$memory_pid" 2>/dev/null || true; memory_pid=; }
}

memory() {
    local jobs n many=1000 i one row per
    dir=$work/memory port=$1
    local times=$((rounds > 5 ? 5 : rounds))
    rm -rf "$dir"
    bench_note memory "| | start → first answer ms | graceful → answer ms | parent private KB | child private KB | child descriptors |"
    bench_note memory "|---|---|---|---|---|---|"
    for jobs in off on; do
        for n in 1 $many; do
            row=$(for ((i = 0; i < times; i++)); do memory_one "$n" "$jobs" $([ "$jobs" = on ] && echo 20 || echo 2); done |
                perl -ane 'push @{$c[$_]}, $F[$_] for 0..4; END { print join " ", map { my @s = sort { $a <=> $b } @$_; $s[@s / 2] } @c }')
            bench_note memory "| $n panels, SmmJobs $jobs | $(echo "$row" | sed 's/ / | /g') |"
            [ "$n" != 1 ] || one=$row
        done
        per=$(perl -e 'my @a = split / /, shift; my @b = split / /, shift; printf "%.1f KB of the parent and %.1f KB of the child: %.1f KB", ($b[2] - $a[2]) / 999, ($b[3] - $a[3]) / 999, ($b[2] - $a[2] + $b[3] - $a[3]) / 999' "$one" "$row")
        bench_note memory ""
        bench_note memory "An idle virtual host costs $per (SmmJobs $jobs; goal: ≤ 24 KB)."
        [ "$jobs" = on ] || { bench_note memory ""; bench_note memory "| | start → first answer ms | graceful → answer ms | parent private KB | child private KB | child descriptors |"; bench_note memory "|---|---|---|---|---|---|"; }
    done
}
