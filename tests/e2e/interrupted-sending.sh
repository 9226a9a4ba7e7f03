# Ctrl-C while the bytes of a file, or of a batch of rows, are on their way: the end comes within moments and with 130, the portal and
# the lock are as they were, and the next publish brings the portal to what the files say.
one=permanent-employees-by-agency
lock=.banchi/sandbox/publish.lock.json
large_table() { # FIRST: 100,000 rows, in a file of some eight megabytes
    awk -v first="$1" 'BEGIN {
        print "agency,agency_group,employees"
        for (i = 0; i < 100000; i++) printf "หน่วยงานที่ %06d,สำนักงานเขต,%d\n", i, first + i % 1000
    }' >"$one/$one.csv"
}
served() { # the hash of the file that the portal serves
    call package_show "{\"id\": \"$one\"}"
    curl -s "$(jq -r '.result.resources[0].url' "$work/answer")" | sha256sum
}
rows_served() {
    call package_show "{\"id\": \"$one\"}"
    call datastore_search "{\"resource_id\": \"$(jq -r '.result.resources[0].id' "$work/answer")\", \"limit\": 0}"
    jq .result.total "$work/answer"
}
again() {
    stop_portal
    start_portal "$@"
}
# interrupt_behind PATTERN WORDS: publishes, interrupts a second after PATTERN stood on standard error, asserts a quick end with 130 and
# that the dataset's problem has the words
interrupt_behind() {
    "$BUILD/banchi" publish "$one" --verbose --json >"$work/out" 2>"$work/err" &
    pid=$!
    wait_until 60 grep -q "$1" "$work/err"
    sleep 1
    ends_interrupted "$pid" "publish $one"
    jq -r '.outcomes[0].problem' "$work/out" | grep -q "$2" || { cat "$work/out" "$work/err"; fail "the dataset's problem is not told as: $2"; }
    jq -r .problem "$work/out" | grep -q 'Publish again to go on' || fail "nobody says how to go on"
    complains 'Publish again to go on'
}

jq '.fields[0].constraints = {"required": true} | .fields[2].constraints.maximum = 2000000000 | del(.primaryKey, .fields[2]["banchi:sums"])' \
    "$one/$one.dictionary.json" >"$work/dictionary" && cp "$work/dictionary" "$one/$one.dictionary.json"
start_portal
run 0 banchi publish "$one"
cp "$lock" "$work/lock"
before_all=$(served)
small=$(rows_served)

# the file: it takes half a minute to send
large_table 100
again --fault crawl:package_revise=256
interrupt_behind 'package_show: 200' 'before all of it was sent'
cmp "$lock" "$work/lock" || fail "the lock was touched"
again
[ "$(served)" = "$before_all" ] || fail "the portal serves another file"
[ "$(rows_served)" -eq "$small" ] || fail "the portal has other rows"

# the rows: the file is there, the table comes by batches of some seconds each
again --fault crawl:datastore_upsert=100
interrupt_behind 'datastore_upsert: 200' 'before all of it was sent\|it was interrupted'
cmp "$lock" "$work/lock" || fail "the lock was touched"
[ -s .banchi/sandbox/publish.journal.json ] || fail "no journal"

again
run 0 banchi publish "$one" --json
jq -e '.outcomes[0].outcome == "published"' "$work/out" >/dev/null || fail "not published"
[ "$(served)" = "$(sha256sum <"$one/$one.csv")" ] || fail "the portal serves another file than ours"
[ "$(rows_served)" -eq 100000 ] || fail "the portal has other rows than ours"
run 0 banchi plan "$one" --exit-code
run 0 banchi verify "$one"
stop_portal

# a dataset that the portal has not seen yet
rm -rf .banchi
start_portal --fault crawl:package_revise=256
interrupt_behind 'package_create: 200' 'before all of it was sent'
[ ! -s "$lock" ] || ! grep -q "$one" "$lock" || fail "the lock has what was not verified"
again
run 0 banchi publish "$one" --json
jq -e '.outcomes[0].outcome == "published"' "$work/out" >/dev/null || fail "not published"
call package_search '{"include_private": true, "rows": 100}'
[ "$(jq .result.count "$work/answer")" -eq 1 ] || fail "not one dataset"
[ "$(rows_served)" -eq 100000 ] || fail "the portal has other rows than ours"
run 0 banchi plan "$one" --exit-code
