# The page of a plan says of which commit it is, and bears the digest that approve and publish name; it is written whole or not
# at all. A repository's own configuration runs nothing.
one=permanent-employees-by-sex
ran=$work/ran
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME='ผู้จัดทำ "ก" <x' GIT_AUTHOR_EMAIL=steward@example.org
export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.org
printf '#!/bin/sh\necho "$0" >>%s\ncat\n' "$ran" >"$work/evil" && chmod +x "$work/evil"
git init -q . && git add -A && git commit -q -m 'ก้อนแรก <b>&' || fail "no git"
commit=$(git rev-parse HEAD)
mkdir -p .git/hooks "$work/hooks"
for hook in post-index-change post-checkout pre-auto-gc reference-transaction; do
    cp "$work/evil" ".git/hooks/$hook"
    cp "$work/evil" "$work/hooks/$hook"
done
git config core.fsmonitor "$work/evil"
git config core.hooksPath "$work/hooks"
git config core.pager "$work/evil"
git config pager.log "$work/evil"
git config diff.external "$work/evil"
git config filter.evil.clean "$work/evil"
git config filter.evil.smudge "$work/evil"
git config diff.evil.textconv "$work/evil"
git config log.showSignature true
git config gpg.program "$work/evil"
git config core.sshCommand "$work/evil"
git config credential.helper "!$work/evil"
git config alias.var "!$work/evil"
git config alias.rev-parse "!$work/evil"
git config extensions.partialClone origin
git config remote.origin.url "ext::$work/evil"
git config remote.origin.promisor true
git config protocol.ext.allow always
echo '* filter=evil diff=evil' >.git/info/attributes
rm -f "$ran"

sed -i 's/"notes": "/&ใหม่ /' "$one/metadata.json"
run 0 banchi plan "$one" -o "$work/plan.json" --html "$work/page.html"
[ ! -e "$ran" ] || { cat "$ran"; fail "a program of the repository's configuration ran"; }
digest=$(jq -r .digest "$work/plan.json")
page=$work/page.html
grep -q "<code>$commit</code>" "$page" || fail "the commit is not there"
grep -q 'ก้อนแรก &lt;b&gt;&amp;' "$page" || fail "its subject is not there"
grep -q "<li><bdi>$one/metadata.json</bdi></li>" "$page" || fail "what is not committed is not told"
! grep -q "<li><bdi>$one/$one.csv</bdi></li>" "$page" || fail "what is committed is told as uncommitted"
jq -e '.made.uncommitted == ["'"$one"'/metadata.json"]' "$work/plan.json" >/dev/null || fail "not the uncommitted file alone"
[ "$(grep -c "$digest" "$page")" -ge 3 ] || fail "the digest is not on the page"

# the digest depends on what is planned alone
run 0 banchi plan "$one" --json
[ "$(jq -r .digest "$work/out")" = "$digest" ] || fail "another digest for the same plan"
SOURCE_DATE_EPOCH=1795392000 GIT_AUTHOR_NAME=another run 0 banchi plan "$one" --json --html "$work/other.html"
[ "$(jq -r .digest "$work/out")" = "$digest" ] || fail "the digest moves with the clock"

# approve and publish name it; the page of the file is the page that was made, but for the approval
run 0 banchi plan "$work/plan.json" --html "$work/again.html"
cmp "$page" "$work/again.html" || fail "another page for the same plan"
run 0 banchi approve "$work/plan.json"
says "$digest"
run 0 banchi plan "$work/plan.json" --html "$work/approved.html"
grep -q 'that is no signature' "$work/approved.html" || fail "the approval is not on the page"
run 0 banchi plan "$work/plan.json"
run 0 banchi publish "$work/plan.json"
says "$digest"
run 4 banchi plan "$work/plan.json"
complains 'Plan again'
run 0 banchi plan "$work/plan.json" --html "$work/again.html"
run 2 banchi plan "$work/plan.json" -o "$work/new.json"

# written whole or not at all
echo old >"$work/old.html"
run 74 banchi plan "$work/plan.json" --html "$work/no/page.html"
if (ulimit -f 1; banchi plan "$work/plan.json" --html "$work/old.html" >/dev/null 2>&1); then fail "a page larger than what may be written"; fi
[ "$(cat "$work/old.html")" = old ] || fail "the old page is gone"
[ "$(ls "$work" | grep -c 'old.html')" -eq 1 ] || fail "something was left beside it"
sed -i 's/"allow": \[\]/"allow": ["withdraw"]/' "$work/plan.json"
run 74 banchi plan "$work/plan.json" --html "$work/edited.html"
[ ! -e "$work/edited.html" ] || fail "a page of an edited plan"
run 2 banchi plan catalog.json --html "$work/edited.html"

# (the trap is one: whoever asks git otherwise falls into it)
git status >/dev/null 2>&1
[ -e "$ran" ] || fail "the trap of this test is none"

# without git, and with a git that does not answer
mv .git "$work/gone"
run 0 banchi plan "$one" --html "$page"
grep -q 'git does not tell' "$page" || fail "a commit out of nowhere"
mkdir .git
run 0 banchi plan "$one" --html "$page"
grep -q 'git does not tell' "$page" || fail "a commit out of nowhere"
