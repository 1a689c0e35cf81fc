# SPDX-License-Identifier: Apache-2.0
# An instance: a folder with configuration, databases, mail and logs of two panels in one httpd
# (the shop, and the upstream panel that fulfils its campaigns). The demo and each test ring have one.

PG_BIN=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}

# instance_make DIR DB PORT CATALOGUE FAST BUILD: writes what is missing, seeds once.
instance_make() {
    local dir=$1 db=$2 port=$3 count=$4 fast=$5 build=$6 user
    user=$(service_user)
    mkdir -p "$dir"/{conf,log,mail,data,run}
    mkdir -p "$dir"/mail/{new,cur,tmp}
    [ -s "$dir/conf/secret.key" ] || { (umask 077; head -c 64 /dev/urandom | base64 -w0 >"$dir/conf/secret.key"); }
    [ ! -f "$dir/credentials.txt" ] || instance_same "$dir" "$db"
    if [ "$(id -u)" = 0 ]; then
        chown -R "$user" "$dir/mail" "$dir/data" "$dir/run"
        chown "$user" "$dir"
    fi
    chmod 0750 "$dir/data"
    echo "$db" >"$dir/conf/db"
    [ "$db" != pgsql ] || pg_start "$dir"
    instance_conf "$dir" "$db" "$port" "$fast" "$build"
    [ -f "$dir/credentials.txt" ] || instance_seed "$dir" "$db" "$port" "$count" "$build"
}

instance_same() {
    [ "$(cat "$1/conf/db")" = "$2" ] || die "$1 was made for $(cat "$1/conf/db"): remove it or set SMM_DIR"
}

# dbd_driver DB / dbd_params DIR DB NAME
dbd_driver() { [ "$1" = pgsql ] && echo pgsql || echo sqlite3; }
dbd_params() {
    if [ "$2" = pgsql ]; then
        echo "host=$(pg_socket "$1") port=5432 dbname=$3 user=smm connect_timeout=5"
    else
        echo "$1/$3.db"
    fi
}

# The demo's database files lie in the instance folder itself (contract), which httpd's children own.
instance_conf() {
    local dir=$1 db=$2 port=$3 fast=$4 build=$5 m libexec
    libexec=$(apxs -q LIBEXECDIR)
    {
        for m in mpm_event authn_core authz_core dbd mime reqtimeout socache_shmcb; do
            [ ! -e "$libexec/mod_$m.so" ] || echo "LoadModule ${m}_module $libexec/mod_$m.so"
        done
        for m in core auth wallet campaign support; do
            echo "LoadModule smm_${m}_module $build/.libs/mod_smm_$m.so"
        done
        echo "TypesConfig /etc/mime.types"
    } >"$dir/conf/modules.conf"
    sed -e "s|@DIR@|$dir|g" -e "s|@TOP@|$top|g" -e "s|@PORT@|$port|g" -e "s|@UPPORT@|$((port + 1))|g" \
        -e "s|@FAST@|$([ "$fast" = 1 ] && echo on || echo off)|g" -e "s|@DRIVER@|$(dbd_driver "$db")|g" \
        -e "s|@PARAMS@|$(dbd_params "$dir" "$db" panel)|g" -e "s|@UPPARAMS@|$(dbd_params "$dir" "$db" upstream)|g" \
        conf/examples/two-panels.conf.in >"$dir/conf/panels.conf"
    {
        echo "ServerRoot \"$dir\""
        echo "PidFile \"$dir/httpd.pid\""
        [ "$(id -u)" != 0 ] || printf 'User %s\nGroup %s\n' "$(service_user)" "$(id -gn "$(service_user)")"
        echo "Include \"$dir/conf/modules.conf\""
        echo "ErrorLog \"$dir/log/error.log\""
        echo "Include \"$dir/conf/panels.conf\""
    } >"$dir/conf/httpd.conf"
}

# First filling: schemas, people, the upstream catalogue, the provider that connects the two panels.
instance_seed() {
    local dir=$1 db=$2 port=$3 count=$4 build=$5 cred
    say "filling $dir ($count services, $db)"
    cred=$dir/credentials.tmp
    (
        umask 077
        cat >"$cred" <<TEXT
customer_user=mina
customer_password=$(random_word)
staff_user=operator
staff_password=$(random_word)
upstream_staff_user=upstream
upstream_staff_password=$(random_word)
reseller_api_key=$(random_word 32)
TEXT
    )
    [ "$(id -u)" != 0 ] || { chown "$(service_user)" "$cred"; install -o "$(service_user)" -m 0600 "$dir/conf/secret.key" "$dir/run/seed.key"; }
    local key=$dir/conf/secret.key
    [ "$(id -u)" != 0 ] || key=$dir/run/seed.key
    as_service "$build/tools/demo" --driver "$(dbd_driver "$db")" --params "$(dbd_params "$dir" "$db" panel)" \
        --upstream "$(dbd_params "$dir" "$db" upstream)" --secret "$key" --port "$port" \
        --count "$count" --credentials "$cred" >"$dir/log/seed.log" 2>&1 || { tail -20 "$dir/log/seed.log"; die "filling the demo failed"; }
    rm -f "$dir/run/seed.key"
    [ "$(id -u)" != 0 ] || chown root "$cred"
    mv "$cred" "$dir/credentials.txt"
}

