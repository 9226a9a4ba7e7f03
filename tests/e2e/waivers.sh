# A waiver lets one verdict through: of its code, column and bytes, until its day; everything else about it is an error
# that keeps the gate shut. Every plan tells which are in force. Data that is not public never goes out public.
set=permanent-employees-by-agency
table=$set/$set.csv
dictionary=$set/$set.dictionary.json
awk -F, 'NR == 1 {print $0 ",telephone"; next} {print $0 ",0812345" sprintf("%03d", NR * 7 % 1000)}' "$table" >"$work/t"
cp "$work/t" "$table"
rm -f "$dictionary"
run 0 banchi describe "$table"
sed -i 's/"ร่างจากข้อมูล[^"]*"/"คำอธิบายของคอลัมน์"/' "$dictionary"
run 7 banchi plan --portal sandbox "$set"
run 7 banchi publish --portal sandbox "$set"

waive() { banchi waive P103 "$table" --column telephone --by ผู้รับผิดชอบ --reason หมายเลขกลาง --until "${1:-2099-12-31}"; }
run 2 banchi waive P999 "$table" --by a --reason b --until 2099-12-31
run 2 banchi waive P121 "$table" --by a --reason b --until 2099-12-31
run 2 banchi waive P103 "$table" --by a --reason b --until 2099-12-31
complains 'another column'
run 2 banchi waive P103 "$table" --column employees --by a --reason b --until 2099-12-31
run 2 banchi waive P101 "$table" --column telephone --by a --reason b --until 2099-12-31
run 2 banchi waive P103 nowhere/x.csv --column a --by a --reason b --until 2099-12-31
run 2 banchi waive P103 "$table" --column telephone --reason b --until 2099-12-31
run 2 waive 2020-01-01
run 2 waive 31/12/2099
[ ! -e privacy-waivers.json ] || fail "a refused waiver was written"

run 0 waive
run 0 banchi plan --portal sandbox "$set"
grep -q 'waived by ผู้รับผิดชอบ' "$work/out" "$work/err" || fail "plan does not tell the waiver"
run 0 banchi plan --portal sandbox --json "$set"
grep -q 'waived by ผู้รับผิดชอบ' "$work/out" "$work/err" || fail "plan --json does not tell the waiver"
silent 0812345

# Another byte, another day, another column.
cp "$table" "$work/kept"
printf ' ' >>"$table"
run 7 banchi plan --portal sandbox "$set"
cp "$work/kept" "$table"
cp privacy-waivers.json "$work/waivers"
sed 's/2099-12-31/2020-12-31/' "$work/waivers" >privacy-waivers.json
run 7 banchi plan --portal sandbox "$set"
sed 's/"telephone"/"employees"/' "$work/waivers" >privacy-waivers.json
run 7 banchi plan --portal sandbox "$set"

# A file of waivers that is not as it should be opens nothing.
for broken in '{' '{"banchi": 2, "waivers": []}' '{"banchi": 1, "waivers": {}}' '[]' \
    '{"banchi": 1, "waivers": [{"code": "P103"}]}' "$(sed 's/"by"/"on": 1, "by"/' "$work/waivers")"; do
    printf '%s\n' "$broken" >privacy-waivers.json
    run 7 banchi plan --portal sandbox "$set"
    run 74 waive
done
sed 's/"2099-12-31"/"31 ธ.ค. 2642"/' "$work/waivers" >privacy-waivers.json
run 7 banchi plan --portal sandbox "$set"
rm privacy-waivers.json
ln -s "$work/waivers" privacy-waivers.json
run 7 banchi plan --portal sandbox "$set"
rm privacy-waivers.json
cp "$work/waivers" privacy-waivers.json
run 0 banchi plan --portal sandbox "$set"

run 0 banchi set "$set" data_category ข้อมูลส่วนบุคคล
run 7 banchi plan --portal sandbox "$set"
