# Over error findings nothing is sent, not even for the datasets that are in order.
sed -i 's/"update_frequency_unit": "[^"]*"/"update_frequency_unit": "รายปี"/' permanent-employees-by-sex/metadata.json
run 1 banchi publish
says 'M103'
complains 'nothing is planned or sent'
[ ! -e .banchi ] || fail "the sandbox was started"
