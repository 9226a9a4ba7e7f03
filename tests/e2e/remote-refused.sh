# Until the privacy gate exists nothing goes to a remote portal, and no connection is opened.
run 7 banchi plan --portal city
run 7 banchi publish --portal city
CKAN_URL=https://portal.example.org run 7 banchi publish
complains 'personal data'
