# Into a workspace that is at work: mine stays, theirs come, what both changed is a conflict that nothing moves; files are never
# half taken; what cannot be had is told, and another pull makes it whole.
one=permanent-employees-by-sex
two=permanent-employees-by-education
three=permanent-employees-by-age-group
run 0 banchi publish "$one" "$two" "$three"
start_portal
jq --arg url "$url" '.portals = {"far": {"url": $url}} | .default_portal = "far"' catalog.json >"$work/c" && mv "$work/c" catalog.json
export CKAN_API_TOKEN_FAR="$token"
run 0 banchi pull "$one" "$two" "$three"
says '3 unchanged'
[ -s publish.lock.json ] || fail "no lock"
id_of() { curl -s "$url/api/3/action/package_show?id=$1" | jq -r ".result.resources[${2:-0}].id"; }
sed -i 's|"data_source": "|&MINE |' "$one/metadata.json"
call package_patch "{\"id\": \"$one\", \"title\": \"THEIRS\"}"
call package_patch "{\"id\": \"$two\", \"title\": \"THEIR OTHER\"}"
sed -i 's|"title": "|&MINE |' "$two/metadata.json"
cp "$two/metadata.json" "$work/two-before"
cp publish.lock.json "$work/lock-before"

# what only the portal changed comes, in its place; what only the file changed stays; both: neither file nor lock move
run 4 banchi pull "$one" "$two" "$three"
says "$one: brought up to date"
says 'came: title$'
says "$two: CONFLICT"
says 'changed on both sides: title'
says "take-portal title"
says "$three: unchanged"
grep -q '"title": "THEIRS"' "$one/metadata.json" || fail "theirs did not come"
grep -q '"data_source": "MINE ' "$one/metadata.json" || fail "mine did not stay"
cmp -s "$two/metadata.json" "$work/two-before" || fail "a conflict was written"
jq -S ".portals.far.datasets[\"$two\"]" publish.lock.json >"$work/a"
jq -S ".portals.far.datasets[\"$two\"]" "$work/lock-before" >"$work/b"
cmp -s "$work/a" "$work/b" || fail "the base of a conflict moved"
run 4 banchi plan "$one" "$two"
says '1 to update, 1 in conflict'
run 4 banchi pull "$two" --json
jq -e '.counts.conflict == 1 and .datasets[0].conflicts == ["title"] and .datasets[0].outcome == "conflict"' "$work/out" >/dev/null || { cat "$work/out"; fail "the conflict in JSON"; }
run 0 banchi pull "$two" --keep-mine title
run 0 banchi plan "$two"
says '1 to update'
run 0 banchi publish "$two"
call package_patch "{\"id\": \"$two\", \"title\": \"THEIRS AGAIN\"}"
sed -i 's|"title": "MINE|&, AGAIN|' "$two/metadata.json"
run 4 banchi pull "$two"
run 0 banchi pull "$two" --take-portal title
grep -q '"title": "THEIRS AGAIN"' "$two/metadata.json" || fail "the named one did not come"
run 0 banchi plan --exit-code "$two"

# a new file with another table, and a new resource
sed '2d' "$three/$three.csv" >"$work/shorter.csv"
id=$(id_of "$three")
curl -s -H "Authorization: $token" -F "id=$id" -F "upload=@$work/shorter.csv;filename=$three.csv" "$url/api/3/action/resource_patch" | jq -e .success >/dev/null || fail "not replaced"
# the hash that the portal names is now that of the file before: such a file is not believed
cp "$three/$three.csv" "$work/file-before"
run 5 banchi pull "$three"
says 'other bytes than those of the hash'
cmp -s "$three/$three.csv" "$work/file-before" || fail "such a file was taken"
sha=$(sha256sum <"$work/shorter.csv" | cut -d' ' -f1)
call resource_patch "{\"id\": \"$id\", \"hash\": \"$sha\"}"
printf 'x\n' >"$work/extra.txt"
curl -s -H "Authorization: $token" -F "package_id=$three" -F name=extra -F format=TXT -F "upload=@$work/extra.txt" "$url/api/3/action/resource_create" | jq -e .success >/dev/null || fail "no extra"
run 0 banchi pull "$three" --json
jq -e '.counts.updated == 1 and (.datasets[0].files | length) == 2 and .datasets[0].taken == ["'"$three"'.csv/file", "extra.txt"]
    and (.datasets[0].notes[0] | contains("a publish makes it so"))' "$work/out" >/dev/null || { cat "$work/out"; fail "the new file"; }
cmp -s "$work/shorter.csv" "$three/$three.csv" && cmp -s "$work/extra.txt" "$three/extra.txt" || fail "the files did not come"
jq -e '.resources | length == 2' "$three/metadata.json" >/dev/null || fail "the resource is not named"

# the portal's table was edited row by row: rows come by name alone, and only what differs changes in the file
run 0 banchi publish "$one"
id=$(id_of "$one")
call datastore_upsert "{\"resource_id\": \"$id\", \"method\": \"upsert\", \"force\": true, \"records\": [{\"sex\": \"ชาย\", \"employees\": 20177, \"share_percent\": 59.14}, {\"sex\": \"อื่น\", \"employees\": 1, \"share_percent\": 0}]}"
cp "$one/$one.csv" "$work/rows-before"
run 4 banchi pull "$one"
says "$one.csv/rows"
cmp -s "$one/$one.csv" "$work/rows-before" || fail "rows came unasked"
run 0 banchi pull "$one" --take-portal "$one.csv/rows"
printf 'sex,employees,share_percent\nหญิง,13941,40.86\nชาย,20177,59.14\nอื่น,1,0\n' | cmp - "$one/$one.csv" || { cat "$one/$one.csv"; fail "other rows than the portal's"; }
run 2 banchi pull "$three" --take-portal no-such-field
complains 'no-such-field'
