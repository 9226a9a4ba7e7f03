# doctor: what a portal is, who the token is there and what it may do; few requests, none of which writes; advice for what is off.
start_portal
jq '.portals.city = {url: "'"$url"'"}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
state() { jq -r --arg check "$1" '.checks[] | select(.check == $check) | .state' "$work/out"; }
is() { [ "$(state "$1")" = "$2" ] || { cat "$work/out"; fail "$1 is $(state "$1") instead of $2"; }; }
asks() { # NUMBER: so many requests, none but these
    [ "$(jq .requests "$work/out")" -eq "$1" ] || { cat "$work/err"; fail "$(jq .requests "$work/out") requests instead of $1"; }
    ! grep POST "$work/err" | grep -v -q 'status_show\|scheming_dataset_schema_show\|user_show\|organization_list_for_user\|organization_show\|dashboard_new_activities_count' ||
        fail "something else was asked"
}
doctor() { # STATUS [PORTAL]
    run "$1" banchi doctor --portal "${2-city}" --json --verbose
}
# without a token, the organization missing
doctor 6
is token off
is organization off
is datasets fine
is tags fine
is datastore fine
is schema advice
is upload_limit advice
asks 3
# with a token that the portal does not know
CKAN_API_TOKEN_CITY=wrong-0123456789 doctor 6
is token off
silent wrong-0123456789
asks 6
# a sysadmin
export CKAN_API_TOKEN_CITY="$token"
doctor 1
is token advice
is organization off
call organization_create '{"name": "bma-csc"}'
banchi schema pull --portal city >/dev/null
doctor 0
is organization fine
is schema fine
asks 4
jq -e '.sysadmin and .user == "sandbox-admin" and .fit and .ckan_version == "2.10.10" and .capacity == "admin"' "$work/out" >/dev/null || fail "facts"
run 0 banchi doctor --portal city
says 'city: fit to publish, with'
run 0 banchi doctor --portal city --lang th
says 'พร้อมเผยแพร่'
# an editor, and one who may do nothing
user() { # NAME: sets $made
    call user_create '{"name": "'"$1"'", "email": "'"$1"'@example.org", "password": "long-enough-1"}'
    call api_token_create '{"user": "'"$1"'", "name": "t"}'
    made=$(jq -r .result.token "$work/answer")
}
user editor
call organization_member_create '{"id": "bma-csc", "username": "editor", "role": "editor"}'
CKAN_API_TOKEN_CITY=$made doctor 0
is token fine
asks 4
jq -e '.capacity == "editor" and (.sysadmin | not)' "$work/out" >/dev/null || fail "an editor"
user outsider
CKAN_API_TOKEN_CITY=$made doctor 6
is token fine
is organization off
asks 5
CKAN_API_TOKEN_CITY=$made run 6 banchi doctor --portal city
says 'X Organization: bma-csc: the token may not publish there'
says 'NOT fit to publish: 1 thing is in the way'
# a token that is not kept as it must be is told, and all else is asked
unset CKAN_API_TOKEN_CITY
printf '%s\n' "$token" >"$work/token"
banchi login city <"$work/token" >/dev/null
chmod 644 "$work/.config/banchi/tokens/city.json"
doctor 6
is token off
is version fine
silent "$token"
banchi logout city >/dev/null
export CKAN_API_TOKEN_CITY="$token"
# limits
yes 'ordinary line of text' | head -c 2000000 >permanent-employees-by-sex/large.txt
cp permanent-employees-by-sex/metadata.json "$work/metadata.json"
jq '.resources += [{upload: "large.txt", name: "ใหญ่", description: "ใหญ่", format: "TXT"}]' "$work/metadata.json" >permanent-employees-by-sex/metadata.json
jq '.portals.city.max_upload_mib = 1' "$work/catalog" >catalog.json
doctor 1
is upload_limit off
jq '.portals.city.max_upload_mib = 2' "$work/catalog" >catalog.json
doctor 0
is upload_limit fine
cp "$work/metadata.json" permanent-employees-by-sex/metadata.json
# a plain CKAN at the same address: the schema has moved, and it minds Thai tags
stop_portal
: >"$work/portal.out"
start_portal --stock --reset --port "${url##*:}"
export CKAN_API_TOKEN_CITY="$token"
call organization_create '{"name": "bma-csc"}'
doctor 1
is schema advice
is tags advice
is datasets off
asks 3
# nobody there; something else there
stop_portal
doctor 5
is portal off
jq -e '(.fit | not) and (.checks | length == 1)' "$work/out" >/dev/null || fail "nobody is there"
"$BUILD/tests/mirror" "$work/heard" 200 >"$work/mirror.out" &
portal_pid=$!
tries=0
until [ -s "$work/mirror.out" ] || [ "$tries" -ge 100 ]; do sleep 0.1; tries=$((tries + 1)); done
jq '.portals.city.url = "http://127.0.0.1:'"$(cat "$work/mirror.out")"'"' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
doctor 5
silent "$token"
run 5 banchi doctor --portal city
says 'X Portal: '
# the sandbox
run 0 banchi doctor --portal sandbox
run 2 banchi doctor --portal nowhere
run 2 banchi doctor city
