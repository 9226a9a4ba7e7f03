# A full disk behind standard output is told, with exit status 74.
run 74 sh -c '"$0" validate --json >/dev/full' "$BUILD/banchi"
complains 'standard output'
