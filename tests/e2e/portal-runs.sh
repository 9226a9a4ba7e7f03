# `publish` uses the sandbox that `banchi portal` serves, and the portal shows the data to anybody but the private dataset.
start_portal
run 0 banchi publish
curl -s "$url/api/3/action/package_show?id=permanent-employees-by-agency" >"$work/answer"
grep -q '"success": *true' "$work/answer" || fail "a public dataset is not shown"
[ "$(curl -s -o "$work/answer" -w '%{http_code}' "$url/api/3/action/package_show?id=permanent-employee-retirement-forecast")" = 403 ] ||
    fail "the private dataset is shown"
[ "$(curl -s -o "$work/answer" -w '%{http_code}' -H 'Host: portal.example.org' "$url/api/3/action/status_show")" != 200 ] ||
    fail "another host name is served"
stop_portal
run 0 banchi publish --json
says '"unchanged": 12'
