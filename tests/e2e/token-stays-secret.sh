# Tokens in the environment are not for the sandbox; no token stands in any output or file, goes to another origin or to a proxy,
# whatever the other side does: pages that say again all that they were sent, redirects with it in their address.
one=permanent-employees-by-sex
secret=planted-0123456789abcdef0123456789abcdef
export CKAN_API_TOKEN=$secret CKAN_API_TOKEN_SANDBOX=$secret CKAN_API_TOKEN_CITY=$secret
run 0 banchi publish --portal sandbox
silent "$secret"
run 0 banchi plan --json
silent "$secret"

mirrors=
trap 'kill $mirrors 2>/dev/null; clean_up' EXIT
mirror() { # STATUS [LOCATION]: sets $port; what it hears is in heard.$port
    : >"$work/mirror.out"
    : >"$work/heard"
    "$BUILD/tests/mirror" "$work/heard" "$@" >"$work/mirror.out" &
    mirrors="$mirrors $!"
    tries=0
    until [ -s "$work/mirror.out" ] || [ "$tries" -ge 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    port=$(cat "$work/mirror.out")
}
city() {
    published "$1"
    jq --arg url "$1" '.portals.city = {url: $url}' catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
}
# Every way to talk to a portal.
talk() {
    for command in "publish --json $one" "doctor --json" verify login "$@"; do
        case $command in
        login) "$BUILD/banchi" login city --verbose >"$work/out" 2>"$work/err" <"$work/token" ;;
        *) "$BUILD/banchi" $command --portal city --verbose >"$work/out" 2>"$work/err" ;;
        esac
        status=$?
        case $status in
        1 | 2 | 5 | 6) ;; # 2: nothing was published, so there is nothing to verify
        *) cat "$work/out" "$work/err"; fail "exit status $status: $command" ;;
        esac
        silent "$secret"
    done
}
printf '%s\n' "$secret" >"$work/token"
# verify asks about what was published: here a dataset of another portal, under this one's name and address.
published() {
    jq --arg url "$1" '{banchi: 1, portals: {city: (.portals.sandbox | .url = $url)}}' .banchi/sandbox/publish.lock.json >publish.lock.json
    rm -f .banchi/publish.journal.json
}
for status in 200 400 401 403 404 413 500; do
    mirror "$status"
    city "http://127.0.0.1:$port"
    talk "plan $one" "plan --json $one" "publish $one" "plan $one -o $work/plan.json" "adopt $one" "schema pull" \
        "pull --json" doctor
    grep -q "$secret" "$work/heard" || fail "the test tests nothing: the portal did not get the token"
done
# sent on to elsewhere
mirror 200
other=$port
mv "$work/heard" "$work/heard.other"
for status in 301 302 307 308; do
    mirror "$status" "http://127.0.0.1:$other"
    city "http://127.0.0.1:$port"
    talk
done
[ ! -s "$work/heard.other" ] || fail "a redirect was followed"
# through a proxy: it is asked for a way, and sees nothing else
for status in 403 407; do
    mirror "$status"
    city https://portal.example.org
    for proxy in https_proxy HTTPS_PROXY ALL_PROXY; do
        : >"$work/heard"
        export $proxy="http://127.0.0.1:$port"
        talk
        unset $proxy
        grep -q '^CONNECT portal.example.org:443' "$work/heard" || fail "nobody came to the proxy: $proxy"
        ! grep -q -i "$secret\|^authorization" "$work/heard" || fail "the proxy has the token"
    done
done
complains 'the proxy refuses the way there (407)'
mirror 200
https_proxy=http://127.0.0.1:$port run 5 banchi publish "$one" --portal city --verbose
! grep -q -i "$secret\|^authorization" "$work/heard" || fail "the proxy has the token"
# plain http that leaves this machine: no token, not even to a proxy
: >"$work/heard"
city http://portal.example.org
http_proxy=http://127.0.0.1:$port ALL_PROXY=http://127.0.0.1:$port run 6 banchi plan "$one" --portal city --verbose
complains 'is http'
silent "$secret"
http_proxy=http://127.0.0.1:$port run 6 banchi publish "$one" --portal city --json
silent "$secret"
[ ! -s "$work/heard" ] || fail "somebody was asked"
# this machine needs no proxy
mirror 403
city "http://localhost:$port"
http_proxy=http://127.0.0.1:$other ALL_PROXY=http://127.0.0.1:$other run 5 banchi publish "$one" --portal city
[ ! -s "$work/heard.other" ] || fail "the loopback was reached through a proxy"

rm -r "$work/heard" "$work/token"
! grep -r -q "$secret" "$work" || fail "a file holds the token"
