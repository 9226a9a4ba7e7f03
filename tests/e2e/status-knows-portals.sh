# `status` tells from the locks where a dataset is published, and asks no portal.
run 0 banchi publish permanent-employees-by-agency
run 0 banchi status permanent-employees-by-agency permanent-employees-by-sex
says 'permanent-employees-by-agency .* public  *sandbox 20[0-9][0-9]-'
says 'permanent-employees-by-sex .* not published'
run 0 banchi status --json permanent-employees-by-agency
says '"portal": "sandbox"'
cat >publish.lock.json <<'LOCK'
{"banchi": 1, "portals": {"city": {"datasets": {"permanent-employees-by-agency":
  {"metadata_modified": "2026-12-31T17:00:00.000001"}}, "url": "https://portal.example.org"}}}
LOCK
run 0 banchi status permanent-employees-by-agency
says 'city 2027-01-01 (1 Jan 2570 BE), sandbox' # a new day in Bangkok
# A calendar is written whole or not at all.
mkdir closed
printf 'old' >closed/due.ics
chmod 500 closed
if [ "$(id -u)" -ne 0 ]; then
    run 74 banchi status --ics closed/due.ics
    [ "$(cat closed/due.ics)" = old ] || fail "the old calendar is gone"
fi
chmod 700 closed
run 0 banchi status --ics closed/due.ics
[ "$(grep -c 'BEGIN:VEVENT' closed/due.ics)" -eq 12 ] || fail "a calendar without every due date"
cp closed/due.ics first.ics
run 0 banchi status --ics closed/due.ics
cmp closed/due.ics first.ics || fail "the same calendar differs"
