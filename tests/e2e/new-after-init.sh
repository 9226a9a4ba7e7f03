# A new workspace with nothing filled in takes a dataset; one whose catalog.json is broken does not.
run 0 banchi init -C "$work/fresh"
run 0 banchi -C "$work/fresh" new staff-count
run 1 banchi -C "$work/fresh" validate staff-count/
says '^1 dataset'
echo '{"defaults": {' >"$work/fresh/catalog.json"
run 2 banchi -C "$work/fresh" new other
complains 'nothing was made'
[ ! -e "$work/fresh/other" ] || fail "it was made"
