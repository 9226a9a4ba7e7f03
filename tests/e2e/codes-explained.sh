# Each code that banchi can print is explained in both languages, and stands in the manual of each.
codes=$(sed -n 's/^CODE(\([A-Z][0-9]*\),.*/\1/p' "$HERE/../../base/code.def")
thai='ก\|ข\|ค\|ง\|จ\|ด\|ต\|ท\|น\|บ\|ป\|ม\|ย\|ร\|ล\|ว\|ส\|ห\|อ'
[ -n "$codes" ] || fail "no codes found"
for code in $codes; do
    run 0 banchi --lang en explain "$code"
    says "^$code: "
    says '^Wrong:$'
    says '^Right:$'
    says '^Where the rule comes from: '
    run 0 banchi --lang th explain "$code"
    grep -q "^$code: .*\($thai\)" "$work/out" || fail "the title of $code is not in Thai"
    sed -n 3p "$work/out" | grep -q "$thai" || fail "the explanation of $code is not in Thai"
    for page in man/man7 man/th/man7; do
        grep -q "^\.It Sy $code\$" "$BUILD/$page/banchi-codes.7" || fail "$code is not in $page/banchi-codes.7"
    done
done
run 0 banchi explain
[ "$(wc -l <"$work/out")" -eq "$(printf '%s\n' "$codes" | wc -l)" ] || fail "banchi explain does not list every code"
# banchi-metadata(5) lists those about catalog.json and metadata.json.
for code in $(printf '%s\n' "$codes" | grep '^M'); do
    grep -q "^\.It Li $code\$" "$HERE/../../banchi-metadata.5" || fail "$code is not in banchi-metadata(5)"
done
