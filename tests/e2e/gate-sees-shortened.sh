# Thirteen digits as a spreadsheet shortens them, with the plus sign and without, keep the gate shut.
table=permanent-employees-by-agency
cp "$table/$table.csv" "$work/clean.csv"
for power in E+12 E12; do
    awk -F, -v power="$power" 'NR == 1 {print; next} {$1 = "1.1017" NR % 10 power; OFS = ","; print}' "$work/clean.csv" \
        >"$table/$table.csv"
    run 1 banchi validate --limit 0 "$table"
    says '\[P101\]'
done
