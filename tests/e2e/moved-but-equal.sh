# A write on the portal that changes nothing moves its date; that is no conflict, and nothing is written.
start_portal
run 0 banchi publish
call package_patch '{"id": "permanent-employees-by-sex"}'
run 0 banchi publish --json
says '"unchanged": 12'
says '"writes": 0'
