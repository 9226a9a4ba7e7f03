# A pull that is killed in the middle leaves nothing half: no dataset without its files, no file that is cut; another pull makes
# it whole, and then a plan has nothing to do. So does a portal that dies in the middle, or breaks lines.
run 0 banchi publish --json
start_portal --fault slow:download=60
mkdir "$work/pulled"
cd "$work/pulled" || exit 1
jq --arg url "$url" '.portals = {"far": {"url": $url}} | .default_portal = "far"' "$work/office/catalog.json" >catalog.json
export CKAN_API_TOKEN_FAR="$token"
whole() { # each dataset that is there is whole
    for metadata in */metadata.json; do
        [ -e "$metadata" ] || continue
        folder=${metadata%/*}
        for file in $(jq -r '.resources[].upload' "$metadata"); do
            cmp -s "$work/office/$folder/$file" "$folder/$file" || fail "$folder is not whole"
        done
    done
    if [ -e publish.lock.json ]; then jq -e .banchi publish.lock.json >/dev/null || fail "the lock is cut"; fi
}
for pause in 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.9; do
    "$BUILD/banchi" pull >"$work/out" 2>"$work/err" &
    puller=$!
    sleep "$pause"
    kill -9 "$puller" 2>/dev/null
    wait "$puller" 2>/dev/null
    whole
    rm -rf [a-z]*-*/ # half of the time from the beginning
done
"$BUILD/banchi" pull >"$work/out" 2>"$work/err" &
puller=$!
sleep 0.4
kill -INT "$puller"
wait "$puller"
status=$?
[ "$status" -eq 130 ] || [ "$status" -eq 0 ] || fail "interrupted: $status"
whole
run 0 banchi pull
run 0 banchi plan --exit-code
whole
[ "$(ls -d */ | wc -l)" -eq 12 ] || fail "not all are there"
[ -z "$(ls .banchi/pull)" ] || fail "something is left of what was killed"
stop_portal

# a portal that breaks off in a download, answers 500, or is not there
rm -rf [a-z]*-*/ publish.lock.json
cd "$work/office" || exit 1
start_portal --fault truncated:download,500:package_show:3
cd "$work/pulled" || exit 1
jq --arg url "$url" '.portals.far.url = $url' catalog.json >"$work/c" && mv "$work/c" catalog.json
export CKAN_API_TOKEN_FAR="$token"
run 5 banchi pull
says ' 12 failed'
[ ! -e permanent-employees-by-sex ] || fail "half of it was taken"
stop_portal
run 5 banchi pull
complains 'cannot be reached'
