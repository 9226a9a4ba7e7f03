# The profile and common.json as one standard schema: banchi's own keywords left out, the other file among $defs
# under its $id, where relative references find it.
def bare: walk(if type == "object" then with_entries(select(.key | startswith("banchi:") | not)) else . end);
(.[0] | bare) as $profile | (.[1] | bare | del(.["$schema"])) as $common
| $profile | .["$defs"]["common.json"] = $common
