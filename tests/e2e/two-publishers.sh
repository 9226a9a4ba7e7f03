# Two clones of the workspace publish to the same portal at once: nothing is lost, nothing is there twice, and whoever came too late is
# told to plan again.
one=permanent-employees-by-sex
start_portal --fault slow:write=300
jq '.portals.city = {url: "'"$url"'", create_organization: true}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
export CKAN_API_TOKEN_CITY="$token"
cp -R "$work/office" "$work/clone"
both() {
    "$BUILD/banchi" -C "$work/office" publish "$one" --portal city --json >"$work/out1" 2>"$work/err1" &
    first=$!
    "$BUILD/banchi" -C "$work/clone" publish "$one" --portal city --json >"$work/out2" 2>"$work/err2" &
    second=$!
    wait "$first"
    status1=$?
    wait "$second"
    status2=$?
    case "$status1 $status2" in
    "0 4" | "4 0") ;;
    "0 0") # on a busy machine one may be through before the other looks, and finds it equal
        grep -q '"unchanged": 1' "$work/out1" "$work/out2" && return ;;
    esac
    case "$status1 $status2" in
    "0 4" | "4 0") ;;
    *) cat "$work/out1" "$work/out2"; fail "exit statuses $status1 and $status2" ;;
    esac
    grep -q 'Plan again\|does not know it' "$work/out1" "$work/out2" || { cat "$work/out1" "$work/out2"; fail "nobody is told to plan again"; }
}
whole() {
    call package_show '{"id": "'"$one"'"}'
    [ "$(jq '.result.resources | length' "$work/answer")" -eq 1 ] || fail "not one resource"
    id=$(jq -r '.result.resources[0].id' "$work/answer")
    call datastore_search '{"resource_id": "'"$id"'", "limit": 0}'
    [ "$(jq .result.total "$work/answer")" -eq 2 ] || fail "not two rows"
}
# a new dataset
both
whole
# the one that came too late plans again, and goes on
run 0 banchi -C "$work/office" publish "$one" --portal city
run 0 banchi -C "$work/clone" publish "$one" --portal city
whole
# each changes something else
sed -i 's/"notes": "/&หนึ่ง /' "$work/office/$one/metadata.json"
sed -i 's/"title": "จำนวน/"title": "สอง จำนวน/' "$work/clone/$one/metadata.json"
both
whole
call package_show '{"id": "'"$one"'"}'
changed=$(jq -r '.result | [(.notes | startswith("หนึ่ง")), (.title | startswith("สอง"))] | map(if . then 1 else 0 end) | add' "$work/answer")
[ "$changed" -eq 1 ] || fail "$changed of two changes are there"
# the portal's change is seen by the other, as the portal's
if [ "$status1" -eq 0 ]; then late=$work/clone; else late=$work/office; fi
run 4 banchi -C "$late" plan "$one" --portal city --json
jq -e '[.changes[0].fields[].way] | index("theirs") != null' "$work/out" >/dev/null || fail "not seen as the portal's change"
