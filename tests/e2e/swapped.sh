# The bytes that passed the gate are the bytes that are sent: a file that is another one by then is not sent (74), be
# it a table, another upload or metadata. The portal is held still between check and answer.
start_portal
set=permanent-employees-by-agency
run 0 banchi publish "$set"
person='นายสมมติ ทดสอบระบบ 1101700230708'
swap() { # FILE: what publish checked is replaced while it waits for the portal
    kill -STOP "$portal_pid"
    "$BUILD/banchi" publish "$set" >"$work/out" 2>"$work/err" &
    publisher=$!
    wait_until 60 grep -q 'errors, ' "$work/out" "$work/err" # all is checked
    sleep 1
    cp "$1" "$work/kept"
    case $1 in
    *.json) sed "s/\"notes\": \"/&$person /" "$work/kept" >"$1" ;;
    *) { cat "$work/kept" && printf '%s,x,1\n' "$person"; } >"$1" ;;
    esac
    kill -CONT "$portal_pid"
    wait "$publisher"
    status=$?
    cp "$work/kept" "$1"
    [ "$status" -eq 74 ] || { cat "$work/out" "$work/err"; fail "exit status $status instead of 74: $1"; }
    silent 1101700230708
    ! grep -rqF 1101700230708 .banchi || fail "the portal or the journal has it: $1"
}
sed -i 's/^\(สำนักการศึกษา,[^,]*\),[0-9]*/\1,4000/' "$set/$set.csv"
sed -i 's/"banchi:sums": *[0-9]*/"banchi:sums": 0/' "$set/$set.dictionary.json"
sed -i 's/, *"banchi:sums": 0//; /"banchi:sums": 0/d' "$set/$set.dictionary.json"
banchi validate "$set" >"$work/out" 2>&1 || cat "$work/out"
swap "$set/$set.csv"
swap "$set/metadata.json"
