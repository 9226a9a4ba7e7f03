# What bash offers behind `banchi`: the words of the program's own help, and names of what is there.
command -v bash >/dev/null || exit 0
mkdir "$work/bin" && ln -s "$BUILD/banchi" "$work/bin/banchi"
# offers "WORDS" WORD...: behind the words of the line these are offered, among others
offers() {
    PATH="$work/bin:$PATH" bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _banchi; printf "%s\n" "${COMPREPLY[@]}"' \
        - "$HERE/../../tools/completion.bash" "$@" >"$work/offered" || fail "the completion went wrong: $*"
}
has() { for word; do grep -qx -e "$word" "$work/offered" || { cat "$work/offered"; fail "$word is not offered"; }; done; }
nothing() { ! grep -q . "$work/offered" || { cat "$work/offered"; fail "something is offered"; }; }
offers banchi ''; has validate schema publish verify
offers banchi --lang th validate --; has --lines --profile --threads --json
offers banchi validate --profile ''; has ckan thai-gdc-1.4 thai-gdc-2.1 thai-gdc-2.2 catalog.json
offers banchi validate permanent-employees-by-s; has permanent-employees-by-sex
offers banchi validate --threads ''; nothing
offers banchi schema ''; has check pull show test
offers banchi schema --json te; has test
offers banchi schema test --json cat; has catalog.json
offers banchi schema pull ''; nothing
offers banchi schema pull --portal ''; has sandbox city
offers banchi explain M10; has M101 M109
# Each profile of the program, and each command.
for name in $(cd "$HERE/../../metadata/profiles" && ls | sed -n 's/\(thai-gdc-.*\|ckan\)\.json$/\1/p'); do offers banchi validate --profile "$name"; has "$name"; done
