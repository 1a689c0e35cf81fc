#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# smmctl from outside: a life of a database, on SQLite.
ctl=${SMMCTL:-./tools/smmctl}
dir=$(mktemp -d) n=0 bad=0
trap 'rm -rf "$dir"' EXIT
db=(--dbd sqlite3 --params "$dir/panel.db")
ok() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else bad=1; echo "not ok $n - $2"; sed 's/^/# /' "$dir/out"; fi; }
run() { "$ctl" "$@" >"$dir/out" 2>&1; }
gives() { local want=$1 what=$2; shift 2; run "$@"; local rc=$?; grep -q -- "$want" "$dir/out"; ok $(($? + rc)) "$what"; }
fails() { local want=$1 what=$2; shift 2; run "$@"; local rc=$?; [ "$rc" != 0 ] && grep -q -- "$want" "$dir/out"; ok $? "$what"; }

head -c 64 /dev/urandom >"$dir/secret"; chmod 600 "$dir/secret"
gives 'Usage: smmctl' 'help' --help
for c in migrate verify staff settings parse-name backup restore export import-services theme-check; do
    gives 'Usage: smmctl' "help of $c" "$c" --help
done
fails 'no command' 'an unknown command' "${db[@]}" frobnicate
fails 'needs a value' 'an option without value' --dbd
fails 'run smmctl migrate' 'an empty database' "${db[@]}" verify
gives 'up to date now' 'migrate' "${db[@]}" migrate
gives 'up to date already' 'migrate again' "${db[@]}" migrate
[ "$(stat -c %a "$dir/panel.db")" = 640 ]; ok $? 'the database is not for everybody'
gives '^ledger ok: 0 transfers, 0 postings$' 'verify' "${db[@]}" verify
fails 'no panel' 'no panel yet' "${db[@]}" settings list
gives 'is owner of panel demo' 'the first owner' "${db[@]}" --panel demo staff add boss --owner --email boss@x.example </dev/null
grep -q '^password: ' "$dir/out"; ok $? 'with a made-up password, shown once'
gives 'is staff of panel demo' 'staff with a given password' "${db[@]}" staff add helper --email h@x.example <<<'given-Passw0rd-77'
! grep -q 'given-Passw0rd' "$dir/out"; ok $? 'which is not shown'
gives '^1$' 'a fallback' "${db[@]}" settings get signup.open
run "${db[@]}" settings set signup.open 0
gives '^0$' 'set and get' "${db[@]}" settings get signup.open
fails 'no setting' 'an unknown setting' "${db[@]}" settings get no.such
fails 'standard input' 'a secret on the command line' "${db[@]}" --secret-file "$dir/secret" settings set gateway.sandbox.secret s3cr3t
fails 'secret-file' 'a secret without the secret file' "${db[@]}" settings set gateway.sandbox.secret <<<s3cr3t
run "${db[@]}" --secret-file "$dir/secret" settings set gateway.sandbox.secret <<<s3cr3t
gives '^(set)$' 'a secret is never shown' "${db[@]}" --secret-file "$dir/secret" settings get gateway.sandbox.secret
run "${db[@]}" export
! grep -q 's3cr3t\|\$argon2' "$dir/out" && grep -q '"username":"boss"' "$dir/out"; ok $? 'export without secrets'
chmod 644 "$dir/secret"
fails 'chmod 600' 'a secret file that all may read' "${db[@]}" --secret-file "$dir/secret" settings list
gives '"max":10000000' 'parse-name' parse-name <<<'Website visitors [10M] [1H - 50K/D - R30]'
cat >"$dir/services.json" <<'JSON'
[{"service":1,"name":"Website visitors","type":"Default","category":"Visitors","rate":"0.90","min":"50","max":"10000"}]
JSON
gives '1 new' 'import-services' "${db[@]}" import-services "$dir/services.json"
gives 'backup written' 'backup' "${db[@]}" backup "$dir/copy"
[ "$(stat -c %a "$dir/copy")" = 600 ]; ok $? 'for its owner only'
[ -z "$(ls "$dir" | grep part)" ]; ok $? 'nothing is left over'
fails 'exists' 'restore does not overwrite' "${db[@]}" restore "$dir/copy"
gives '^ledger ok' 'restore' --dbd sqlite3 --params "$dir/new.db" restore "$dir/copy"
gives '^0$' 'the settings came along' --dbd sqlite3 --params "$dir/new.db" settings get signup.open
head -c 5000 "$dir/copy" >"$dir/cut"
fails 'not restored' 'a damaged copy is refused' --dbd sqlite3 --params "$dir/x.db" restore "$dir/cut"
[ ! -e "$dir/x.db" ]; ok $? 'and leaves nothing'
echo "1..$n"
exit $bad
