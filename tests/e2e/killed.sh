# A publish that is killed in the middle: the next one completes it, without duplicates (the list leaves private ones out).
"$BUILD/banchi" publish >/dev/null 2>&1 &
pid=$!
sleep 0.15
kill -9 "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
run 0 banchi publish
run 0 banchi publish --json
says '"unchanged": 12'
start_portal
call package_list '{}'
[ "$(jq ".result | length" "$work/answer")" -eq 11 ] || { cat "$work/answer"; fail "not the 11 public datasets"; }
