# convert: the file is there whole at every moment, its mode is kept, and nothing is left behind when the disk fails.
table=permanent-employees-by-agency/permanent-employees-by-agency.csv
cp "$table" "$work/kept.csv"
iconv -f UTF-8 -t TIS-620 "$work/kept.csv" >"$table"
chmod 640 "$table"
cp "$table" "$work/old.csv"

run 74 sh -c "ulimit -f 1; trap '' XFSZ; exec \"$BUILD/banchi\" convert $table"
cmp "$table" "$work/old.csv" || fail "the file was touched"
[ "$(ls permanent-employees-by-agency | wc -l)" -eq 3 ] || fail "something was left behind"

run 0 banchi convert "$table"
cmp "$table" "$work/kept.csv" || fail "the file is not the UTF-8 one"
cmp "$table.original" "$work/old.csv" || fail "the file as it was is not kept"
[ "$(stat -c %a "$table")" = 640 ] || fail "the mode is not kept"

# A second one does not overwrite what the first one kept.
cp "$work/old.csv" "$table"
echo "another" >>"$table"
run 0 banchi convert "$table"
says 'original.2'
cmp "$table.original" "$work/old.csv" || fail "the first file that was kept is overwritten"
tail -n 1 "$table.original.2" | grep -q another || fail "the second file is not kept"

# A link stays a link.
mkdir elsewhere
mv "$work/old.csv" elsewhere/real.csv
ln -s elsewhere/real.csv link.csv
run 0 banchi convert link.csv
[ -L link.csv ] || fail "the link is gone"
cmp elsewhere/real.csv "$work/kept.csv" || fail "what the link leads to is not converted"
