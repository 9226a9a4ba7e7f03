# The same on a plain CKAN, which has no Thai-GDC fields: they go into extras and are no change afterwards.
# A stock CKAN refuses Thai vowel marks in tags; those datasets are refused, the others are published all the same.
sed -i 's/"embedded": true/"embedded": true, "stock": true/' catalog.json
for file in */metadata.json; do sed -i 's/"tags": \[[^]]*\]/"tags": ["hr", "bangkok"]/' "$file"; done
run 0 banchi publish --json
says '"published": 12'
run 0 banchi publish --json
says '"unchanged": 12'
says '"writes": 0'
run 0 banchi verify
says '12 as published'
sed -i 's/"tags": \[[^]]*\]/"tags": ["สถิติ"]/' permanent-employees-by-sex/metadata.json
run 1 banchi publish --json
says '"refused": 1'
says '"unchanged": 11'
