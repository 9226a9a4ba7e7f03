# Tables of other dialects than plain CSV: the DataStore gets the rows and columns that the dialect says, what is read
# back is equal, and the second time nothing is written.
mkdir dialects
jq '.name = "dialects" | .title = "ตารางหลายแบบ" | .tags = ["dialects"] | del(.first_year_of_data, .last_year_of_data,
    .unit_of_measure, .last_updated_date) | .resources = [
    {upload: "semicolon.csv", name: "ก", description: "ก", format: "CSV"}, {upload: "tabs.tsv", name: "ข", description: "ข", format: "TSV"},
    {upload: "report.csv", name: "ค", description: "ค", format: "CSV"}, {upload: "bare.csv", name: "ง", description: "ง", format: "CSV"}]' \
    permanent-employees-by-sex/metadata.json >dialects/metadata.json
dictionary() { # TABLE DIALECT
    jq -n --argjson dialect "$2" '{fields: [{name: "agency", title: "หน่วยงาน", description: "ชื่อ", type: "string"},
        {name: "employees", title: "จำนวน", description: "จำนวน", type: "integer"}], primaryKey: ["agency"], dialect: $dialect}' \
        >"dialects/$1.dictionary.json"
}
dictionary semicolon '{"delimiter": ";", "nullSequence": "NA"}'
printf 'agency;employees\r\n"กอง; ก";12\r\nกอง ข, ค;NA\r\n' >dialects/semicolon.csv
dictionary tabs '{"quoteChar": "|"}'
printf 'agency\temployees\n5" กว้าง\t12\n|กอง\tข|\t13\n' >dialects/tabs.tsv
dictionary report '{"headerRows": [2, 3], "headerJoin": "", "commentChar": "#", "skipInitialSpace": true, "escapeChar": "\\"}'
printf '%s\n' 'รายงาน "ประจำปี"' 'agen, employ' 'cy, ees' 'กอง\, ก, 12' '# ไม่นับ, 99' 'กอง ข, 13' >dialects/report.csv
dictionary bare '{"header": false, "lineTerminator": "|"}'
printf 'กอง ก,12|กอง ข,13|' >dialects/bare.csv

start_portal
run 0 banchi validate dialects
run 0 banchi publish dialects --json
says '"outcome": "published"'
call package_show '{"id": "dialects"}'
cp "$work/answer" "$work/shown"
for pair in 'semicolon.csv=[["กอง; ก",12],["กอง ข, ค",null]]' 'tabs.tsv=[["5\" กว้าง",12],["กอง\tข",13]]' \
    'report.csv=[["กอง, ก",12],["กอง ข",13]]' 'bare.csv=[["กอง ก",12],["กอง ข",13]]'; do
    file=${pair%%=*}
    id=$(jq -r --arg file "$file" '.result.resources[] | select(.url | endswith($file)) | .id' "$work/shown")
    call datastore_search "{\"resource_id\": \"$id\", \"sort\": \"_id\"}"
    rows=$(jq -c '[.result.records[] | [.agency, (.employees | if . == null then null else tonumber end)]]' "$work/answer")
    [ "$rows" = "${pair#*=}" ] || fail "$file: $rows"
done
run 0 banchi publish dialects --json
says '"outcome": "unchanged"'
says '"writes": 0'

# A row that differs is sent alone, by the same dialect.
sed -i 's/กอง ข, 13/กอง ข, 14/' dialects/report.csv
run 0 banchi publish dialects --verbose
complains datastore_upsert
run 0 banchi publish dialects --json
says '"writes": 0'

# The dialect is what cells are told apart by: with another one the same bytes are another table.
jq '.dialect.delimiter = ";"' dialects/semicolon.dictionary.json >"$work/d" && jq '.dialect.delimiter = "|"' "$work/d" >dialects/semicolon.dictionary.json
run 1 banchi publish dialects
says D120
