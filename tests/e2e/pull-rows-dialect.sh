# Rows that were edited on the portal come into a table that is no plain CSV as its dialect has it: titles above the header
# stay, cells are separated and quoted likewise, no value is the first text that stands for none.
mkdir rows
jq '.name = "rows" | .title = "แถวจากพอร์ทัล" | .tags = ["dialects"] | del(.first_year_of_data, .last_year_of_data,
    .unit_of_measure, .last_updated_date) | .resources = [{upload: "rows.csv", name: "ก", description: "ก", format: "CSV"}]' \
    permanent-employees-by-sex/metadata.json >rows/metadata.json
jq -n '{fields: [{name: "agency", title: "หน่วยงาน", description: "ชื่อ", type: "string"},
    {name: "employees", title: "จำนวน", description: "จำนวน", type: "integer"}], primaryKey: ["agency"],
    missingValues: [{value: "-", label: "ไม่ตอบ"}, "--"],
    dialect: {delimiter: ";", quoteChar: "'"'"'", headerRows: [3], skipInitialSpace: true}}' >rows/rows.dictionary.json
printf "\357\273\277รายงาน; x\r\n\r\nagency; employees\r\n'กอง; ก'; 12\r\nกอง ข; --\r\nกอง ค; 7\r\n" >rows/rows.csv

start_portal
run 0 banchi publish rows
call package_show '{"id": "rows"}'
id=$(jq -r '.result.resources[0].id' "$work/answer")
call datastore_upsert "{\"resource_id\": \"$id\", \"method\": \"upsert\", \"force\": true, \"records\": [
    {\"agency\": \"กอง ค\", \"employees\": null}, {\"agency\": \"กอง; 'ง'\", \"employees\": 5}, {\"agency\": \" กอง จ\", \"employees\": 6}]}"
run 0 banchi pull rows --take-portal rows.csv/rows
printf "\357\273\277รายงาน; x\r\n\r\nagency; employees\r\n'กอง; ก'; 12\r\nกอง ข; --\r\nกอง ค;-\r\n'กอง; ''ง''';5\r\n' กอง จ';6\r\n" |
    cmp - rows/rows.csv || { cat rows/rows.csv; fail "other rows than the portal's"; }

# Where the rows cannot be written back they stay, and that is told.
jq '.dialect.commentChar = "#"' rows/rows.dictionary.json >"$work/d" && cp "$work/d" rows/rows.dictionary.json
run 0 banchi publish rows
call datastore_upsert "{\"resource_id\": \"$id\", \"method\": \"upsert\", \"force\": true, \"records\": [{\"agency\": \"กอง ค\", \"employees\": 8}]}"
cp rows/rows.csv "$work/before"
run 74 banchi pull rows --take-portal rows.csv/rows
says 'comments, escapes'
cmp -s rows/rows.csv "$work/before" || fail "the file was changed"
