# SPDX-License-Identifier: Apache-2.0
# The bench's servers: an instance per database, PHP behind it, the bench module in it.
# Ports of an instance: +0 shop, +1 upstream, +2 static files, +3 PHP, +4 unit, +5 apr or unit over the
# delayed network, +6 the delayed network itself.

bench_note() { printf '%s\t%s\n' "$1" "$2" >>"$raw.notes"; say "$1: $2"; }

# bench_conf DIR DB PORT: what the instance's own configuration lacks.
bench_conf() {
    local dir=$1 db=$2 port=$3 libexec m
    libexec=$(apxs -q LIBEXECDIR)
    {
        for m in proxy proxy_fcgi; do echo "LoadModule ${m}_module $libexec/mod_$m.so"; done
        echo "LoadModule smm_bench_module $build/t/bench/.libs/mod_smm_bench.so"
        # dispatch of the orders is work of its own: it would run beside the clients and blur the figures
        echo "SmmJobs off"
        echo "SmmLimits off"
        cat <<TEXT
<Location /bench>
    SetHandler smm-bench
    Require all granted
</Location>
<Directory "$dir/www">
    Require all granted
</Directory>
<Proxy "fcgi://bench/" enablereuse=on max=40>
</Proxy>
Listen 127.0.0.1:$((port + 2))
<VirtualHost 127.0.0.1:$((port + 2))>
    DocumentRoot "$dir/www"
</VirtualHost>
Listen 127.0.0.1:$((port + 3))
<VirtualHost 127.0.0.1:$((port + 3))>
    DocumentRoot "$dir/www"
    <FilesMatch "\.php$">
        SetHandler "proxy:unix:$dir/run/fpm.sock|fcgi://bench/"
    </FilesMatch>
</VirtualHost>
Listen 127.0.0.1:$((port + 4))
Listen 127.0.0.1:$((port + 5))
TEXT
        if [ "$db" = sqlite ]; then
            bench_unit_host $((port + 4)) sqlite3 "$dir/data/unit.db" ""
            # the same statements as t/bench/sql, in apr_dbd's way to write parameters
            bench_unit_host $((port + 5)) sqlite3 "$dir/data/apr.db" '
    DBDPrepareSQL "UPDATE bench_wallet SET balance = balance - %lld WHERE user_id = %lld AND balance >= %lld" debit
    DBDPrepareSQL "INSERT INTO bench_order (user_id, service_id, qty, charge, link, status, created) VALUES (%lld, %lld, %lld, %lld, %s, '"'new'"', %lld)" order
    DBDPrepareSQL "INSERT INTO bench_ledger (account, order_id, amount) VALUES (%lld, (SELECT max(id) FROM bench_order), %lld)" ledger
    DBDPrepareSQL "INSERT INTO bench_idem (key, order_id) VALUES (%s, (SELECT max(id) FROM bench_order))" idem'
        else
            bench_unit_host $((port + 4)) pgsql "host=$dir/run port=5432 dbname=bench user=smm" ""
            bench_unit_host $((port + 5)) pgsql "host=127.0.0.1 port=$((port + 6)) dbname=bench user=smm" ""
        fi
    } >"$dir/conf/bench.conf"
    echo "Include \"$dir/conf/bench.conf\"" >>"$dir/conf/httpd.conf"
}

bench_unit_host() {
    cat <<TEXT
<VirtualHost 127.0.0.1:$1>
    DBDriver $2
    DBDParams "$3"
    DBDMin 0
    DBDKeep 40
    DBDMax 80
$4
</VirtualHost>
TEXT
}

