# https: what is signed by an authority that --cacert, catalog.json or SSL_CERT_FILE names is believed; everything else is told in plain
# words, with exit status 5, and nothing is sent. A file of certificates that cannot be used is told before anybody is asked.
one=permanent-employees-by-sex
certificate() { # NAME ISSUER DAYS SUBJECT EXTENSION...: NAME.pem and NAME.key, signed by ISSUER, or by itself
    name=$1 issuer=$2 days=$3 subject=$4
    shift 4
    printf '%s\n' "$@" >"$name.ext"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$name.key" -out "$name.csr" -subj "/CN=$subject" 2>"$work/openssl" &&
        openssl x509 -req -in "$name.csr" -days "$days" -extfile "$name.ext" $(if [ "$issuer" = "$name" ]; then echo "-signkey $name.key"; else echo "-CA $issuer.pem -CAkey $issuer.key -CAcreateserial"; fi) \
            -out "$name.pem" 2>>"$work/openssl" || { cat "$work/openssl"; fail "no certificate was made"; }
}
mkdir "$work/tls" && (
    cd "$work/tls" || exit 1
    certificate ca ca 30 'An office' basicConstraints=critical,CA:TRUE keyUsage=keyCertSign
    certificate strange strange 30 'Another office' basicConstraints=critical,CA:TRUE keyUsage=keyCertSign
    certificate good ca 30 localhost subjectAltName=DNS:localhost,IP:127.0.0.1
    certificate other ca 30 portal.example.org subjectAltName=DNS:portal.example.org
    certificate old ca -1 localhost subjectAltName=DNS:localhost
    certificate self self 30 localhost subjectAltName=DNS:localhost
) || exit 1
tls=$work/tls
start_portal
veils=
veil() { # CERTIFICATE: sets $port
    "$BUILD/tests/veil" "$tls/$1.pem" "$tls/$1.key" "${url##*:}" >"$work/veil.out" &
    veils="$veils $!"
    tries=0
    until [ -s "$work/veil.out" ] || [ "$tries" -ge 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    port=$(cat "$work/veil.out")
    : >"$work/veil.out"
}
trap 'kill $veils 2>/dev/null; clean_up' EXIT
export CKAN_API_TOKEN_CITY="$token"
city() { # PORT [JSON]: the portal is there
    rm -f publish.lock.json .banchi/publish.journal.json
    jq '.portals.city = {url: "https://localhost:'"$1"'", create_organization: true} + '"${2-{\}}" catalog.json >"$work/catalog" && cp "$work/catalog" catalog.json
}

veil good
city "$port"
run 5 banchi plan "$one" --portal city
complains "nothing was sent to https://localhost:$port: its certificate is signed by an authority that is not known here"
run 0 banchi publish "$one" --portal city --cacert "$tls/ca.pem"
says '1 published'
cat "$tls/strange.pem" "$tls/ca.pem" >"$work/both.pem"
run 0 banchi plan "$one" --portal city --cacert "$work/both.pem"
SSL_CERT_FILE=$tls/ca.pem run 0 banchi plan "$one" --portal city
SSL_CERT_FILE=$tls/strange.pem run 0 banchi plan "$one" --portal city --cacert "$tls/ca.pem"
run 5 banchi plan "$one" --portal city --cacert "$tls/strange.pem"
run 0 banchi schema pull --portal city --cacert "$tls/ca.pem"
printf '%s\n' "$token" >"$work/token"
run 0 banchi login city --cacert "$tls/ca.pem" <"$work/token"
banchi logout city >/dev/null
mkdir certs && cp "$tls/ca.pem" certs/office.pem
city "$port" '{cacert: "certs/office.pem"}'
run 0 banchi plan "$one" --portal city
run 5 banchi plan "$one" --portal city --cacert "$tls/strange.pem"
for wrong in certs/none.pem ../tls/ca.pem certs; do
    city "$port" '{cacert: "'"$wrong"'"}'
    run 74 banchi plan "$one" --portal city
    complains 'cacert'
done

# told before anybody is asked
: >"$work/empty.pem"
echo 'no certificate' >"$work/words.pem"
openssl x509 -in "$tls/ca.pem" -outform der -out "$work/ca.der"
sed 's/^MI/M!/' "$tls/ca.pem" >"$work/broken.pem"
city 9
for file in "$work/none.pem:cannot be" "$work/empty.pem:is empty" "$work/words.pem:holds no certificate" "$work/ca.der:holds no certificate" \
    "$work/broken.pem:cannot be read" "$tls/good.key:holds no certificate" "$work:"; do
    run 74 banchi plan "$one" --portal city --cacert "${file%%:*}" --verbose
    complains "${file#*:}"
    silent 'status_show'
    SSL_CERT_FILE=${file%%:*} run 74 banchi plan "$one" --portal city
done
run 2 banchi plan "$one" --portal city --cacert ''
run 2 banchi plan "$one" --cacert "$tls/ca.pem"
complains 'https://'

# what is wrong with the other side
refused() { # CERTIFICATE WORDS
    veil "$1"
    city "$port"
    run 5 banchi publish "$one" --portal city --cacert "$tls/ca.pem" --verbose
    complains "$2"
    [ "$(grep -c 'status_show:' "$work/err")" -eq 1 ] || fail "it was tried again"
    silent "$token"
}
refused other 'for another host name'
refused old 'has expired'
refused self 'signed by itself'
run 0 banchi plan "$one" --portal city --cacert "$tls/self.pem"
city "${url##*:}"
run 5 banchi plan "$one" --portal city --cacert "$tls/ca.pem"
complains 'does not speak TLS'
run 2 banchi plan --insecure
