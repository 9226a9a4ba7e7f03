# No superfluous request: each kind of run asks and writes exactly so often.
one=permanent-employees-by-sex
start_portal
jq '.portals.city = {url: "'"$url"'", create_organization: true}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
tables=$(ls */*.dictionary.json | wc -l)
files=$(jq '[.resources[]? | select(.upload)] | length' */metadata.json | jq -s add)
wants() { # REQUESTS WRITES COMMAND...: of a publish
    requests=$1 writes=$2
    shift 2
    run 0 banchi "$@" --json
    [ "$(jq .requests "$work/out") $(jq .writes "$work/out")" = "$requests $writes" ] ||
        fail "$(jq .requests "$work/out") requests and $(jq .writes "$work/out") writes instead of $requests and $writes: $*"
}
asks() { # REQUESTS COMMAND...: of the others
    requests=$1
    shift
    run 0 banchi "$@" --verbose
    [ "$(grep -c '^POST\|^GET' "$work/err")" -eq "$requests" ] || { cat "$work/err"; fail "$(grep -c '^POST\|^GET' "$work/err") requests instead of $requests: $*"; }
}
# without a token nobody is asked anything
run 6 banchi publish --portal city --verbose
! grep -q '^POST' "$work/err" || fail "the portal was asked"
export CKAN_API_TOKEN_CITY="$token"
# a new dataset with one table, and its organization: what the portal is (2), what it has (1), the organization (2, 1 write), the
# dataset, its file and its table (3 writes), and reading back what it shows, the file and the rows (3)
wants 11 4 publish --portal city "$one"
# the others
run 0 banchi publish --portal city
# nothing changed: what the portal is, each dataset, each table, since the DataStore moves no dataset
asks $((2 + 12 + tables)) plan --portal city
wants $((2 + 12 + tables)) 0 publish --portal city
# a text changed: one write, and what the portal shows then
sed -i 's/"notes": "/&ใหม่ /' "$one/metadata.json"
wants 6 1 publish --portal city "$one"
sed -i 's/"notes": "/&ใหม่ /' "$one/metadata.json"
wants $((2 + 12 + tables + 2)) 1 publish --portal city
# two rows changed: the file in one write, the rows that are there, the rows in one write; what it shows, file, rows
two=permanent-employees-by-agency
awk -F, -v OFS=, 'NR == 2 {$3 = $3 + 1} NR == 3 {$3 = $3 - 1} {print}' "$two/$two.csv" >"$work/new.csv" && cp "$work/new.csv" "$two/$two.csv"
wants 10 2 publish --portal city "$two"
# verify: each dataset, each file, each table
asks $((2 + 12 + files + tables)) verify --portal city
asks 4 doctor --portal city
