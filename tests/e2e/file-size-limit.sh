# A limit on the size of files is a failure of writing here: exit status 74, not a sudden end.
run 74 sh -c "ulimit -f 20; exec \"$BUILD/banchi\" publish"
