# A table with every type of Table Schema and its odd spellings: what is published is read back equal, and the second
# time nothing is written. What the portal shows is compared with every-type/shown.json, cell by cell.
add_table() { # a dataset of its own for the table
    mkdir every-type
    cp "$HERE"/every-type/every-type.* every-type/
    jq '.name = "every-type" | .title = "ตารางทุกชนิดข้อมูล" | del(.first_year_of_data, .last_year_of_data, .unit_of_measure,
        .last_updated_date) | .resources = [{upload: "every-type.csv", name: "ก", description: "ก", format: "CSV"}] | .tags = ["types"]' \
        permanent-employees-by-sex/metadata.json >every-type/metadata.json
}
add_table
for kind in "" --stock; do
    start_portal $kind --reset
    run 0 banchi publish every-type --json
    says '"outcome": "published"'
    run 0 banchi publish every-type --json
    says '"outcome": "unchanged"'
    says '"writes": 0'
    call package_show '{"id": "every-type"}'
    id=$(jq -r '.result.resources[0].id' "$work/answer")
    call datastore_search "{\"resource_id\": \"$id\", \"sort\": \"key\"}"
    jq -S '[.result.records[] | del(._id)]' "$work/answer" >"$work/shown"
    jq -S . "$HERE/every-type/shown.json" >"$work/wanted"
    diff "$work/wanted" "$work/shown" || fail "the portal shows something else"
    jq -c '[.result.fields[] | select(.id != "_id") | [.id, .type]] | map(join(" ")) | join(", ")' "$work/answer" >"$work/types"
    grep -q 'key int4, text text, small int4, large numeric, grouped numeric, number numeric, german numeric, percent numeric, truth bool' \
        "$work/types" || { cat "$work/types"; fail "other types"; }
    stop_portal
    rm -rf .banchi
done
