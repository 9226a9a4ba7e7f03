# The engine over folders of documents: two threads say the same, Ctrl-C ends it with 130 and a whole report.
cd "$work" || exit 1
echo '{"required": ["a"], "properties": {"a": {"maximum": 5}}}' >schema.json
i=0
while [ "$i" -lt 2000 ]; do
    [ $((i % 100)) -ne 0 ] || mkdir -p "d/$i/b"
    echo "{\"a\": $((i % 7))}" >"d/$((i / 100 * 100))/$([ $((i % 2)) -ne 0 ] || echo b/)$i.json"
    i=$((i + 1))
done
echo '{"a": ' >d/900/wrong.json
ln -s nowhere d/1100/b/lost.json
run 74 banchi schema test schema.json d schema.json d/500 --json
cp "$work/out" one
cp "$work/err" one.err
[ "$(jq .counts.documents one)" -eq 2102 ] || fail "not 2102 documents"
[ "$(jq '.findings | length' one)" -eq 301 ] || fail "not 301 findings"
for threads in 2 3 8; do
    run 74 banchi schema test schema.json d schema.json d/500 --json --threads "$threads"
    cmp "$work/out" one || fail "$threads threads say something else"
    cmp "$work/err" one.err || fail "$threads threads complain of something else"
done
rm d/1100/b/lost.json
for threads in 1 2; do
    "$BUILD/banchi" schema test schema.json $(yes d | head -n 5000) --json --threads "$threads" >"$work/out" 2>"$work/err" &
    pid=$!
    wait_until 20 holds_interrupts "$pid"
    sleep 0.3
    ends_interrupted "$pid" "schema test --threads $threads"
    [ "$(jq .complete "$work/out")" = false ] || fail "nobody says that it is not complete"
done
# Who waits for standard input is not held.
mkfifo silent
"$BUILD/banchi" schema test schema.json - <silent >"$work/out" 2>"$work/err" &
pid=$!
exec 3>silent
sleep 0.3
kill -TERM "$pid"
wait "$pid"
[ $? -eq 143 ] || fail "a wait for standard input did not end"
