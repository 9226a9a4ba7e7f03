# What a colleague changed on the portal is a conflict and stays as it is; the other datasets go on.
start_portal
run 0 banchi publish
call package_patch '{"id": "permanent-employees-by-sex", "notes": "แก้บนพอร์ทัล"}'
sed -i 's/"notes": "/"notes": "แก้ในไฟล์ /' permanent-employees-by-sex/metadata.json
sed -i 's/"notes": "/"notes": "แก้ในไฟล์ /' permanent-employees-by-agency/metadata.json
run 4 banchi plan
says 'permanent-employees-by-sex: conflict'
run 4 banchi publish --json
says '"conflict": 1'
says '"published": 1'
call package_show '{"id": "permanent-employees-by-sex"}'
grep -q 'แก้บนพอร์ทัล\|\\u0e41\\u0e01\\u0e49\\u0e1a\\u0e19' "$work/answer" || fail "the portal's copy was touched"

# As the message says: take the portal's text over, publish, and then the file's own may follow.
complains_or_says() { grep -q -e "$1" "$work/out" "$work/err" || fail "nobody says: $1"; }
run 4 banchi plan
complains_or_says 'To settle it.*--keep-mine: notes$'
sed -i 's/"notes": ".*",$/"notes": "แก้บนพอร์ทัล",/' permanent-employees-by-sex/metadata.json
run 0 banchi publish permanent-employees-by-sex
says '1 unchanged'
sed -i 's/"notes": "/&ของเรา /' permanent-employees-by-sex/metadata.json
run 0 banchi publish permanent-employees-by-sex
says '1 published'
