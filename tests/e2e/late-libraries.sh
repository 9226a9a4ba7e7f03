# Libraries for the portal, XML and archives are loaded when first needed; one that cannot be is told with its package, 74.
late='libcurl\|libxml2\|libzip\|libmicrohttpd\|libsqlite3'
for arguments in version --help 'explain D201' list status fmt validate 'validate --json'; do
    LD_DEBUG=libs run 0 banchi $arguments
    complains 'calling init'
    ! grep "$late" "$work/err" || fail "$arguments loads what it does not need"
done
# broken NAME...: in the place of these libraries stand files that are none
broken() {
    rm -rf "$work/broken"
    mkdir "$work/broken"
    for library; do echo nothing >"$work/broken/$library"; done
}
without() { # STATUS COMMAND...
    LD_LIBRARY_PATH="$work/broken" run "$@"
}
installs() { grep -q "apt-get install --reinstall $1\( \|\$\)" "$work/out" "$work/err" || fail "$1 is not named"; }
broken libcurl.so.4
without 74 banchi publish
installs libcurl4
without 74 banchi plan --json
jq -e '.problem | test("libcurl4$")' "$work/out" >/dev/null || fail "no problem in the object"
without 0 banchi validate
broken libmicrohttpd.so.12
without 74 banchi portal --port 0
installs libmicrohttpd12
broken libsqlite3.so.0
without 74 banchi publish
installs libsqlite3-0
# files that are no tables: what cannot be looked into is not checked, the others are
name=permanent-employees-by-agency
cp "$HERE/../golden/other-files/workspace/records/clean.xlsx" "$name/more.xlsx"
echo '<rows><row>1</row></rows>' >"$name/more.xml"
add() { # FILE FORMAT
    jq --arg file "$1" --arg format "$2" '.resources += [{upload: $file, name: $file, description: $file, format: $format}]' \
        "$name/metadata.json" >"$work/metadata" && cp "$work/metadata" "$name/metadata.json"
}
add more.xml XML
broken libxml2.so.2
without 1 banchi validate
says 'more.xml: not checked'
says '0 errors, 0 warnings, 1 not checked'
installs libxml2
add more.xlsx XLSX
broken libzip.so.4
without 1 banchi validate
says 'more.xlsx: not checked'
installs libzip4
