# A portal's database keeps no NUL: the file is at fault, and nothing is sent.
sed -i 's/"maintainer": "/&a\\u0000/' permanent-employees-by-sex/metadata.json
sed -i '0,/"title": "/s//&a\\u0000/' permanent-employees-by-age-group/permanent-employees-by-age-group.dictionary.json
run 1 banchi validate
says 'permanent-employees-by-sex/metadata.json:[0-9]*:[0-9]*: error: .*M010'
says 'permanent-employees-by-age-group.dictionary.json:[0-9]*:[0-9]*: error: .*M010'
says ' 2 errors'
run 1 banchi publish
