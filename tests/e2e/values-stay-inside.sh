# What the privacy gate sees stays inside: no output and no file that is written repeats a planted value, whichever
# command comes upon it and whatever else is wrong with the file. Everything planted is invented.
planted() {
    cat <<'END'
1101700230708
1666666666669
1222222222229
1-1017-00230-70-8
๑๑๐๑๗๐๐๒๓๐๗๐๘
แววทองคำ
สมจิตพิสุทธิ์
0891237654
089-123-7654
kanokphan
AA7654321
123-4-56789
kanok_wae77
กข 8642
1977-01-12
มกราคม 2520
91/77
END
}
planted >"$work/planted"
mark=$work/mark

# What the last command said, and each file written since the mark, but for sources.
nothing_said() {
    ! grep -hF -f "$work/planted" "$work/out" "$work/err" || fail "said what was planted: $*"
    find "$work/office" "$work"/*.csv "$work"/*.json "$work"/*.html "$TMPDIR" -newer "$mark" -type f \
        ! -name '*.original' ! -path '*/sources/*' 2>/dev/null | while read -r file; do
        ! grep -qF -f "$work/planted" "$file" || fail "$file holds what was planted: $*"
    done || exit 1
}
ask() {
    "$BUILD/banchi" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" -lt 64 ] || [ "$status" -eq 74 ] || fail "exit status $status: $*"
    nothing_said "$@"
}
shut() {
    ask "$@"
    [ "$status" -eq 7 ] || fail "exit status $status instead of 7: $*"
}

# Every command that comes upon the dataset; with "open" plan and publish stop for another reason than the gate.
every_command() {
    touch -d '1 second ago' "$mark"
    for language in en th; do
        ask --lang $language validate --limit 0 "$1"
        ask --lang $language validate --json "$1"
    done
    rm -f "$work/rejects.csv"
    ask validate --rejects "$work/rejects.csv" "$1"
    for command in 'plan' 'plan --json' "plan -o $work/plan.json" "plan --html $work/plan.html" 'publish' 'publish --json --verbose'; do
        # shellcheck disable=SC2086
        $2 $command "$1"
    done
    ask status
    ask status --json
    ask list
    ask list --json
    ask show "$1"
    ask show "$1" --json
    ask verify "$1" --json
    ask history "$1" --json
    ask doctor --json
}

export TMPDIR="$work/temporary"
mkdir "$TMPDIR" p sources
metadata() { # REST: members of metadata.json
    printf '{"name": "p", "title": "t", "owner_org": "bma-csc", "private": false, %s}\n' "$1" >p/metadata.json
}
files='"notes": "n", "resources": [{"upload": "p.csv", "name": "r", "description": "x", "format": "CSV"}, {"upload": "q.csv", "name": "q", "description": "x", "format": "CSV"}]'
metadata "$files"
printf 'a,b\nก,1\nสมจิตพิสุทธิ์ แววทองคำ,2\n' >p/q.csv
touch -d '1 hour ago' p/*

# A table of columns that are named so, with every kind of fault in its cells, keys and rows.
cat >p/p.csv <<'END'
id,ชื่อ-สกุล,วันเกิด,LINE ID,phone,plate,n
1101700230708,สมจิตพิสุทธิ์ แววทองคำ,1977-01-12,kanok_wae77,0891237654,7กข 8642,1
1101700230708,สมจิตพิสุทธิ์ แววทองคำ,12 มกราคม 2520,kanok_wae77,0891237654,7กข 8642,x1101700230708
1-1017-00230-70-8,"สมจิตพิสุทธิ์ แววทองคำ",1977-01-12,kanok_wae77,0891237654,7กข 8642,สมจิตพิสุทธิ์ แววทองคำ
๑๑๐๑๗๐๐๒๓๐๗๐๘,นายสมจิตพิสุทธิ์ แววทองคำ,1977-01-12,kanokphan@example.com,089-123-7654,7กข 8642,บ้านเลขที่ 91/77 หมู่ 2
broken,"สมจิตพิสุทธิ์ แววทองคำ"1101700230708,x
1101700230708 แววทองคำ
END
cat >p/p.dictionary.json <<'END'
{"fields": [{"name": "id", "type": "integer", "constraints": {"maximum": 5, "unique": true}},
 {"name": "ชื่อ-สกุล", "type": "string", "constraints": {"enum": ["ก"], "maxLength": 3, "pattern": "x+"}},
 {"name": "วันเกิด", "type": "date", "constraints": {"minimum": "2000-01-01"}},
 {"name": "LINE ID", "type": "string", "constraints": {"pattern": "[0-9]+"}},
 {"name": "phone", "type": "integer", "constraints": {"maximum": 10}}, {"name": "plate", "type": "integer"},
 {"name": "n", "type": "integer"}], "primaryKey": ["id"],
 "foreignKeys": [{"fields": ["ชื่อ-สกุล"], "reference": {"resource": "q.csv", "fields": ["a"]}}]}
END
touch -d '1 hour ago' p/*
every_command p shut
ask describe --dry-run p/p.csv p/q.csv
ask describe --json --dry-run p/p.csv p/q.csv
ask describe p/p.csv
rm p/p.dictionary.json
ask describe p/p.csv p/q.csv

# The same words under names that tell nothing; a dictionary that holds them.
{ echo a,b,c && for _ in 1 2 3 4 5 6; do echo 'นายสมจิตพิสุทธิ์ แววทองคำ,kanokphan@example.com,AA7654321'; done; } >p/p.csv
cat >p/p.dictionary.json <<'END'
{"fields": [{"name": "a", "type": "integer", "banchi:example": "นายสมจิตพิสุทธิ์ แววทองคำ"},
 {"name": "b", "type": "string", "constraints": {"enum": ["kanokphan@example.com1"]}, "description": "โทร 089-123-7654"},
 {"name": "d", "type": "1101700230708"}]}
END
touch -d '1 hour ago' p/*
every_command p shut
cp p/p.dictionary.json "$work/sources.json" && rm p/p.dictionary.json "$work/sources.json"
ask describe p/p.csv

# What cannot be read whole: quotes, bytes that are no letters, another character set, no line end.
printf 'a,b\n1101700230708,"\340\270 \n x"y,นายสมจิตพิสุทธิ์ แววทองคำ' >p/p.csv
touch -d '1 hour ago' p/*
every_command p ask
ask convert --dry-run p/p.csv
ask describe --dry-run p/p.csv
printf 'a,b\n1101700230708,นายแววทองคำ แววทองคำ\n' | iconv -f UTF-8 -t TIS-620 >p/p.csv
touch -d '1 hour ago' p/*
every_command p ask
ask convert p/p.csv --dry-run
printf 'a\n1\n' >p/p.csv

# Metadata: values, keys, names of files, links.
cat >p/metadata.json <<'END'
{"name": "p", "title": "ของนายสมจิตพิสุทธิ์ แววทองคำ", "owner_org": "bma-csc", "private": "0891237654",
 "notes": "โทร 089-123-7654 บัตร 1-1017-00230-70-8", "license_id": "kanokphan@example.com", "data_type": "1101700230708",
 "tags": ["1101700230708", "1101700230708"], "titel1101700230708": "x", "update_frequency_interval": "นายสมจิตพิสุทธิ์ แววทองคำ",
 "resources": [{"upload": "p.csv", "name": "นายสมจิตพิสุทธิ์ แววทองคำ", "format": "passport AA7654321"},
  {"upload": "../1101700230708.csv"}, {"upload": "0891237654.csv", "name": "x"},
  {"url": "http://example.org/?id=1101700230708 89"}]}
END
printf 'a\n1\n' >p/0891237654.csv
touch -d '1 hour ago' p/*
every_command p shut
ask explain 1101700230708
ask set p titel1101700230708 x
ask waive P101 p/0891237654.csv --by x --reason x --until 2099-01-01
ask convert --dry-run p/0891237654.csv
rm p/0891237654.csv

# JSON that is broken where the value stands.
for text in \
    '{"name": "p", "title": "นายสมจิตพิสุทธิ์ แววทองคำ" 1101700230708, "x": kanokphan@example.com}' \
    '{"name": "p", "name": "1101700230708", "นายสมจิตพิสุทธิ์ แววทองคำ": 1, "a": 1101700230708e999999, "b": "\ud800 0891237654"}' \
    '{"name": "p", "notes": "นายสมจิตพิสุทธิ์ แววทองคำ 0891237654'; do
    printf '%s' "$text" >p/metadata.json
    touch -d '1 hour ago' p/*
    every_command p ask
    ask fmt p
done

# Other files that would be uploaded.
person='นายสมจิตพิสุทธิ์ แววทองคำ 1101700230708 0891237654 kanokphan@example.com'
one='"notes": "n", "resources": [{"upload": "FILE", "name": "r", "description": "x", "format": "TXT"}]'
for file in a.txt a.json a.xml a.html a.csv.txt; do
    rm -f p/a* p/*.csv
    case $file in
    *.json) printf '{"who": "%s", "id": 1101700230708}' "$person" >p/$file ;;
    *.xml) printf '<?xml version="1.0"?><r who="%s"><id>1101700230708</id></r>' "$person" >p/$file ;;
    *.html) printf '<!doctype html><title>x</title><p>%s</p><!-- 0891237654 -->' "$person" >p/$file ;;
    *) printf 'ผู้ร้อง %s\n' "$person" >p/$file ;;
    esac
    metadata "$(printf '%s' "$one" | sed "s/FILE/$file/")"
    touch -d '1 hour ago' p/*
    every_command p shut
done

# A workbook, with the values in its cells.
cp "$HERE"/../golden/other-files/workspace/records/inline.xlsx p/a.xlsx
rm -f p/a.txt p/a.csv.txt
metadata "$(printf '%s' "$one" | sed -e 's/FILE/a.xlsx/' -e 's/TXT/XLSX/')"
touch -d '1 hour ago' p/*
every_command p shut

# A dataset that is called after a number.
rm -rf p
mkdir 1101700230708
printf '{"name": "x"}' >1101700230708/metadata.json
touch -d '1 hour ago' 1101700230708/*
every_command 1101700230708 ask
