# docs/engine.c, the example of metadata/schema.h: the engine without the rest of the program.
mkdir s
echo '{"properties": {"a": {"$ref": "parts.json#/$defs/count"}}, "additionalProperties": false}' >s/schema.json
echo '{"$defs": {"count": {"type": "integer", "minimum": 1}}}' >s/parts.json
echo '{"a": 1}' >s/right.json
echo '{"a": 0, "b": 2}' >s/wrong.json
cd s || exit 1
run 0 "$BUILD/engine" schema.json right.json
run 1 "$BUILD/engine" schema.json wrong.json right.json
says '^wrong.json:1:7: /a: 0 is too small; at least 1 is allowed$'
says '^wrong.json:1:10: /b: the key b is not known here$'
run 1 "$BUILD/engine" schema.json gone.json right.json
complains '^gone.json cannot be opened: No such file or directory$'
echo '{"minimum": "x"}' >schema.json
run 1 "$BUILD/engine" schema.json right.json
says '^schema.json:1:13: /minimum: "minimum" must be a number$'
