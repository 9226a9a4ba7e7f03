# A publish that is killed in the middle: the next one completes it, without duplicates.
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
[ "$(grep -o '"[a-z0-9-]*-[a-z0-9-]*"' "$work/answer" | sort -u | wc -l)" -eq 12 ] || { cat "$work/answer"; fail "not 12 datasets"; }
