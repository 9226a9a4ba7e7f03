# The program speaks Thai installed elsewhere, on a machine without a Thai locale.
mkdir -p "$work/usr/bin" "$work/usr/share/locale/th/LC_MESSAGES"
cp "$BUILD/banchi" "$work/usr/bin/"
cp "$BUILD/locale/th/LC_MESSAGES/banchi.mo" "$work/usr/share/locale/th/LC_MESSAGES/"
LANG=C LC_ALL=C run 0 "$work/usr/bin/banchi" --lang th help
says 'คำสั่ง'
LC_ALL=th_TH.UTF-8 run 0 "$work/usr/bin/banchi" help
says 'คำสั่ง'
LANGUAGE=en LC_ALL=th_TH.UTF-8 run 0 "$work/usr/bin/banchi" help
says 'Commands'
# The manual is installed in both languages, and each page says what the other says: the same commands and options.
(cd "$HERE/../.." && make -s install BUILD="$BUILD" DESTDIR="$work/root" PREFIX=/usr >/dev/null 2>&1) || fail "make install"
for page in man1/banchi.1 man5/banchi-metadata.5 man7/banchi-codes.7; do
    for folder in "$BUILD/man" "$work/root/usr/share/man"; do
        [ -s "$folder/$page" ] || fail "$folder/$page is not there"
        grep -q 'ข้อมูล' "$folder/th/$page" || fail "$folder/th/$page is not in Thai"
        for what in '^\.It.*' '^\.\(Fl\|Ev\) [^ ]*'; do
            grep -o -e "$what" "$folder/$page" | sort -u >"$work/english"
            grep -o -e "$what" "$folder/th/$page" | sort -u >"$work/thai"
            cmp -s "$work/english" "$work/thai" || { diff "$work/english" "$work/thai"; fail "th/$page differs from $page"; }
        done
    done
done
LC_ALL=C run 0 "$work/root/usr/bin/banchi" --lang th help
says 'คำสั่ง'
