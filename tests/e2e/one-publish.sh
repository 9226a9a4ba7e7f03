# Two publishes at once in one workspace: the second does nothing, says why, and ends with 74.
exec 9<"$work/office"
flock -n 9 || fail "the folder cannot be claimed"
run 74 banchi publish
complains 'another `banchi publish` is at work'
run 0 banchi plan
says '12 to create'
exec 9<&-
run 0 banchi publish
says '12 published'
