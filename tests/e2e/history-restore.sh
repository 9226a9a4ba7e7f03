# What was published when is told from git, and an earlier publish comes back as a plan: proven by its hashes, never over what is
# not committed.
one=permanent-employees-by-sex
two=permanent-employees-by-agency
table=$one/$one.csv
start_portal
jq '.portals.city = {url: "'"$url"'", create_organization: true}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
export CKAN_API_TOKEN_CITY="$token" GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME='ผู้เผยแพร่' GIT_AUTHOR_EMAIL=publisher@example.org GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.org
commit() { git add -A && git commit -q -m "$1" && git rev-parse HEAD; }

# without git
run 74 banchi history
complains 'git does not answer'
run 74 banchi restore "$one"
git init -q .
run 0 banchi history
says 'Nothing is known'

# three publishes; the second changes fields, rows and dictionary, the third adds a file
commit start >/dev/null
run 0 banchi history
says 'Nothing is known'
run 0 banchi publish "$one" "$two" --portal city
run 0 banchi history
says 'not committed yet'
first=$(commit 'published first')
cp -R "$one" "$work/one.first"
sed -i 's/"notes": "/&สอง /' "$one/metadata.json"
sed -i -e '2s/,[0-9]*,/,20001,/' -e '3s/,[0-9]*,/,14118,/' "$table"
sed -i '/"title": "เพศ"/s/เพศ/เพศกำเนิด/' "$one/$one.dictionary.json"
run 0 banchi publish "$one" --portal city
second=$(commit 'published -- second')
cp -R "$one" "$work/one.second"
printf 'คำอธิบายเพิ่มเติม\n' >"$one/more.txt"
jq '.resources += [{upload: "more.txt", name: "เพิ่มเติม", description: "เพิ่มเติม", format: "TXT"}]' "$one/metadata.json" >"$work/new" && cp "$work/new" "$one/metadata.json"
run 0 banchi publish "$one" --portal city
third=$(commit 'published third')
git commit -q --allow-empty -m 'something else'

run 0 banchi history "$one"
[ "$(grep -c ' city ' "$work/out")" -eq 3 ] || { cat "$work/out"; fail "not three publishes"; }
sed -n 1p "$work/out" | grep -q "$(echo "$third" | cut -c1-10)  ผู้เผยแพร่ <publisher@example.org>" || fail "not the newest first, or by nobody"
says "~notes, ~$one.csv/file, ~$one.csv/rows, ~$one.csv/dictionary"
says '+more.txt'
run 0 banchi history --json
jq -e '(.events | length) == 4 and .complete and (.events[0].commit.id == "'"$third"'") and (.events[-1].changes == [])' "$work/out" >/dev/null || { cat "$work/out"; fail "another history as JSON"; }
jq -e '.events[1].changes | map(.field) | index("notes") != null and index("'"$one"'.csv/rows") != null' "$work/out" >/dev/null || fail "the changes are not there"
run 0 banchi history --portal none
says 'Nothing is known'
run 2 banchi history no-such-dataset

# back by one; what it would do first
run 0 banchi restore "$one" --dry-run
says 'would be as it was then'
git diff --quiet || fail "--dry-run wrote"
run 0 banchi restore "$one"
says "$(echo "$second" | cut -c1-10)"
for file in metadata.json "$one.csv" "$one.dictionary.json"; do
    cmp "$one/$file" "$work/one.second/$file" || fail "$file is not as it was"
done
[ -e "$one/more.txt" ] || fail "a file that is nobody's business was removed"
[ "$(ls .banchi)" = "$(ls .banchi | grep -v restore-)" ] || fail "something was left in .banchi"
run 0 banchi restore "$one"
says 'Nothing had to be changed'
run 0 banchi plan "$one" --portal city
says 'more.txt: remove from the portal'
run 2 banchi publish "$one" --portal city
run 0 banchi publish "$one" --portal city --allow remove-resource
call package_show '{"id": "'"$one"'"}'
jq -e '.result.resources | length == 1' "$work/answer" >/dev/null || fail "not as it was on the portal"
fourth=$(commit 'back to the second')