# bench_php DIR DB: php-fpm with opcache, 40 workers, and its database.
bench_php() {
    local dir=$1 db=$2 fpm
    fpm=$(ls /usr/sbin/php-fpm* 2>/dev/null | sort -V | tail -1 || true)
    [ -n "$fpm" ] || { bench_note "$3" "PHP is not installed: no PHP figures"; return 0; }
    cp t/bench/php/*.php "$dir/www/"
    sed -e "s|@ROOT@|$dir/run|g" -e "s|@USER@|$(service_user)|g" t/bench/php/fpm.conf.in >"$dir/conf/fpm.conf"
    if [ "$db" = sqlite ]; then
        { echo "PRAGMA journal_mode=WAL;"; sed 's/SERIALPK/INTEGER PRIMARY KEY/' t/bench/php/schema.sql; awk -f t/bench/php/gen.awk; } |
            as_service sqlite3 "$dir/data/php.db" >/dev/null
    else
        as_service "$PG_BIN/createdb" -h "$dir/run" -U smm php
        { sed 's/SERIALPK/BIGSERIAL PRIMARY KEY/' t/bench/php/schema.sql; awk -f t/bench/php/gen.awk; } |
            as_service "$PG_BIN/psql" -q -h "$dir/run" -U smm php >/dev/null
    fi
    PANEL_DB=$dir/panel.db SQF=$dir/data/php.db PSYNC=FULL PGH=$dir/run "$fpm" -y "$dir/conf/fpm.conf" >>"$dir/log/fpm.out" 2>&1 ||
        { tail -3 "$dir/log/fpm.out"; bench_note "$3" "php-fpm does not start: no PHP figures"; }
}

# bench_start NAME DB PORT: everything of one instance, filled and serving; sets $dir and $port.
bench_start() {
    local db=$2 key
    dir=$work/$1 port=$3
    rm -rf "$dir"
    mkdir -p "$dir"
    instance_make "$dir" "$db" "$port" "$services" 0 "$build"
    mkdir -p "$dir/www"
    bench_conf "$dir" "$db" "$port"
    bench_php "$dir" "$db" "$1"
    if [ "$db" = pgsql ]; then
        as_service "$PG_BIN/createdb" -h "$dir/run" -U smm bench
        "$build/t/bench/delay" $((port + 6)) "$dir/run/.s.PGSQL.5432" 500 &
        delay_pid=$!
    fi
    bench_serve
    SMM_BUILD=$build demo_import "$dir" "$db" "$port" || die "no catalogue"
    bench_fetch "http://127.0.0.1:$port/bench/people?n=$people&with=100&orders=20" >"$dir/people.txt"
    [ "$(tail -1 "$dir/people.txt")" = end ] || die "the test people could not be made: see $dir/log/error.log"
    bench_fetch "http://127.0.0.1:$((port + 4))/bench/setup"
    if [ "$db" = sqlite ]; then
        as_service sqlite3 "$dir/data/unit.db" ".backup $dir/data/apr.db"
        as_service sqlite3 "$dir/data/apr.db" "PRAGMA journal_mode=WAL" >/dev/null
    else
        # pgbench gets tables of its own, so that both sides start from the same state
        as_service "$PG_BIN/psql" -qAt -h "$dir/run" -U smm postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bench'" >/dev/null
        as_service "$PG_BIN/createdb" -h "$dir/run" -U smm -T bench benchpg
    fi
    pids=(--pid "$dir/httpd.pid" --pid "$dir/run/fpm.pid" --pid "$dir/pg/postmaster.pid")
}

bench_fetch() { curl -sS --max-time 120 "$1"; }

bench_serve() {
    "$(httpd_bin)" -t -f "$dir/conf/httpd.conf" 2>"$dir/log/check.log" || { cat "$dir/log/check.log"; die "the bench's configuration does not pass"; }
    "$(httpd_bin)" -f "$dir/conf/httpd.conf" -D FOREGROUND >>"$dir/log/stdout.log" 2>&1 &
    httpd_pid=$!
    wait_ready "http://127.0.0.1:$port" "$httpd_pid" || { tail -20 "$dir/log/error.log"; die "httpd did not get ready"; }
}

# One answer counted for each of the processes we started, whatever happened before.
bench_stop() {
    [ -z "${httpd_pid:-}" ] || { kill "$httpd_pid" 2>/dev/null || true; wait "$httpd_pid" 2>/dev/null || true; httpd_pid=; }
    [ -z "${delay_pid:-}" ] || { kill "$delay_pid" 2>/dev/null || true; wait "$delay_pid" 2>/dev/null || true; delay_pid=; }
    [ ! -s "${dir:-/nowhere}/run/fpm.pid" ] || kill "$(cat "$dir/run/fpm.pid")" 2>/dev/null || true
    [ ! -d "${dir:-/nowhere}/pg" ] || pg_stop "$dir"
}

# The books after all that load, and what the error log says.
bench_verify() {
    local group=$1 db=$2 out
    out=$(as_service "$build/tools/smmctl" --dbd "$(dbd_driver "$db")" --params "$(dbd_params "$dir" "$db" panel)" verify 2>&1) &&
        out="clean, $(echo "$out" | grep '^ledger ok')" || out="**breaches**: $(echo "$out" | grep -v ok | head -3)"
    bench_note "$group" "\`smmctl verify\` afterwards: $out"
    ! grep -q 'exit signal' "$dir/log/error.log" || bench_note "$group" "**a child died**: see error.log"
}
