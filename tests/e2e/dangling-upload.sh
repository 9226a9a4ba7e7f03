# A table that is a link to nothing is not there, and its own name is no advice.
ln -sf gone.csv permanent-employees-by-sex/permanent-employees-by-sex.csv
run 1 banchi validate permanent-employees-by-sex
says 'is not there'
silent 'did you mean "permanent-employees-by-sex.csv"'

# A link out of the dataset's folder is not followed: neither checked, nor described or converted, wherever it leads.
printf 'a,b\n1,2\n' >"$work/elsewhere.csv"
ln -sf "$work/elsewhere.csv" permanent-employees-by-sex/permanent-employees-by-sex.csv
run 1 banchi validate permanent-employees-by-sex
says 'M306'
run 2 banchi describe permanent-employees-by-sex/permanent-employees-by-sex.csv
complains 'leads out'
run 2 banchi convert permanent-employees-by-sex/permanent-employees-by-sex.csv
[ -L permanent-employees-by-sex/permanent-employees-by-sex.csv ] || fail "the link was replaced"
