# With "fieldsMatch": ["equal"] a table has its columns in another order than the dictionary, and is published all the
# same: by name, in the dictionary's order. The rows come from the file that was checked, also when another one takes
# its name.
table=permanent-employees-by-sex/permanent-employees-by-sex
jq '.fieldsMatch = ["equal"]' "$table.dictionary.json" >m && mv m "$table.dictionary.json"
awk -F, '{print $3 "," $1 "," $2}' "$table.csv" >m && mv m "$table.csv"
start_portal
run 0 banchi publish permanent-employees-by-sex
call package_show '{"id": "permanent-employees-by-sex"}'
id=$(jq -r '.result.resources[0].id' "$work/answer")
call datastore_search "{\"resource_id\": \"$id\", \"sort\": \"_id\"}"
jq -c '.result.records[0] | del(._id)' "$work/answer" >"$work/out"
says '^{"sex":"ชาย","employees":20178,"share_percent":59.14}$'
run 0 banchi publish permanent-employees-by-sex --json
says '"writes": 0'
