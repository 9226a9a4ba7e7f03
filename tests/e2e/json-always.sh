# Who asks for JSON gets one object, also when the command ends before it has begun; the message stands in "problem".
while read -r status line; do
    # shellcheck disable=SC2086
    run "$status" banchi $line --json
    jq -e 'type == "object" and (.problem | type == "string" and length > 0)' "$work/out" >"$work/said" || fail "no object with a problem: $line"
done <<'LINES'
2 plan nosuch
2 publish nosuch
2 show nosuch
2 show
2 status nosuch
2 verify
2 pull nosuch --portal nosuch
2 doctor --portal nosuch
2 explain nosuch
2 schema show
LINES
sed -i 's/"notes": "[^"]*"/"notes": ""/' permanent-employees-by-sex/metadata.json
for command in plan publish; do
    run 1 banchi "$command" --json
    jq -e '.findings.errors > 0 and (.problem | length > 0)' "$work/out" >"$work/said" || fail "$command does not say why it stopped"
done
