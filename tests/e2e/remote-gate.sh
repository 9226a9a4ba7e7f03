# A remote portal is talked to once the gate is open; while it is shut no connection is opened, whatever is asked.
# The portal is at the other end of a proxy on this machine, which only writes down that somebody came.
knocks=$work/knocks
: >"$knocks"
"$BUILD/tests/knock" "$knocks" >"$work/knock.out" &
portal_pid=$!
tries=0
until [ -s "$work/knock.out" ] || [ "$tries" -ge 100 ]; do sleep 0.1; tries=$((tries + 1)); done
https_proxy=http://127.0.0.1:$(cat "$work/knock.out")
http_proxy=$https_proxy
export https_proxy http_proxy
export CKAN_API_TOKEN_CITY=invented-token-of-the-test

table=permanent-employees-by-agency
cp "$table/$table.csv" "$work/clean.csv"
awk -F, 'NR == 1 {print; next} {$1 = "นายสมมติ ทดสอบระบบ"; OFS = ","; print}' "$work/clean.csv" >"$table/$table.csv"
run 7 banchi plan --portal city "$table"
complains 'privacy gate is shut'
run 7 banchi publish --portal city "$table"
run 7 banchi publish --portal city --json "$table"
CKAN_URL=https://portal.example.org run 7 banchi publish "$table"
run 7 banchi publish --portal sandbox "$table"
[ ! -s "$knocks" ] || fail "a connection was opened while the gate was shut"
silent 'ทดสอบระบบ'

cp "$work/clean.csv" "$table/$table.csv"
run 5 banchi plan --portal city "$table"
[ -s "$knocks" ] || fail "nobody came to the portal when the gate was open"
