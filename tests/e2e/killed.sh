# A publish that is killed in the middle leaves nothing twice. The next one goes on, or says that it found the portal
# otherwise than the lock has it; an emptied sandbox is published to anew.
"$BUILD/banchi" publish >/dev/null 2>&1 &
pid=$!
sleep 0.15
kill -9 "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
banchi publish --json >"$work/out" 2>"$work/err"
status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 4 ] || fail "exit status $status"
start_portal
call package_list '{}'
[ "$(jq '.result | length' "$work/answer")" -eq "$(jq '.result | unique | length' "$work/answer")" ] || fail "a dataset twice"
stop_portal
start_portal --reset
run 0 banchi publish --json
says '"published": 12'
run 0 banchi publish --json
says '"unchanged": 12'
