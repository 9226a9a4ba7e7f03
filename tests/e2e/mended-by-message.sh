# What findings say about mending is a command that can be copied, and it mends.
name=permanent-employees-by-sex
file=$name/metadata.json
sed -i -e 's/"update_frequency_unit": "ปี"/"update_frequency_unit": "yearly"/' \
    -e 's/"geo_coverage": "จังหวัด"/"geo_coverage": "กทม."/' \
    -e 's/"data_type": "ข้อมูลสถิติ"/"data_type": "สถิติ"/' \
    -e 's/"title": /"titel": /' \
    -e 's/"private": false/"private": "false"/' \
    -e 's/"last_updated_date": "2019-/"last_updated_date": "2562-/' \
    -e 's/"format": "CSV"/"format": "XLSX"/' \
    -e 's/"upload": "permanent-employees-by-sex.csv"/"upload": "permanent-employee-by-sex.csv"/' \
    -e "s/\"license_id\": \"Open Data Common\"/\"license_id\": \"Open Data Common\", \"license_id_other\": \"it's\"/" $file
run 1 banchi validate $name
sed -n "s/^    To mend it: banchi/'\$BUILD\/banchi'/p" "$work/out" | grep -v '<\.\.\.>' | sed "s#'\$BUILD#'$BUILD#" >"$work/mend"
[ "$(wc -l <"$work/mend")" -ge 9 ] || { cat "$work/mend"; fail "fewer than nine ways to mend"; }
sh -eu "$work/mend" >/dev/null || fail "a command that mends went wrong"
run 0 banchi validate $name
says '0 errors'
diff "$HERE/../../datasets/$file" $file || fail "the file is not what it was"
# The blank that a person fills in is never written.
run 2 banchi set $name title '<...>'
diff "$HERE/../../datasets/$file" $file || fail "the blank was written"
# A value that a shell or getopt would take apart.
run 0 banchi set $name notes "it's -- \"so\" \$HOME"
run 0 banchi set $name -- notes -5
grep -q '"notes": "-5"' $file || fail "a value that begins with a hyphen"
run 0 banchi set $name/ url http://127.0.0.1/a/
grep -q '"url": "http://127.0.0.1/a/"' $file || fail "the slash at the end of a value was cut"
# A folder or a key that looks like an option.
cp -R $name ./-x
sed -i -e 's/"title": .*/"title": "ก", "-k": 1,/' -e "s/\"name\": \"$name\"/\"name\": \"xx\"/" ./-x/metadata.json
run 1 banchi validate -- -x
sed -n "s/^    To mend it: banchi/'\$BUILD\/banchi'/p" "$work/out" | sed "s#'\$BUILD#'$BUILD#" >"$work/mend"
sh -eu "$work/mend" >/dev/null || fail "a command that mends went wrong: a name that looks like an option"
! grep -q '"-k"' ./-x/metadata.json && grep -q '"name": "-x"' ./-x/metadata.json || fail "a name that looks like an option was not mended"
