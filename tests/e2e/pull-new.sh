# An empty folder becomes a workspace of what an organization has on a portal; links, and what a portal may not do to us.
run 0 banchi publish permanent-employees-by-sex permanent-employees-by-agency
start_portal
export CKAN_URL="$url" CKAN_API_TOKEN="$token"
mkdir "$work/empty"
cd "$work/empty" || exit 1
run 2 banchi pull
complains 'say whose: --organization'
[ -z "$(ls -A)" ] || fail "something was made"
run 2 banchi pull --organization nobody
[ -z "$(ls -A)" ] || fail "something was made of nobody's"
run 0 banchi pull --organization bma-csc
says '2 pulled'
jq -e '.organization.name == "bma-csc" and (.organization.title | length) > 10 and .profile == "thai-gdc-2.1" and .default_portal == "portal"' catalog.json >/dev/null ||
    { cat catalog.json; fail "another catalog"; }
run 0 banchi validate
run 0 banchi plan --exit-code
silent "$token"
grep -rq "$token" . && fail "the token lies in the workspace"
unset CKAN_URL CKAN_API_TOKEN
export CKAN_API_TOKEN_PORTAL="$token"
run 0 banchi plan --exit-code

# links stay links; followed, they lead to no private address, by whatever name
port=${url##*:}
n=0
for link in "http://127.0.0.1:$port/api/3/action/status_show" "http://localhost:$port/x" "http://[::1]:$port/x" "http://10.0.0.1/a.csv" \
    "http://169.254.169.254/latest/meta-data" "http://user:secret@example.org/" "file:///etc/passwd" "ftp://example.org/a"; do
    n=$((n + 1))
    call resource_create "{\"package_id\": \"permanent-employees-by-sex\", \"name\": \"link $n\", \"url\": \"$link\", \"format\": \"HTML\"}"
done
cp -R . "$work/again" && cd "$work/again" || exit 1
run 0 banchi pull permanent-employees-by-sex
says 'brought up to date'
jq -e '[.resources[] | select(.url)] | length == 8' permanent-employees-by-sex/metadata.json >/dev/null || fail "not all links came"
run 7 banchi plan # the privacy gate looks into what came
cd "$work/empty" || exit 1
rm -r permanent-employees-by-sex
run 5 banchi pull permanent-employees-by-sex --links --verbose
says 'private network'
silent 'secret@'
grep -c 'this machine, or into a private network' "$work/out" >"$work/count"
[ "$(cat "$work/count")" -eq 5 ] || { cat "$work/out"; fail "not all private addresses were refused"; }
jq -e '[.resources[] | select(.url)] | length == 8 and all(.[]; has("banchi:copy") | not)' permanent-employees-by-sex/metadata.json >/dev/null || fail "the links"

# in Thai
run 0 banchi pull --lang th
says 'ไม่เปลี่ยนแปลง'
