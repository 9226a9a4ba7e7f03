# Keys of a large table need a temporary file. Without room for it nothing is said of the table: exit status 74, and
# where the room was looked for. The file has no name, so that nothing is left behind; a small table needs none.
name=permanent-employees-by-sex
table=$name/$name.csv
{ echo sex,employees,share_percent; seq 300000 | sed 's/$/,1,1/'; } >"$table"
cat >"$name/$name.dictionary.json" <<'END'
{"$schema": "../schemas/dictionary.json", "primaryKey": ["sex"],
 "fields": [{"name": "sex", "title": "ก", "description": "ก", "type": "string", "banchi:role": "dimension"},
            {"name": "employees", "title": "ข", "description": "ข", "type": "integer", "banchi:role": "measure"},
            {"name": "share_percent", "title": "ค", "description": "ค", "type": "number", "banchi:role": "measure"}]}
END
mkdir "$work/tmp"

export TMPDIR=/nowhere
run 74 banchi validate "$name" --json
complains '/nowhere'
jq -e '.complete == false and (.problem | contains("/nowhere"))' "$work/out" >/dev/null || fail "the report does not say why it is not complete"
export TMPDIR="$work/tmp"
run 74 sh -c "ulimit -f 100; exec \"$BUILD/banchi\" validate $name"
complains TMPDIR
silent '300,000 rows'
[ -z "$(ls -A "$work/tmp")" ] || fail "a temporary file was left behind"

run 0 banchi validate "$name"
says '300,000 rows: 0 errors'
[ -z "$(ls -A "$work/tmp")" ] || fail "a temporary file was left behind"
sed -i 50001,300001d "$table"
export TMPDIR=/nowhere
run 0 banchi validate "$name"
