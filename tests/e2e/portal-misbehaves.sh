# A portal that misbehaves: what was not carried out, or not seen, is never called published; afterwards all can be mended by publishing.
# The whole table of faults is `make faults`.
one=permanent-employees-by-sex
run 2 banchi portal --fault no-such-fault
complains 'no such kind'
start_portal --fault drop-after:package_create:1,502-after:datastore_create:1,truncated:download:1,datapusher=200
run 0 banchi publish "$one" --json
says '"published": 1'
id=$(curl -s "$url/api/3/action/package_show?id=$one" | jq -r '.result.resources[0].id')
curl -s "$url/api/3/action/datastore_search?resource_id=$id" | jq -e '.result.fields[1].info.label == "เพศ"' >/dev/null ||
    fail "the portal's own loading came last"
stop_portal
: >"$work/portal.out"
start_portal --fault html:write
sed -i 's/"version": "[^"]*"/"version": "9"/; s/"name": "permanent-employees-by-sex",/&\n  "version": "9",/' "$one/metadata.json"
run 5 banchi publish "$one" --json
says '"unknown": 1'
stop_portal
run 0 banchi publish "$one" --json
says '"published": 1'
