# verify: whether the portal serves what was published, to the row; it only reads, and the files here do not matter.
one=permanent-employees-by-sex
two=permanent-employees-by-agency
start_portal
jq '.portals.city = {url: "'"$url"'", create_organization: true, max_upload_mib: 10}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
export CKAN_API_TOKEN_CITY="$token"
run 2 banchi verify --portal city
complains 'nothing to verify'
run 0 banchi publish --portal city
reads() { ! grep -v -q 'GET \|status_show\|scheming_dataset_schema_show\|package_show\|datastore_search' "$work/err" || { cat "$work/err"; fail "something else than reading"; }; }
same() {
    run 0 banchi verify --portal city --verbose "$@"
    reads
}
same
says '12 as published, 0 not, 0 could not'
says '605 rows read'
run 0 banchi verify --portal city --quiet
[ ! -s "$work/out" ] && [ ! -s "$work/err" ] || fail "not quiet"
run 2 banchi verify --portal city "$one" never-published
complains 'was never published'
# what breaks off is asked again; what fails is never called the same
again() { # OPTION...: the same portal, its data kept
    stop_portal
    : >"$work/portal.out"
    start_portal --port "${url##*:}" "$@"
    export CKAN_API_TOKEN_CITY="$token"
}
again --fault truncated:download:1,502:datastore_search:1,drop-before:package_show:2
same
for fault in 500:package_show:3 500-html:datastore_search:2 html:download:1 redirect:download:2; do
    again --fault "$fault"
    run 5 banchi verify --portal city --json
    jq -e '.counts | .same == 11 and .failed == 1' "$work/out" >/dev/null || { cat "$work/out"; fail "$fault"; }
done
again
# anybody may look, but not at what is private
private=$(jq -r 'select(.private) | .name' */metadata.json | head -n 1)
for token_there in '' wrong-0123456789abcdef; do
    CKAN_API_TOKEN_CITY=$token_there run 0 banchi verify --portal city "$one"
    CKAN_API_TOKEN_CITY=$token_there run 6 banchi verify --portal city "$private"
done
# what changes here does not matter, nor whether it is valid
cp "$one/metadata.json" "$work/kept.json"
sed -i 's/"title": "/"title": "อื่น /; s/"private": false/"private": "no"/' "$one/metadata.json"
echo 'broken' >>"$one/$one.csv"
mv "$two" "$work/two"
same
mv "$work/two" "$two"
cp "$work/kept.json" "$one/metadata.json"
sed -i '$d' "$one/$one.csv"

call package_show '{"id": "'"$one"'"}'
id=$(jq -r .result.id "$work/answer")
resource=$(jq -r '.result.resources[0].id' "$work/answer")
modified=$(jq -r .result.metadata_modified "$work/answer")
check() { # FILTER
    run 4 banchi verify --portal city --json --verbose
    jq -e '.datasets | map(select(.state != "same")) | length == 1 and (.[0] | '"$1"')' "$work/out" >/dev/null || { cat "$work/out"; fail "not seen: $1"; }
    jq -e '.counts.same == 11' "$work/out" >/dev/null || fail "others differ"
    reads
    run 4 banchi verify --portal city --quiet "$one"
    says "$one: "
}
# rows that somebody edits move no dataset
call datastore_upsert '{"resource_id": "'"$resource"'", "force": true, "method": "insert", "records": [{"sex": "อื่น", "employees": 1}]}'
call package_show '{"id": "'"$one"'"}'
[ "$(jq -r .result.metadata_modified "$work/answer")" = "$modified" ] || fail "the dataset moved: the test tests nothing"
check '.differences == [{"kind": "rows", "file": "'"$one"'.csv", "published": 2, "there": 3}]'
# one value, the number of rows as before
call datastore_delete '{"resource_id": "'"$resource"'", "force": true, "filters": {"sex": "อื่น"}}'
same "$one"
call datastore_search '{"resource_id": "'"$resource"'"}'
first=$(jq '.result.records[0]._id' "$work/answer")
value=$(jq '.result.records[0].employees' "$work/answer")
row=$(jq -c '.result.records[0] | del(._id)' "$work/answer")
call datastore_delete '{"resource_id": "'"$resource"'", "force": true, "filters": {"_id": '"$first"'}}'
call datastore_upsert '{"resource_id": "'"$resource"'", "force": true, "method": "insert", "records": ['"$(echo "$row" | jq -c '.employees = '"$value"' + 1')"']}'
check '.differences == [{"kind": "rows", "file": "'"$one"'.csv", "published": 2, "there": 2}]'
call datastore_delete '{"resource_id": "'"$resource"'", "force": true, "filters": {"employees": '"$((value + 1))"'}}'
call datastore_upsert '{"resource_id": "'"$resource"'", "force": true, "method": "insert", "records": ['"$row"']}'
same
# a label
call datastore_search '{"resource_id": "'"$resource"'", "limit": 0}'
fields=$(jq -c '[.result.fields[] | select(.id != "_id")]' "$work/answer")
call datastore_create '{"resource_id": "'"$resource"'", "force": true, "fields": '"$(echo "$fields" | jq -c '.[0].info.label = "อื่น"')"'}'
check '.differences | length == 1 and .[0].kind == "dictionary"'
call datastore_create '{"resource_id": "'"$resource"'", "force": true, "fields": '"$fields"'}'
same
# a change that is taken back is none; what others put beside it is theirs
call package_show '{"id": "'"$one"'"}'
title=$(jq .result.title "$work/answer")
call package_patch '{"id": "'"$id"'", "title": "อื่น", "version": "9"}'
check '[.differences[] | .field] == ["title", "version"] and .differences[0].now == "อื่น" and .differences[1].now == "9"'
run 4 banchi verify --portal city "$one"
says 'title is another: the portal has "อื่น"'
run 0 banchi publish --portal city "$one" --keep-mine title,version
same
call resource_create '{"package_id": "'"$id"'", "name": "of others", "url": "https://example.org/other"}'
same
# the file: other bytes under the same name
printf 'other,bytes\n' >"$work/$one.csv"
curl -s -H "Authorization: $token" -F "id=$resource" -F "upload=@$work/$one.csv" "$url/api/3/action/resource_patch" >"$work/answer"
check '[.differences[].kind] | index("file") != null'
run 0 banchi publish --portal city "$one" --keep-mine "$one.csv/file,$one.csv/url,resources"
same
# private, gone
call package_patch '{"id": "'"$id"'", "private": true}'
check '.differences == [{"kind": "field", "field": "private", "now": true}]'
CKAN_API_TOKEN_CITY='' run 4 banchi verify --portal city "$one"
says 'not shown to the public any more'
call package_patch '{"id": "'"$id"'", "private": false}'
same
call resource_delete '{"id": "'"$resource"'"}'
check '.differences == [{"kind": "resource", "file": "'"$one"'.csv"}]'
call package_delete '{"id": "'"$id"'"}'
check '.state == "gone"'
# the portal is down
stop_portal
run 5 banchi verify --portal city
run 5 banchi verify --portal city --json --quiet
jq -e '.problem != null and .counts.same == 0' "$work/out" >/dev/null || fail "no problem"
# the sandbox
run 0 banchi publish --portal sandbox
run 0 banchi verify --portal sandbox
says '12 as published'