# Where the socket of an instance's cluster is: socket paths hold 107 bytes, long folders get a short stand-in.
pg_socket() {
    local dir=$1/run
    if [ ${#dir} -gt 80 ]; then
        dir=/tmp/smm-pg-$(printf %s "$1" | cksum | cut -d' ' -f1)
        mkdir -p "$dir"
        [ "$(id -u)" != 0 ] || chown "$(service_user)" "$dir"
        chmod 0700 "$dir"
    fi
    echo "$dir"
}

# A private PostgreSQL cluster in the instance folder, reachable by its socket only.
pg_start() {
    local dir=$1 d=$1/pg sock
    sock=$(pg_socket "$1")
    [ -n "$PG_BIN" ] || die "PostgreSQL is not installed"
    if [ ! -f "$d/PG_VERSION" ]; then
        say "making a PostgreSQL cluster in $d"
        mkdir -p "$d"
        [ "$(id -u)" != 0 ] || chown "$(service_user)" "$d"
        chmod 0700 "$d"
        as_service "$PG_BIN/initdb" -D "$d" -U smm -E UTF8 --locale=C -A trust >"$dir/log/initdb.log" 2>&1 || { cat "$dir/log/initdb.log"; die "initdb failed"; }
        printf "listen_addresses = ''\nunix_socket_directories = '%s'\nmax_connections = 200\nshared_buffers = 128MB\n" "$sock" >>"$d/postgresql.conf"
    fi
    if ! as_service "$PG_BIN/pg_ctl" -D "$d" status >/dev/null 2>&1; then
        as_service touch "$dir/run/pg.log"
        as_service "$PG_BIN/pg_ctl" -D "$d" -l "$dir/run/pg.log" -w -t 60 start >/dev/null || { tail "$dir/run/pg.log"; die "PostgreSQL did not start"; }
    fi
    local name
    for name in panel upstream unit; do
        as_service "$PG_BIN/psql" -h "$sock" -U smm -d postgres -Atqc "SELECT 1 FROM pg_database WHERE datname='$name'" | grep -q 1 ||
            as_service "$PG_BIN/createdb" -h "$sock" -U smm "$name"
    done
}

pg_stop() {
    [ -f "$1/pg/postmaster.pid" ] || return 0
    as_service "$PG_BIN/pg_ctl" -D "$1/pg" -m fast -w stop >/dev/null 2>&1 || true
}

httpd_bin() { echo "$(apxs -q SBINDIR)/$(apxs -q PROGNAME)"; }

stop_instances() {
    local d
    for d in var/*/; do
        stop_served "$d/httpd.pid" "$top/$d"
        pg_stop "$top/${d%/}"
    done
}

run_demo() {
    local port=${SMM_PORT:-8080} dir=${SMM_DIR:-var/demo} db=${SMM_DB:-sqlite}
    dir=$(reachable_dir "$dir")
    case $db in sqlite | pgsql) ;; *) die "SMM_DB is sqlite or pgsql" ;; esac
    if served_pid "$dir/httpd.pid" "$dir" >/dev/null; then
        die "already served from $dir (process $(cat "$dir/httpd.pid"))"
    fi
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && die "port $port is taken: set SMM_PORT"
    instance_make "$dir" "$db" "$port" "${SMM_CATALOGUE:-1200}" "${SMM_FAST:-0}" "$top/build"
    local httpd pid
    httpd=$(httpd_bin)
    "$httpd" -t -f "$dir/conf/httpd.conf" 2>"$dir/log/check.log" || { cat "$dir/log/check.log"; die "the configuration does not pass"; }
    "$httpd" -f "$dir/conf/httpd.conf" -D FOREGROUND &
    pid=$!
    trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; [ "$db" != pgsql ] || pg_stop "$dir"; exit 0' INT TERM
    wait_ready "http://127.0.0.1:$port" "$pid" || { tail -20 "$dir/log/error.log"; die "the demo did not get ready"; }
    [ -f "$dir/conf/imported" ] || demo_import "$dir" "$db" "$port"
    cat <<TEXT

  The panel          http://127.0.0.1:$port/
  Its upstream panel http://127.0.0.1:$((port + 1))/
  Credentials        $dir/credentials.txt
  Mail               $dir/mail/   log: $dir/log/error.log

  Ctrl-C stops it; the data stays.
TEXT
    wait $pid || true
}

# wait_ready URL PID: until /readyz answers 200, at most 60 s.
wait_ready() {
    local i
    for ((i = 0; i < 300; i++)); do
        curl -fs -o /dev/null "$1/readyz" 2>/dev/null && return 0
        kill -0 "$2" 2>/dev/null || return 1
        sleep 0.2
    done
    return 1
}

# The first import runs over HTTP, as an operator's would.
demo_import() {
    local dir=$1 db=$2 port=$3
    say "importing the catalogue from the upstream panel"
    local key=$dir/conf/secret.key
    [ "$(id -u)" != 0 ] || { key=$dir/run/seed.key; install -o "$(service_user)" -m 0600 "$dir/conf/secret.key" "$key"; }
    as_service "${SMM_BUILD:-$top/build}/tools/demo" --driver "$(dbd_driver "$db")" --params "$(dbd_params "$dir" "$db" panel)" \
        --secret "$key" --port "$port" --import >>"$dir/log/seed.log" 2>&1 || { tail -5 "$dir/log/seed.log"; die "the import failed"; }
    rm -f "$dir/run/seed.key"
    touch "$dir/conf/imported"
}
