# A table that is a link to nothing is not there, and its own name is no advice.
ln -sf gone.csv permanent-employees-by-sex/permanent-employees-by-sex.csv
run 1 banchi validate permanent-employees-by-sex
says 'is not there'
silent 'did you mean "permanent-employees-by-sex.csv"'
