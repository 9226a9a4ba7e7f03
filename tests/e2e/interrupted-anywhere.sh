# Ctrl-C ends within a moment and with 130, whatever is being waited for; nothing is left half-written, and what was begun goes on.
one=permanent-employees-by-sex
two=permanent-employees-by-agency
# after SECONDS PATTERN COMMAND...: interrupts once PATTERN stands on standard error (or after SECONDS where it is empty), and
# asserts the end within five seconds
interrupt() {
    seconds=$1
    pattern=$2
    shift 2
    "$BUILD/banchi" "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    wait_until 20 holds_interrupts "$pid"
    [ -z "$pattern" ] || wait_until 30 grep -q -e "$pattern" "$work/err"
    sleep "$seconds"
    ends_interrupted "$pid" "$*"
}
again() {
    stop_portal
    : >"$work/portal.out"
    start_portal "$@"
}

# the answer to the first write does not come
start_portal --fault slow:package_create=8000
interrupt 0.5 'package_show' publish "$one" --verbose --json
jq -e '.outcomes[0].outcome == "unknown"' "$work/out" >/dev/null || { cat "$work/out"; fail "the outcome is not said to be unknown"; }
[ -s .banchi/sandbox/publish.journal.json ] || fail "no journal"
# a portal that says "later"
again --fault 429:write=50
interrupt 1 'package_create.*429\|package_revise.*429' publish "$two" --verbose --json
jq -r .problem "$work/out" | grep -q 'go on' || fail "nobody says how to go on"
# a portal that does not answer a question
again --fault slow:read=8000
interrupt 1 '' plan
interrupt 1 '' publish
again
run 0 banchi publish --json
call package_search '{"include_private": true, "rows": 100}'
[ "$(jq .result.count "$work/answer")" -eq 12 ] || fail "not 12 datasets"
run 0 banchi plan --exit-code
again --fault slow:read=8000
interrupt 1 '' verify
stop_portal

# long reading: a table of some ten megabytes
mkdir "$work/large" && cd "$work/large" && run 0 banchi init --name office --title office >/dev/null
awk 'BEGIN {for (i = 0; i < 60000; i++) printf "%d,%d,abcdefghijklmnopqrstuvwxyz\n", i, i * 7}' >"$work/rows"
mkdir t
{ echo 'id,number,text'; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do cat "$work/rows" "$work/rows" "$work/rows"; done; } >t/t.csv
printf '{"name": "t", "resources": [{"upload": "t.csv"}]}\n' >t/metadata.json
interrupt 0.05 '' validate --json --rejects rejects.csv
jq -e '.complete == false' "$work/out" >/dev/null || fail "an interrupted check says that it is complete"
jq -e 'all(.findings[]; .code != "M009")' "$work/out" >/dev/null || fail "an interruption is told as a fault of the file"
interrupt 0.05 '' describe t/t.csv
interrupt 0.05 '' plan
iconv -f UTF-8 -t UTF-16LE t/t.csv >t/wide.csv
interrupt 0.05 '' convert --from utf-16le t/wide.csv
[ "$(ls -A t | tr '\n' ' ')" = 'metadata.json t.csv wide.csv ' ] || { ls -A t; fail "something was left behind"; }
[ "$(ls -A | grep -c rejects)" -eq 0 ] || fail "a part of the rejects was left behind"
