# A waiver holds until a day of the Common Era: 2570 would keep the gate open for five centuries.
table=permanent-employees-by-agency
awk -F, 'NR == 1 {print; next} {$1 = "นายสมมติ ทดสอบระบบ"; OFS = ","; print}' "$table/$table.csv" >"$work/named.csv"
cp "$work/named.csv" "$table/$table.csv"
run 1 banchi validate --json "$table"
code=$(jq -r '[.findings[] | select(.code | startswith("P1"))][0].code' "$work/out")
column=$(jq -r '[.findings[] | select(.code | startswith("P1"))][0].field' "$work/out")
waive() { banchi waive "$code" "$table/$table.csv" --column "$column" --by tester --reason test --until "$1"; }
run 2 waive 2570-06-30
complains '2027-06-30'
[ ! -e privacy-waivers.json ] || fail "a waiver was written"
run 0 waive 2027-06-30
sed -i 's/2027-06-30/2570-06-30/' privacy-waivers.json # as somebody writes it by hand
run 7 banchi plan "$table"
says 'P123'
