# The 12 datasets are published and read back; the second time nothing is written and the lock stays as it is.
run 0 banchi publish --json
says '"published": 12'
cp .banchi/sandbox/publish.lock.json "$work/lock"
run 0 banchi publish --json
says '"unchanged": 12'
says '"writes": 0'
cmp .banchi/sandbox/publish.lock.json "$work/lock" || fail "the lock changed"
run 0 banchi plan --exit-code
run 0 banchi plan --json
says '"unchanged": 12'
