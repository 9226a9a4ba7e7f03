# A file that is larger than the portal takes is refused before it is sent: by the limit that catalog.json says, or by what was learnt.
one=permanent-employees-by-sex
start_portal
yes 'ordinary line of text' | head -c 11000000 >"$one/large.txt"
jq '.resources += [{upload: "large.txt", name: "ใหญ่", description: "ใหญ่", format: "TXT"}]' "$one/metadata.json" >"$work/new" && cp "$work/new" "$one/metadata.json"
run 1 banchi publish "$one" --json
says 'ckan.max_resource_size is 10485760'
says '"writes": 0'
jq '.portals.city = {url: "'"$url"'", create_organization: true}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
export CKAN_API_TOKEN_CITY="$token"
run 1 banchi publish "$one" --portal city --json
says '"refused": 1'
grep -q '11000000' .banchi/upload-limits.json || fail "nothing was learnt"
run 1 banchi publish "$one" --portal city --json
says 'upload-limits.json'
says '"writes": 0'
jq '.portals.city.max_upload_mib = 5' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
run 0 banchi plan "$one" --portal city
says 'max_upload_mib is 5242880'
