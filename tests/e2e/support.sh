# What the end-to-end tests share: a workspace of their own, the portal, checks. Runs the test named as first argument.
work=$(mktemp -d)
portal_pid=
clean_up() {
    [ -z "$portal_pid" ] || kill "$portal_pid" 2>/dev/null
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
cp -R "$HERE/../../datasets" "$work/office"
rm -rf "$work/office/.banchi"
cd "$work/office" || exit 1
for name in $(env | sed -n 's/^\(CKAN_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy
export LANG=en HOME="$work" SOURCE_DATE_EPOCH=1795305600

fail() {
    echo "line: $*"
    exit 1
}

# run STATUS COMMAND...: runs it, keeps standard output in $work/out and standard error in $work/err.
run() {
    wanted=$1
    shift
    "$@" >"$work/out" 2>"$work/err"
    status=$?
    [ "$status" -eq "$wanted" ] && return
    cat "$work/out" "$work/err"
    fail "exit status $status instead of $wanted: $*"
}
banchi() { "$BUILD/banchi" "$@"; }
says() { grep -q -e "$1" "$work/out" || { cat "$work/out" "$work/err"; fail "standard output does not say: $1"; }; }
complains() { grep -q -e "$1" "$work/err" || { cat "$work/out" "$work/err"; fail "standard error does not say: $1"; }; }
silent() { ! grep -q -e "$1" "$work/out" "$work/err" || fail "said: $1"; }

# wait_until SECONDS COMMAND...: until the command holds, for so many seconds at most; false when it never did
wait_until() {
    tries=$(($1 * 10))
    shift
    until "$@" 2>/dev/null; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}
# holds_interrupts PID: the program has come so far that a Ctrl-C does not simply end it
holds_interrupts() {
    grep -q '^SigBlk:.*[2367abef]$' "/proc/$1/status"
}
# ends_interrupted PID WHAT: interrupts it, and asserts the end within five seconds and with 130
ends_interrupted() {
    kill -INT "$1" 2>/dev/null || fail "was over before: $2"
    before=$(date +%s%N)
    wait "$1"
    status=$?
    took=$((($(date +%s%N) - before) / 1000000))
    [ "$status" -eq 130 ] || { cat "$work/out" "$work/err"; fail "exit status $status instead of 130: $2"; }
    [ "$took" -lt 5000 ] || fail "ended only after $took ms: $2"
}

# Serves the sandbox in the background; sets $url and $token.
start_portal() {
    : >"$work/portal.out" # not the token of one before
    "$BUILD/banchi" portal --port 0 "$@" >"$work/portal.out" 2>"$work/portal.err" &
    portal_pid=$!
    token=
    tries=0
    while [ -z "$token" ] && [ "$tries" -lt 300 ]; do # a busy machine takes its time
        token=$(sed -n 's/.*: \([0-9a-zA-Z_-]\{32,\}\)$/\1/p' "$work/portal.out")
        [ -n "$token" ] || sleep 0.1
        tries=$((tries + 1))
    done
    url=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/portal.out")
    [ -n "$token" ] && [ -n "$url" ] || { cat "$work/portal.out" "$work/portal.err"; fail "the portal did not start"; }
}
stop_portal() {
    kill "$portal_pid"
    wait "$portal_pid"
    portal_pid=
}

# call ACTION JSON: as a colleague who works on the portal by hand. The answer is in $work/answer.
call() {
    curl -s -H "Authorization: $token" -H 'Content-Type: application/json' -d "$2" "$url/api/3/action/$1" >"$work/answer"
    grep -q '"success": *true' "$work/answer" || { cat "$work/answer"; fail "the portal refused $1"; }
}

. "$1"
