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
