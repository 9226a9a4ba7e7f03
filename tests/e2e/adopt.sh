# A dataset that somebody made on the portal by hand is taken over: its id and those of its resources stay.
one=permanent-employees-by-sex
start_portal
call organization_create '{"name": "bma-csc"}'
jq '. + {title: "ทำด้วยมือ", author: "ผู้อื่น", tags: (.tags | map({name: .})), resources: [{name: "ของผู้อื่น", url: "https://example.org/x", format: "HTML"}]}
    | del(."$schema")' "$one/metadata.json" >"$work/made"
call package_create @"$work/made"
id=$(jq -r .result.id "$work/answer")
name=$(jq -r '.resources[0].name' "$one/metadata.json")
for n in 1 2; do
    curl -s -H "Authorization: $token" -F "package_id=$id" -F "name=$name" -F format=CSV -F "upload=@$one/$one.csv;filename=table$n.csv" \
        "$url/api/3/action/resource_create" >"$work/resource$n"
done
first=$(jq -r .result.id "$work/resource1")
second=$(jq -r .result.id "$work/resource2")
run 4 banchi publish "$one"
run 2 banchi adopt "$one"
says 'NOT adopted'
says "match $one.csv=$second"
run 2 banchi adopt "$one" --match "$one.csv"
complains 'FILE=ID'
run 2 banchi adopt "$one" --match "$one.csv=$id"
complains 'no resource with the id'
run 2 banchi adopt "$one" --match "other.csv=$second"
complains 'none of these datasets has a file'
# on a terminal it asks: what is no number of the list is asked again, 0 is none of them
if command -v script >/dev/null; then
    printf 'x\n9\n2\n' | TERM=dumb script -qec "$BUILD/banchi adopt $one" /dev/null >"$work/out"
    says "which of the portal's resources is $one.csv?"
    says "$one.csv = $second"
    rm -rf .banchi/sandbox/publish.lock.json
fi
run 0 banchi adopt "$one" --match "$one.csv=$second"
says "$one.csv = $second"
run 2 banchi adopt "$one"
complains 'nothing to adopt'
run 2 banchi adopt permanent-employees-by-agency
complains 'publish it instead'
run 0 banchi plan "$one" --json
jq -e '.changes[0].action == "update" and all(.changes[0].fields[]; .way == "mine") and .changes[0].resources[0].action == "update"' "$work/out" >/dev/null ||
    fail "not all of it is mine"
run 0 banchi publish "$one"
says '1 published'
call package_show '{"id": "'"$one"'"}'
jq -e --arg first "$first" --arg second "$second" --arg id "$id" \
    '.result | .id == $id and (.resources | length) == 3 and (.resources | map(.id) | contains([$first, $second]))' "$work/answer" >/dev/null ||
    fail "ids were lost"
run 0 banchi plan --exit-code "$one"
