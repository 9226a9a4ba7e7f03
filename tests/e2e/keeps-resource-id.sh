# A changed file and changed metadata keep the resource's id, and the portal serves the new bytes and rows.
start_portal
name=permanent-employees-by-sex
run 0 banchi publish "$name"
call package_show "{\"id\": \"$name\"}"
before=$(jq -r '.result.resources[0].id' "$work/answer")
sed -i -e '2s/,[0-9]*,/,20001,/' -e '3s/,[0-9]*,/,14118,/' "$name/$name.csv" # the sum stays what the dictionary says
sed -i 's/"resources": \[/"version": "2", "resources": [/' "$name/metadata.json"
run 0 banchi publish "$name"
says 'published'
call package_show "{\"id\": \"$name\"}"
after=$(jq -r '.result.resources[0].id' "$work/answer")
[ "$before" != null ] && [ "$before" = "$after" ] || fail "the id was $before and is $after"
curl -s "$(jq -r '.result.resources[0].url' "$work/answer")" | cmp - "$name/$name.csv" || fail "the portal serves other bytes"
call datastore_search "{\"resource_id\": \"$after\"}"
[ "$(jq -r '.result.records[0].employees' "$work/answer")" = 20001 ] || fail "the portal's table has not the new row"
