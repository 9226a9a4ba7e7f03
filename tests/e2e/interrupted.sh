# Ctrl-C ends a publish between two requests, with 130; what was begun goes on, and nothing is there twice.
start_portal --fault slow:any=150
"$BUILD/banchi" publish --json --verbose >"$work/out" 2>"$work/err" &
pid=$!
begun_twice() { [ "$(grep -c package_create "$work/err")" -ge 2 ]; }
wait_until 60 begun_twice
kill -INT "$pid"
wait "$pid"
status=$?
[ "$status" -eq 130 ] || { cat "$work/err"; fail "exit status $status"; }
jq -e '.outcomes | length >= 1' "$work/out" >/dev/null || fail "no outcomes are told"
jq -r .problem "$work/out" | grep -q 'go on' || fail "nobody says how to go on"
stop_portal
: >"$work/portal.out"
start_portal
run 0 banchi publish --json
call package_search '{"include_private": true, "rows": 100}'
[ "$(jq .result.count "$work/answer")" -eq 12 ] || fail "not 12 datasets"
run 0 banchi publish --json
says '"unchanged": 12'
