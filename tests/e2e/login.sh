# login asks the portal before it keeps a token, keeps it for the user and the origin alone, and says it nowhere; logout removes it.
one=permanent-employees-by-sex
file=$work/.config/banchi/tokens/city.json
start_portal
jq '.portals.city = {url: "'"$url"'", create_organization: true} | .portals.far = {url: "http://portal.example.org"}' catalog.json >"$work/catalog" &&
    cp "$work/catalog" catalog.json
run 6 banchi publish "$one" --portal city
complains 'banchi login city'
# what is wrong is not kept
echo wrong-0123456789abcdef0123456789abcdef >"$work/wrong"
run 6 banchi login city --verbose <"$work/wrong"
complains 'does not know this token'
silent wrong-0123456789
[ ! -e "$file" ] || fail "a wrong token was kept"
run 2 banchi login city </dev/null
complains 'No token was given'
printf 'two words\n' >"$work/blank"
run 6 banchi login city <"$work/blank"
silent 'two words'
run 6 banchi login far <"$work/wrong"
complains 'is http'
run 2 banchi login sandbox <"$work/wrong"
run 2 banchi login nowhere <"$work/wrong"
run 2 banchi login
# what is right is
printf '%s\r\nanother line\n' "$token" >"$work/token"
run 0 banchi login city --verbose <"$work/token"
says 'the token of'
silent "$token"
[ "$(stat -c %a "$file")" = 600 ] || fail "mode $(stat -c %a "$file")"
[ "$(stat -c %a "$work/.config/banchi/tokens")" = 700 ] || fail "the folder's mode is $(stat -c %a "$work/.config/banchi/tokens")"
jq -e --arg origin "$url" --arg token "$token" '.origin == $origin and .token == $token' "$file" >/dev/null || fail "something else was kept"
run 0 banchi publish "$one" --portal city
says '1 published'
# it goes to no other origin
jq '.portals.city.url = "'"$(echo "$url" | sed 's/127.0.0.1/localhost/')"'"' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
rm publish.lock.json
run 6 banchi plan "$one" --portal city
complains 'is not sent to http://localhost'
silent "$token"
run 6 banchi login city <"$work/token"
complains 'not written over'
run 0 banchi logout city
says 'was removed'
[ ! -e "$file" ] || fail "it was not removed"
run 0 banchi logout city
says 'no token was kept'
# a portal that is down: only unasked
jq '.portals.city.url = "http://127.0.0.1:9"' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
run 5 banchi login city <"$work/token"
[ ! -e "$file" ] || fail "a token was kept that nobody knows"
run 0 banchi login city --no-check <"$work/token"
CKAN_API_TOKEN_CITY=other run 0 banchi login city --no-check <"$work/token"
complains 'CKAN_API_TOKEN_CITY is set'
# files that others may read, links, and folders that others may write are not used, neither way
for mode in 644 640 666 660; do
    chmod "$mode" "$file"
    run 6 banchi plan "$one" --portal city
    complains 'yours alone'
    run 6 banchi login city --no-check <"$work/token"
    [ "$(stat -c %a "$file")" = "$mode" ] || fail "it was changed"
done
chmod 600 "$file"
for folder in "$work/.config/banchi/tokens" "$work/.config/banchi" "$work/.config"; do
    chmod 777 "$folder"
    run 6 banchi plan "$one" --portal city
    complains 'chmod go-w'
    run 6 banchi login city --no-check <"$work/token"
    chmod 700 "$folder"
done
mv "$file" "$work/elsewhere.json"
ln -s "$work/elsewhere.json" "$file"
run 6 banchi plan "$one" --portal city
complains 'no link'
run 6 banchi login city --no-check <"$work/token"
run 0 banchi logout city
[ -e "$work/elsewhere.json" ] || fail "the link was followed"
mv "$work/.config/banchi" "$work/moved"
ln -s "$work/moved" "$work/.config/banchi"
run 6 banchi login city --no-check <"$work/token"
complains 'no link'
mkdir "$work/config"
XDG_CONFIG_HOME=$work/config run 0 banchi login city --no-check <"$work/token"
[ -f "$work/config/banchi/tokens/city.json" ] || fail "XDG_CONFIG_HOME was passed over"
# nobody but the file has it
silent "$token"
! grep -r -q "$token" . || fail "a file of the workspace holds the token"
