# An address with a password or a token in it is wrong use, and what is secret in it is not said.
CKAN_URL=http://user:hunter2@127.0.0.1:1 run 2 banchi plan
silent hunter2
complains '@127.0.0.1:1'
CKAN_URL='http://127.0.0.1:1/?token=hunter2' run 2 banchi plan
silent hunter2
