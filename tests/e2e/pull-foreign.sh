# Datasets that others made by hand on a portal: no hashes, no dictionaries, Thai names of files, names given twice, links,
# no format, extras and groups of others. All come, nothing of it is a change afterwards, and a publish loses nothing of others.
upload() { # DATASET FILE NAME [FIELD=VALUE...]
    dataset=$1 file=$2 name=$3
    shift 3
    for field; do set -- "$@" -F "$field"; shift; done
    curl -s -H "Authorization: $token" -F "package_id=$dataset" -F "upload=@$file;filename=$name" "$@" "$url/api/3/action/resource_create" >"$work/answer"
    jq -e .success "$work/answer" >/dev/null || { cat "$work/answer"; fail "the portal refused $name"; }
}
start_portal --stock
rm -rf [a-z]*-* publish.lock.json
jq --arg url "$url" '.portals = {"far": {"url": $url}} | .default_portal = "far" | .profile = "ckan"' catalog.json >"$work/c" && mv "$work/c" catalog.json
export CKAN_API_TOKEN_FAR="$token"
printf 'code,จำนวน,วันที่\nA,"1,000",2024-01-31\nB,12,2024-02-29\n' >"$work/table.csv"
printf 'a,b\n1\n' >"$work/ragged.csv"
printf 'hello\n' >"$work/note.txt"
call organization_create '{"name": "bma-csc", "title": "สำนักงาน"}'
call organization_create '{"name": "others"}'
call group_create '{"name": "people"}'
call package_create '{"name": "by-hand", "title": "ชุดข้อมูลที่ทำด้วยมือ", "owner_org": "bma-csc", "notes": "x", "tags": [{"name": "hr"}],
    "extras": [{"key": "somebodys", "value": "own"}], "groups": [{"name": "people"}]}'
upload by-hand "$work/table.csv" 'ตาราง.csv' name=ตาราง format=CSV
upload by-hand "$work/table.csv" 'ตาราง.csv' name=ตาราง format=CSV
upload by-hand "$work/ragged.csv" 'ragged.csv' name=ragged
upload by-hand "$work/note.txt" '../../etc/metadata.json' name=note
call resource_create '{"package_id": "by-hand", "name": "link", "url": "https://example.org/a.csv", "format": "CSV", "colour": "green"}'
call resource_create '{"package_id": "by-hand", "name": "same link", "url": "https://example.org/a.csv"}'
call package_create '{"name": "of-others", "owner_org": "others", "title": "Theirs"}'
call package_create '{"name": "hidden", "owner_org": "bma-csc", "title": "Hidden", "private": true}'
id=$(curl -s "$url/api/3/action/package_show?id=by-hand" | jq -r '.result.resources[0].id')
call datastore_create "{\"resource_id\": \"$id\", \"force\": true, \"fields\": [{\"id\": \"code\", \"type\": \"text\", \"info\": {\"label\": \"รหัส\", \"notes\": \"รหัสหน่วยงาน\"}},
    {\"id\": \"จำนวน\", \"type\": \"text\"}, {\"id\": \"วันที่\", \"type\": \"timestamp\"}],
    \"records\": [{\"code\": \"A\", \"จำนวน\": \"1,000\", \"วันที่\": \"2024-01-31\"}, {\"code\": \"B\", \"จำนวน\": \"12\", \"วันที่\": \"2024-02-29\"}]}"

# without a token the private one is not seen
token_kept=$CKAN_API_TOKEN_FAR
unset CKAN_API_TOKEN_FAR
run 0 banchi pull
says '1 pulled'
says 'left to the portal'
says '2 items (extras, groups) are not'
says 'dictionary drafted'
export CKAN_API_TOKEN_FAR="$token_kept"
run 0 banchi pull
says 'hidden: pulled'
says '1 pulled, 0 brought up to date, 1 unchanged'
run 0 banchi plan --exit-code hidden
run 1 banchi plan --exit-code # one of the tables is ragged, as it is on the portal

ls by-hand >"$work/names"
cat "$work/names"
[ "$(cat "$work/names" | tr '\n' ' ')" = "by-hand-2.csv by-hand-2.dictionary.json by-hand.csv by-hand.dictionary.json metadata-2.json metadata.json ragged.csv ragged.dictionary.json " ] ||
    { cat "$work/names"; fail "other names of files"; }
cmp -s "$work/table.csv" by-hand/by-hand.csv && cmp -s "$work/note.txt" by-hand/metadata-2.json || fail "other bytes"
jq -e '.fields[0].title == "รหัส" and .fields[0].description == "รหัสหน่วยงาน" and (.fields | length) == 3' by-hand/by-hand.dictionary.json >/dev/null ||
    { cat by-hand/by-hand.dictionary.json; fail "the words of the portal are not in the draft"; }
jq -e '(.resources | length) == 5 and .resources[4].url == "https://example.org/a.csv" and (has("extras") | not)' by-hand/metadata.json >/dev/null ||
    { cat by-hand/metadata.json; fail "other resources"; }

# one value changed: a publish sends that alone, and what is others' stays
rm -r by-hand/ragged.dictionary.json # `validate` would rightly refuse the table
sed -i 's/"notes": "x"/"notes": "y"/' by-hand/metadata.json
run 1 banchi publish by-hand # the ragged table
jq 'del(.resources[2])' by-hand/metadata.json >"$work/c" && mv "$work/c" by-hand/metadata.json
run 0 banchi publish by-hand --allow remove-resource
curl -s "$url/api/3/action/package_show?id=by-hand" | jq .result >"$work/shown"
jq -e '.notes == "y" and .extras == [{"key": "somebodys", "value": "own"}] and .groups[0].name == "people" and (.resources | length) == 5
    and ([.resources[] | select(.colour == "green")] | length) == 1 and ([.resources[].name] | index("same link")) != null' "$work/shown" >/dev/null ||
    { cat "$work/shown"; fail "something of others is lost"; }
curl -s "$url/api/3/action/datastore_search?resource_id=$id" | jq -e '.result.total == 2 and .result.fields[1].info.label == "รหัส"' >/dev/null || fail "the table was touched"
run 0 banchi plan --exit-code
run 0 banchi pull
says '0 pulled, 0 brought up to date, 2 unchanged'

# a draft that a person has mended goes to the portal, with the table
sed -i 's/"รหัสหน่วยงาน"/"รหัสของหน่วยงาน"/' by-hand/by-hand.dictionary.json
run 0 banchi publish by-hand
curl -s "$url/api/3/action/datastore_search?resource_id=$id" | jq -e '.result.fields[1].info.notes == "รหัสของหน่วยงาน"' >/dev/null || fail "the dictionary was not sent"
run 0 banchi plan --exit-code

# what belongs to another organization comes when it is named; where all is published to one, it does not
run 0 banchi pull of-others
grep -q '"owner_org": "others"' of-others/metadata.json || fail "whose is it"
run 0 banchi plan --exit-code of-others
rm -r of-others
run 2 banchi pull --organization nobody
complains 'no organization'
run 0 banchi pull --organization others
says '1 pulled'
rm -r of-others
jq '.portals.far.organization = "bma-csc"' catalog.json >"$work/c" && mv "$work/c" catalog.json
run 2 banchi pull of-others
says 'a publish would move it there'
[ ! -e of-others ] || fail "it was taken all the same"
run 2 banchi pull not-there
says 'no dataset of this name'
