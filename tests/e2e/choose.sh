# What a colleague changed on the portal waits for a choice: taken into the file, with its layout, or kept as the file has it.
one=permanent-employees-by-sex
two=permanent-employees-by-agency
start_portal
run 0 banchi publish "$one" "$two"
cp "$one/metadata.json" "$work/before"
call package_patch '{"id": "'"$one"'", "notes": "แก้บนพอร์ทัล", "version": "2"}'
call package_patch '{"id": "'"$two"'", "title": "แก้บนพอร์ทัล"}'
run 4 banchi plan "$one" --json
jq -e '.changes[0].fields | map([.field, .way, .conflict]) == [["notes", "theirs", true], ["version", "theirs", true]]' "$work/out" >/dev/null ||
    fail "the ways are not told"
run 2 banchi plan "$one" --take-portal nots
complains 'called "nots"'
cmp -s "$one/metadata.json" "$work/before" || fail "a wrong name changed the file"
run 4 banchi plan --take-portal notes "$one"
complains "notes is now as the portal has it"
diff "$one/metadata.json" "$work/before" | grep -c '^[<>]' >"$work/lines"
[ "$(cat "$work/lines")" -eq 2 ] || fail "more than the one line changed"
says 'version'
run 0 banchi publish "$one" --take-portal version
says 'unchanged'
run 4 banchi publish "$two"
run 0 banchi plan "$two" --keep-mine title
says 'but yours is kept'
run 0 banchi publish "$two" --keep-mine title
says '1 published'
run 0 banchi plan --exit-code "$one" "$two"
# a text of the resource, named by its file
id=$(curl -s "$url/api/3/action/package_show?id=$one" | jq -r '.result.resources[0].id')
call resource_patch '{"id": "'"$id"'", "description": "คำอธิบายใหม่"}'
run 4 banchi publish "$one"
run 0 banchi plan --exit-code "$one" --take-portal "$one.csv/description"
grep -q 'คำอธิบายใหม่' "$one/metadata.json" || fail "the description was not taken"
