# Tokens in the environment are not for the sandbox, and stand in no output and no file.
secret=planted-0123456789abcdef0123456789abcdef
export CKAN_API_TOKEN=$secret CKAN_API_TOKEN_SANDBOX=$secret CKAN_API_TOKEN_CITY=$secret
run 0 banchi publish --portal sandbox
silent "$secret"
run 0 banchi plan --json
silent "$secret"
! grep -r -q "$secret" . || fail "a file holds the token"
