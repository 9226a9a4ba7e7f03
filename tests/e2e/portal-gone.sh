# A portal that does not answer: exit status 5, said plainly.
CKAN_URL=http://127.0.0.1:1 CKAN_API_TOKEN=x run 5 banchi plan
complains '127.0.0.1:1'
