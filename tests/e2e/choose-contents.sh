# What lies behind the metadata is chosen likewise: bytes of a file, rows and dictionary of its table, the order of resources.
one=anti-corruption-activities-2564
a=$one/anti-corruption-activities-2564.csv
b=anti-corruption-outcomes-2564.csv
start_portal
run 0 banchi publish "$one"
show() { curl -s "$url/api/3/action/package_show?id=$one" | jq .result; }
first=$(show | jq -r '.resources[0].id')
second=$(show | jq -r '.resources[1].id')

# the order
call package_resource_reorder '{"id": "'"$one"'", "order": ["'"$second"'", "'"$first"'"]}'
cp "$one/metadata.json" "$work/before"
run 4 banchi plan "$one"
run 0 banchi plan "$one" --keep-mine resources
run 0 banchi plan --exit-code "$one" --take-portal resources
complains "resources is now as the portal has it"
jq -e '.resources | map(.upload) | .[0] == "'"$b"'"' "$one/metadata.json" >/dev/null || fail "the order was not taken"
sort "$work/before" | tr -d ', ' >"$work/a"
sort "$one/metadata.json" | tr -d ', ' >"$work/b"
cmp -s "$work/a" "$work/b" || fail "more than the order changed"
run 0 banchi publish "$one"

# the bytes of a file
sed '$d' "$a" >"$work/shorter.csv"
curl -s -H "Authorization: $token" -F "id=$first" -F "hash=$(sha256sum <"$work/shorter.csv" | cut -d' ' -f1)" \
    -F "upload=@$work/shorter.csv;filename=${a#*/}" "$url/api/3/action/resource_patch" | jq -e .success >/dev/null || fail "not replaced"
cp "$a" "$work/a-before"
run 4 banchi plan "$one" --json
run 2 banchi plan "$one" --take-portal "${a#*/}/hash"
complains 'by itself'
cmp -s "$a" "$work/a-before" || fail "it was written all the same"
run 0 banchi plan "$one" --keep-mine "${a#*/}/file,${a#*/}/hash"
run 0 banchi plan "$one" --take-portal "${a#*/}/file"
cmp -s "$a" "$work/shorter.csv" || fail "the bytes were not taken"
[ ! -e "$a.original" ] || fail "what the lock knows is kept beside it"
run 0 banchi publish "$one"
run 0 banchi plan --exit-code "$one"

# somebody made a link of the file: the portal has none then, which is told and not asked for
call resource_patch "{\"id\": \"$first\", \"url\": \"https://example.org/elsewhere.csv\", \"url_type\": \"\", \"hash\": \"\"}"
run 4 banchi plan "$one"
says "${a#*/}"
run 0 banchi plan "$one" --keep-mine "${a#*/}/file,${a#*/}/hash"
run 0 banchi publish "$one" --keep-mine "${a#*/}/file,${a#*/}/hash"
run 0 banchi plan --exit-code "$one"
show | jq -e '.resources[0].url_type == "upload"' >/dev/null || fail "the file is not there again"

# both changed: by name the portal's comes, and mine is kept beside it
curl -s -H "Authorization: $token" -F "id=$first" -F "hash=$(sha256sum <"$work/a-before" | cut -d' ' -f1)" \
    -F "upload=@$work/a-before;filename=${a#*/}" "$url/api/3/action/resource_patch" | jq -e .success >/dev/null || fail "not replaced"
sed -i '$d' "$a"
cp "$a" "$work/mine"
run 4 banchi plan "$one"
run 0 banchi plan "$one" --take-portal "${a#*/}/file"
cmp -s "$a" "$work/a-before" && cmp -s "$a.original" "$work/mine" || fail "mine is not kept"
run 0 banchi publish "$one"

# the dictionary, and the rows
curl -s "$url/api/3/action/datastore_search?resource_id=$second&limit=1" | jq '[.result.fields[] | select(.id != "_id") | {id, type, info}]' >"$work/fields"
call datastore_create "{\"resource_id\": \"$second\", \"force\": true, \"fields\": $(jq -c '.[1].info.label = "ชื่อใหม่"' "$work/fields")}"
run 4 banchi plan "$one"
says 'dictionary'
run 0 banchi plan "$one" --keep-mine "$b/dictionary"
run 0 banchi plan "$one" --take-portal "$b/dictionary"
jq -e '.fields[1].title == "ชื่อใหม่"' "$one/${b%.csv}.dictionary.json" >/dev/null || fail "the dictionary was not taken"
run 0 banchi publish "$one" # the label stands twice on the portal: in our own copy of the field, too, from now on
run 0 banchi plan --exit-code "$one"
call datastore_delete "{\"resource_id\": \"$second\", \"force\": true, \"filters\": {\"_id\": 1}}"
sed '2d' "$one/$b" >"$work/wanted.csv"
run 4 banchi plan "$one"
run 0 banchi plan "$one" --keep-mine "$b/rows"
run 3 banchi plan --exit-code "$one" --take-portal "$b/rows" # the rows are the same now, the file is to follow
cmp -s "$one/$b" "$work/wanted.csv" || { diff "$one/$b" "$work/wanted.csv"; fail "the rows were not taken"; }
