# What is written into the workspace stays in it (design, rule 9): a link in it, perhaps somebody else's in a repository,
# leads no writing out. A path that a person types may be a link.
elsewhere=$work/elsewhere
mkdir "$elsewhere"
echo mine >"$elsewhere/file"
untouched() { [ "$(ls "$elsewhere")" = file ] && [ "$(cat "$elsewhere/file")" = mine ] || { ls "$elsewhere"; fail "written outside: $1"; }; }

mkdir -p schemas/portals
ln -s "$elsewhere/file" schemas/portals/sandbox.json
run 0 banchi schema pull --portal sandbox
untouched "schema pull, the file"
[ ! -L schemas/portals/sandbox.json ] || fail "the pulled schema is a link"
run 0 banchi validate

rm -r schemas/portals
ln -s "$elsewhere" schemas/portals
run 74 banchi schema pull --portal sandbox
complains 'leads out of its folder'
untouched "schema pull, schemas/portals"

rm -r schemas
ln -s "$elsewhere" schemas
run 74 banchi schema pull --portal sandbox
untouched "schema pull, schemas"
mv catalog.json "$work/catalog.json"
run 74 banchi init --name my-office --title x
untouched "init"
mv "$work/catalog.json" catalog.json
rm schemas

ln -s "$elsewhere/file" plan.json
run 0 banchi plan --portal sandbox -o plan.json
[ -L plan.json ] && grep -q '"digest"' "$elsewhere/file" || fail "a plan's file that is a link was not followed"

# A lock that is a link is no missing lock, wherever it leads; nor are waivers none.
for to in "$work/gone" real.json; do
    echo '{}' >real.json
    ln -s "$to" publish.lock.json
    run 74 banchi verify --portal city
    complains 'publish.lock.json is a symbolic link, which is not followed'
    rm publish.lock.json
    ln -s "$to" privacy-waivers.json
    run 1 banchi validate
    says 'privacy-waivers.json: not checked: .* is a symbolic link'
    rm privacy-waivers.json
done
