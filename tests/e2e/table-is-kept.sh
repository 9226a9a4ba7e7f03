# What changed decides what is sent: a label never drops a table, nor do rows; only other columns do.
table=permanent-employees-by-sex/permanent-employees-by-sex
start_portal
run 0 banchi publish permanent-employees-by-sex
call package_show '{"id": "permanent-employees-by-sex"}'
id=$(jq -r '.result.resources[0].id' "$work/answer")
writes() { sed -n 's/.*\(datastore_[a-z]*\|package_[a-z]*\|resource_[a-z]*\).*/\1/p' "$work/err" | grep -v -e _search -e _show -e _list | tr '\n' ' '; }
first_row() {
    call datastore_search "{\"resource_id\": \"$id\", \"limit\": 1, \"sort\": \"_id\"}"
    jq -r '.result.records[0]._id' "$work/answer"
}
row=$(first_row)

# A label: the fields alone are sent, and the rows are the same rows.
sed -i '0,/"title": "[^"]*"/s//"title": "เพศของลูกจ้าง"/' "$table.dictionary.json"
run 0 banchi publish permanent-employees-by-sex --verbose
[ "$(writes)" = "datastore_create " ] || { cat "$work/err"; fail "a label: $(writes)"; }
[ "$(first_row)" = "$row" ] || fail "a label: the rows were made anew"
call datastore_search "{\"resource_id\": \"$id\", \"limit\": 0}"
[ "$(jq -r '.result.fields[1].info.label' "$work/answer")" = "เพศของลูกจ้าง" ] || fail "the label did not arrive"

# A row: they are deleted and sent anew, the resource keeps its id.
sed -i 's/20178/20177/; s/13941/13942/' "$table.csv"
run 0 banchi publish permanent-employees-by-sex --verbose
[ "$(writes)" = "package_revise datastore_delete datastore_create " ] || { cat "$work/err"; fail "a row: $(writes)"; }
call package_show '{"id": "permanent-employees-by-sex"}'
[ "$(jq -r '.result.resources[0].id' "$work/answer")" = "$id" ] || fail "the resource has another id"
[ "$(jq -r '.result.resources[0].datastore_active' "$work/answer")" = true ] || fail "the table counts as gone"
[ "$(first_row)" -gt "$row" ] || fail "the table was dropped, not emptied: its rows are counted from the beginning"

# Another type: the table is made anew.
sed -i 's/"maximum": 34119/"maximum": 34119000000/' "$table.dictionary.json"
run 0 banchi publish permanent-employees-by-sex
[ "$(first_row)" = 1 ] || fail "the table was not made anew"
call datastore_search "{\"resource_id\": \"$id\", \"limit\": 0}"
[ "$(jq -r '.result.fields[2].type' "$work/answer")" = numeric ] || fail "the type stayed"
run 0 banchi publish permanent-employees-by-sex --json
says '"writes": 0'
