// Random pairs of a JSON Schema (2020-12; with DRAFT=7 in the environment draft 07) and an instance, the same for the
// same seed, each with ajv's verdict: one line {"schema", "data", "ajv"} a pair; "ajv" is true, false, or the text of
// what it threw.
//   node generate.js FOLDER-WITH-node_modules COUNT SEED
'use strict'
const path = require('path')
const Ajv = require(path.resolve(process.argv[2], 'node_modules', process.env.DRAFT === '7' ? 'ajv' : 'ajv/dist/2020')).default
const count = Number(process.argv[3])
let state = Number(process.argv[4]) >>> 0

function random() { // mulberry32
  state = (state + 0x6d2b79f5) >>> 0
  let t = state
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = n => Math.floor(random() * n)
const chance = p => random() < p
const pick = list => list[below(list.length)]

// Numbers keep their text: 1.0 and 1e1 must reach both as they are.
class Raw { constructor(text) { this.text = text } }
const numbers = ['0', '1', '2', '3', '5', '7', '10', '-1', '-2', '1.0', '2.50', '0.5', '1.5', '-0.5', '0.1', '0.3', '1e1', '1E2', '20e-1',
  '3.0e0', '-0', '-0.0', '100', '9007199254740993', '0.30000000000000004', '1e20', '4.5', '0.01', '1.1', '12345678901234567890']
const divisors = ['1', '2', '3', '0.5', '0.1', '0.01', '1.5', '0.3', '2.5', '1e1', '10']
const keys = ['a', 'b', 'c', 'ab', 'abc', 'ก', 'é', '', 'a/b', 'x~y', '1']
const texts = ['', 'a', 'ab', 'abc', 'b', 'กข', 'น้ำ', '😀', '😀a', 'a b', '1', '12', '2024-01-31', 'A', '\n', 'a\n', 'é', 'e\u0301', '_x', '\u00a0']
const patterns = ['^a', 'b$', '^[a-c]+$', '\\d', '^\\d+$', '^.$', '^..$', '[ก-ฮ]', '^\\w+$', '^\\S*$', '(a|b){2}', '^$', '^(?!a)', 'a?b',
  '\\p{L}', '^\\P{L}+$', '[^a]', '^\\u0e01', '\\s', '^[\\w-]+$', '(?<n>a)b\\k<n>?', '^a*$']
const types = ['null', 'boolean', 'number', 'integer', 'string', 'array', 'object']
const names = ['p', 'q', 'r', 's']

function instance(depth) {
  switch (below(depth > 0 ? 9 : 5)) {
    case 0: return pick([null, true, false])
    case 1: case 2: return new Raw(pick(numbers))
    case 3: case 4: return pick(texts)
    case 5: case 6: return Array.from({ length: below(5) }, () => instance(depth - 1))
    default: {
      const object = new Map()
      for (let n = below(5); n > 0; n--) object.set(pick(keys), instance(depth - 1))
      return object
    }
  }
}

// Definitions may refer to later ones; where the reference is asked of a part of the instance, to any and to the whole.
function schema(depth, place, inside) {
  if (chance(0.06)) return chance(0.5)
  const out = new Map()
  const sub = () => schema(depth - 1, place, inside)
  const part = () => schema(depth - 1, place, true)
  const list = (make, least) => Array.from({ length: least + below(2) }, make)
  const map = (from, make) => { const m = new Map(); for (let n = 1 + below(2); n > 0; n--) m.set(pick(from), make()); return m }
  const number = from => new Raw(pick(from))
  const flat = [
    () => out.set('type', chance(0.7) ? pick(types) : [...new Set([pick(types), pick(types)])]),
    () => out.set('enum', list(() => instance(1), 1)),
    () => out.set('const', instance(1)),
    () => out.set('multipleOf', number(divisors)),
    () => out.set('maximum', number(numbers)), () => out.set('exclusiveMaximum', number(numbers)),
    () => out.set('minimum', number(numbers)), () => out.set('exclusiveMinimum', number(numbers)),
    () => out.set('maxLength', number(['0', '1', '2', '3', '2.0'])), () => out.set('minLength', number(['0', '1', '2', '3'])),
    () => out.set('pattern', pick(patterns)),
    () => out.set('maxItems', number(['0', '1', '2', '3'])), () => out.set('minItems', number(['0', '1', '2', '3'])),
    () => out.set('uniqueItems', chance(0.8)),
    () => out.set('maxProperties', number(['0', '1', '2', '3'])), () => out.set('minProperties', number(['0', '1', '2', '3'])),
    () => out.set('required', [...new Set(list(() => pick(keys), 1))]),
    () => out.set('dependentRequired', map(keys, () => [...new Set(list(() => pick(keys), 0))])),
    () => { const to = names.slice(place); if (inside) out.set('$ref', pick(['#', ...names.map(n => '#/$defs/' + n), ...names.map(n => '#at-' + n)])); else if (to.length) out.set('$ref', '#/$defs/' + pick(to)) },
  ]
  const deep = [
    () => out.set('properties', map(keys, part)), () => out.set('patternProperties', map(patterns, part)),
    () => out.set('additionalProperties', part()), () => out.set('propertyNames', part()),
    () => out.set('unevaluatedProperties', part()), () => out.set('unevaluatedItems', part()),
    () => out.set('prefixItems', list(part, 1)), () => out.set('items', part()),
    () => { out.set('contains', part()); if (chance(0.4)) out.set('minContains', number(['0', '1', '2'])); if (chance(0.4)) out.set('maxContains', number(['0', '1', '2'])) },
    () => out.set('dependentSchemas', map(keys, sub)),
    () => out.set('allOf', list(sub, 1)), () => out.set('anyOf', list(sub, 1)), () => out.set('oneOf', list(sub, 1)), () => out.set('not', sub()),
    () => { out.set('if', sub()); if (chance(0.8)) out.set('then', sub()); if (chance(0.8)) out.set('else', sub()) },
  ]
  for (let n = 1 + below(2); n > 0; n--) pick(flat)()
  if (depth > 0) for (let n = below(4); n > 0; n--) pick(deep)()
  return out
}

function whole() {
  const root = schema(3, 0, false)
  if (!(root instanceof Map)) return root
  const definitions = new Map()
  names.forEach((name, i) => {
    const body = schema(2, i + 1, false)
    const anchored = body instanceof Map ? body : new Map([['not', !body]])
    anchored.set('$anchor', 'at-' + name)
    definitions.set(name, anchored)
  })
  root.set('$defs', definitions)
  return root
}

// The same in the words of draft 07. What stands beside a $ref says nothing there, and ajv asks it all the same: so
// it stands alone.
const newer = ['prefixItems', 'items', 'dependentRequired', 'dependentSchemas', 'minContains', 'maxContains', '$ref',
  'unevaluatedProperties', 'unevaluatedItems', '$anchor', '$defs', 'enum', 'const']
// ajv refuses an enum with a value twice; by the standard it only should have none (Validation, draft 07, 6.1.2).
const different = list => [...new Map(list.map(value => [JSON.stringify(sorted(JSON.parse(text(value)))), value])).values()]
const sorted = value => value === null || typeof value !== 'object' ? value : Array.isArray(value) ? value.map(sorted)
  : Object.keys(value).sort().map(key => [key, sorted(value[key])])
const inEach = map => new Map([...map].map(([key, value]) => [key, older(value)]))
function older(value) {
  if (Array.isArray(value)) return value.map(older)
  if (!(value instanceof Map)) return value
  const out = new Map()
  for (const [key, part] of value)
    if (!newer.includes(key)) out.set(key, ['properties', 'patternProperties'].includes(key) ? inEach(part) : older(part))
  if (value.has('const')) out.set('const', value.get('const'))
  if (value.has('enum')) out.set('enum', different(value.get('enum')))
  if (value.has('prefixItems')) out.set('items', older(value.get('prefixItems')))
  if (value.has('items')) out.set(value.has('prefixItems') ? 'additionalItems' : 'items', older(value.get('items')))
  const dependencies = new Map([...value.get('dependentRequired') || [], ...inEach(value.get('dependentSchemas') || [])])
  if (dependencies.size > 0) out.set('dependencies', dependencies)
  if (value.has('$defs')) out.set('definitions', inEach(value.get('$defs')))
  if (value.has('$anchor')) out.set('$id', '#' + value.get('$anchor'))
  if (value.has('$ref')) out.set('allOf', [...out.get('allOf') || [], new Map([['$ref', value.get('$ref').replace('$defs', 'definitions')]])])
  return out
}

function text(value) {
  if (value instanceof Raw) return value.text
  if (value instanceof Map) return '{' + [...value].map(([k, v]) => JSON.stringify(k) + ':' + text(v)).join(',') + '}'
  if (Array.isArray(value)) return '[' + value.map(text).join(',') + ']'
  return JSON.stringify(value)
}

let out = []
for (let done = 0; done < count; ) {
  const schemaText = text(process.env.DRAFT === '7' ? older(whole()) : whole())
  let validate = null, thrown = null
  try { validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(schemaText)) } catch (error) { thrown = error.message }
  for (let i = 0; i < 4 && done < count; i++, done++) {
    const data = text(instance(3))
    let verdict = thrown
    if (validate) try { verdict = validate(JSON.parse(data)) } catch (error) { verdict = String(error.message) }
    out.push(`{"schema":${schemaText},"data":${data},"ajv":${JSON.stringify(verdict)}}\n`)
  }
  if (out.length > 500 || done >= count) { process.stdout.write(out.join('')); out = [] }
}
