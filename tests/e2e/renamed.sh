# A dataset that got another name keeps its id on the portal, its rows and the ids of its resources; nothing is left under the old name.
old=permanent-employees-by-sex
new=permanent-employees-by-gender
start_portal
run 0 banchi publish "$old"
call package_show '{"id": "'"$old"'"}'
id=$(jq -r .result.id "$work/answer")
mv "$old" "$new"
sed -i 's/"name": "'"$old"'",/"name": "'"$new"'",\n  "banchi:renamed_from": "'"$old"'",/' "$new/metadata.json"
run 0 banchi plan "$new"
says "becomes \"$new\""
run 0 banchi publish "$new"
says '1 published'
call package_show '{"id": "'"$new"'"}'
[ "$(jq -r .result.id "$work/answer")" = "$id" ] || fail "another id"
call package_list '{}'
[ "$(jq '.result | length' "$work/answer")" -eq 1 ] || fail "not one dataset"
grep -q "\"$old\": {" .banchi/sandbox/publish.lock.json && fail "the lock has the old name"
run 0 banchi publish "$new" --json
says '"unchanged": 1'
# taking files away wants to be named
rm "$new/metadata.json.new" 2>/dev/null
printf x >"$new/more.txt"
cp "$new/metadata.json" "$work/before"
jq '.resources += [{upload: "more.txt", name: "เพิ่ม", description: "เพิ่ม", format: "TXT"}]' "$work/before" >"$new/metadata.json"
run 0 banchi publish "$new"
cp "$work/before" "$new/metadata.json"
rm "$new/more.txt"
run 0 banchi plan "$new"
says 'allow remove-resource'
run 2 banchi publish "$new" --json
says '"held": 1'
run 2 banchi publish "$new" --allow remove
complains 'not "remove"'
run 0 banchi publish "$new" --allow remove-resource
says '1 published'
