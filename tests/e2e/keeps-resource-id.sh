# A changed file and changed metadata keep the resource's id, and the portal serves the new bytes and rows.
start_portal
name=permanent-employees-by-sex
run 0 banchi publish "$name"
call package_show "{\"id\": \"$name\"}"
before=$(grep -o '"resources": *\[{[^]]*' "$work/answer" | grep -o '"id": *"[^"]*"' | head -n 1)
sed -i '2s/[0-9]*$/20001/' "$name/$name.csv"
sed -i 's/"resources": \[/"version": "2", "resources": [/' "$name/metadata.json"
run 0 banchi publish "$name"
says 'published'
call package_show "{\"id\": \"$name\"}"
after=$(grep -o '"resources": *\[{[^]]*' "$work/answer" | grep -o '"id": *"[^"]*"' | head -n 1)
[ -n "$before" ] && [ "$before" = "$after" ] || fail "the id was $before and is $after"
address=$(grep -o '"url": *"http[^"]*\.csv"' "$work/answer" | grep -o 'http[^"]*')
curl -s "$address" | cmp - "$name/$name.csv" || fail "the portal serves other bytes"
id=$(echo "$after" | sed 's/.*"\([^"]*\)"$/\1/')
call datastore_search "{\"resource_id\": \"$id\"}"
grep -q 20001 "$work/answer" || fail "the portal's table has not the new row"
