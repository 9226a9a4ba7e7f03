# Control characters in the office's texts and names of files reach no terminal.
sed -i 's/"maintainer": "/&\\u001b[31m\\n/' permanent-employees-by-sex/metadata.json
sed -i 's/"description": "/&\\u001b[31m/' permanent-employees-by-sex/permanent-employees-by-sex.dictionary.json
sed -i 's/"title": "/&\\u001b[31m/' permanent-employees-by-age-group/metadata.json
escape=$(printf '\033')
run 0 banchi show permanent-employees-by-sex
silent "$escape"
run 0 banchi list
silent "$escape"
mv permanent-employees-by-sex "by${escape}[31m
sex"
run 1 banchi validate
silent "$escape"
silent '^sex'
