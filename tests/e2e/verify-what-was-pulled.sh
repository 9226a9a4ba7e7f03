# What was pulled is verified as what was published is, also where others made it, without dictionaries and hashes, on a plain CKAN.
start_portal --stock
export CKAN_API_TOKEN_CITY="$token"
call organization_create '{"name": "bma-csc"}'
call package_create '{"name": "by-hand", "title": "By hand", "owner_org": "bma-csc", "tags": [{"name": "hr"}], "resources": [{"name": "A link", "url": "https://example.org/a.pdf"}]}'
id=$(jq -r .result.id "$work/answer")
printf 'name,count\nก,1\nข,22\n' >"$work/table.csv"
curl -s -H "Authorization: $token" -F "package_id=$id" -F "name=A table" -F "upload=@$work/table.csv" "$url/api/3/action/resource_create" >"$work/answer"
resource=$(jq -r .result.id "$work/answer")
call datastore_create '{"resource_id": "'"$resource"'", "force": true, "fields": [{"id": "name", "type": "text"}, {"id": "count", "type": "int"}], "records": [{"name": "ก", "count": 1}, {"name": "ข", "count": 22}]}'
mkdir "$work/pulled" && cd "$work/pulled" || exit 1
run 0 banchi init --name bma-csc --title 'สำนักงาน'
jq '.profile = "ckan" | .portals.city = {url: "'"$url"'"} | .default_portal = "city"' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
run 0 banchi pull
run 0 banchi verify
says '1 as published'
call datastore_upsert '{"resource_id": "'"$resource"'", "force": true, "method": "insert", "records": [{"name": "ค", "count": 3}]}'
run 4 banchi verify --json
jq -e '.datasets[0].differences | length == 1 and .[0].kind == "rows"' "$work/out" >/dev/null || { cat "$work/out"; fail "the rows"; }
call datastore_delete '{"resource_id": "'"$resource"'", "force": true, "filters": {"name": "ค"}}'
run 0 banchi verify
# extras that no file has are others'
call package_patch '{"id": "'"$id"'", "extras": [{"key": "of-others", "value": "x"}]}'
run 0 banchi verify
call package_patch '{"id": "'"$id"'", "title": "Another", "tags": [{"name": "hr"}, {"name": "more"}]}'
run 4 banchi verify --json
[ "$(jq -c '[.datasets[0].differences[].field]' "$work/out")" = '["title","tags"]' ] || { cat "$work/out"; fail "the fields"; }