# to a commit, to a day, with the name of the portal
run 0 banchi restore "$one" --to "$first"
cmp "$table" "$work/one.first/$one.csv" || fail "not the first table"
cmp "$one/$one.dictionary.json" "$work/one.first/$one.dictionary.json" || fail "not the first dictionary"
# what was restored is in a commit: from there it goes on without one
run 0 banchi restore "$one" --to "$third"
run 0 banchi restore "$one" --to "$first"
git checkout -q .
today=$(TZ=UTC-7 date +%Y-%m-%d)
run 0 banchi restore "$one" --to "$today" --portal city
says "$(echo "$fourth" | cut -c1-10)"
says 'Nothing had to be changed'
run 2 banchi restore "$one" --to 2001-01-01
run 2 banchi restore "$one" --to 2569-10-31
complains '2026-10-31'
run 2 banchi status --today 2569-10-31
run 2 banchi restore "$one" --to nonsense
run 2 banchi restore "$one" --to -x
run 2 banchi restore "$one" --to --output=x
run 2 banchi restore "$one" --portal none
run 2 banchi restore ../office
run 2 banchi restore "$two"
complains 'one publish'
run 0 banchi restore "$two" --to "$first"
says 'Nothing had to be changed'

# what is not committed is not lost
echo '# mine' >>"$one/$one.dictionary.json"
sed -i 's/"notes": "/&ยังไม่คอมมิต /' "$one/metadata.json"
cp "$one/metadata.json" "$work/mine"
run 74 banchi restore "$one" --to "$first"
complains "$one/metadata.json"
complains "$one.dictionary.json"
cmp "$one/metadata.json" "$work/mine" || fail "an edit was lost"
cmp "$table" "$work/one.second/$one.csv" || fail "a part was restored"
git checkout -q .
rm "$table" && ln -s ../catalog.json "$table"
run 74 banchi restore "$one" --to "$first"
[ -L "$table" ] || fail "a link was written over"
rm "$table" && git checkout -q .

# a dictionary that the publish did not have goes; a dataset whose folder is gone comes back
rm -r "$one" && git commit -q -a -m 'gone'
run 0 banchi restore "$one" --to "$third"
[ "$(cat "$one/more.txt")" = 'คำอธิบายเพิ่มเติม' ] || fail "no file"
git add -A && git commit -q -m 'back'

# what was never committed cannot be restored, and is named
sed -i 's/"notes": "/&ห้า /' "$one/metadata.json"
sed -i -e '2s/,[0-9]*,/,20002,/' -e '3s/,[0-9]*,/,14117,/' "$table"
run 0 banchi publish "$one" --portal city --allow remove-resource
git checkout -q "$table"
fifth=$(commit 'the lock, but not the table')
sed -i 's/"notes": "/&หก /' "$one/metadata.json"
run 0 banchi publish "$one" --portal city
commit sixth >/dev/null
run 74 banchi restore "$one" --to "$fifth"
complains "$one.csv: other bytes than were published"
# one that was committed later, or before, is found
git checkout -q "$second" -- "$one" && sed -i 's/"notes": "/&เจ็ด /' "$one/metadata.json"
run 0 banchi publish "$one" --portal city --allow remove-resource
cp "$one/metadata.json" "$work/seventh"
git stash -q -- "$one" 2>/dev/null || fail "no stash"
seventh=$(commit 'the lock first')
git checkout -q 'stash@{0}' -- "$one" && commit 'the files later' >/dev/null
sed -i 's/"notes": "/&แปด /' "$one/metadata.json" && commit eighth >/dev/null
run 0 banchi restore "$one" --to "$seventh"
cmp "$one/metadata.json" "$work/seventh" || fail "not what was committed later"
git checkout -q .

# a clone that is shallow says so
git clone -q --depth 1 "file://$work/office" "$work/shallow" || fail "no shallow clone"
run 0 banchi -C "$work/shallow" history "$one"
complains 'shallow'
says 'then or before'
run 0 banchi -C "$work/shallow" history --json
jq -e '.shallow and (.complete | not) and (.events[0].commit | has("author") | not)' "$work/out" >/dev/null || fail "not told as JSON"

# a lock with a merge marker in the past is passed over, and told
cp publish.lock.json "$work/lock"
sed -i '1i <<<<<<< HEAD' publish.lock.json && commit broken >/dev/null && cp "$work/lock" publish.lock.json && commit mended >/dev/null
run 0 banchi history "$one"
complains 'cannot be read and was passed over'

# nothing of the repository's configuration runs, and pagers, aliases, colours change nothing
printf '#!/bin/sh\ntouch %s/ran\n' "$work" >"$work/evil" && chmod +x "$work/evil"
for key in core.fsmonitor core.pager pager.cat-file core.sshCommand gpg.program diff.external filter.evil.smudge filter.evil.clean diff.evil.textconv; do
    git config "$key" "$work/evil"
done
git config log.showSignature true && git config color.ui always && git config alias.rev-list "!$work/evil"
echo '* filter=evil diff=evil' >.git/info/attributes
run 0 banchi history "$one"
run 0 banchi restore "$one" --to "$first"
cmp "$table" "$work/one.first/$one.csv" || fail "not the first table"
[ ! -e "$work/ran" ] || fail "a program of the repository's configuration ran"
