# A plan is kept, approved and published: that plan or nothing. A portal may demand the approval.
one=permanent-employees-by-sex
two=permanent-employees-by-agency
start_portal
jq '.portals.city = {url: "'"$url"'", create_organization: true, approval: true}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
export CKAN_API_TOKEN_CITY="$token"
run 2 banchi publish "$one" --portal city
complains 'takes only an approved plan'
run 0 banchi plan "$one" "$two" --portal city -o "$work/plan.json"
complains 'does that or nothing'
run 2 banchi publish "$work/plan.json"
complains 'takes only an approved plan'
git init -q "$work/git" && cd "$work/git" || fail "no git"
export GIT_AUTHOR_NAME='ผู้ตรวจ' GIT_AUTHOR_EMAIL=reviewer@example.org
run 0 banchi approve "$work/plan.json"
says 'ผู้ตรวจ <reviewer@example.org>'
says 'no signature'
cd "$work/office"
jq -e '.approval.digest == .digest and (.changes | length) == 2' "$work/plan.json" >/dev/null || fail "not bound"
# the files move: nothing at all is sent
cp "$two/metadata.json" "$work/two"
sed -i 's/"notes": "/&ใหม่ /' "$two/metadata.json"
run 4 banchi publish "$work/plan.json"
complains 'Plan again'
[ "$(curl -s "$url/api/3/action/package_list" | jq '.result | length')" -eq 0 ] || fail "something was sent"
cp "$work/two" "$two/metadata.json"
run 0 banchi publish "$work/plan.json" --json
says '"published": 2'
run 4 banchi publish "$work/plan.json"
# the portal moves
sed -i 's/"notes": "/&ใหม่ /' "$one/metadata.json"
run 0 banchi plan "$one" --portal city -o "$work/plan.json"
run 0 banchi approve "$work/plan.json"
call package_patch '{"id": "'"$one"'", "version": "3"}'
run 4 banchi publish "$work/plan.json"
# a plan that somebody edited
sed -i 's/"allow": \[\]/"allow": ["withdraw"]/' "$work/plan.json"
run 74 banchi publish "$work/plan.json"
complains 'was changed since'
run 74 banchi approve "$work/plan.json"
run 2 banchi publish catalog.json
complains 'is no plan'
run 4 banchi plan "$one" --portal city -o "$work/none.json"
[ ! -e "$work/none.json" ] || fail "a plan in conflict was written"
