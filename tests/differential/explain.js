// Says of each disagreement which clause of the standard it turns on, by taking away what the clause is about: then
// both must agree. README.md has the clauses.
//   node explain.js FOLDER-WITH-node_modules JUDGE FILE      FILE: what shrink.js printed
// Prints "kind: disagreement" lines and their counts; exit status 1 when one is of no kind.
'use strict'
const fs = require('fs')
const os = require('os')
const path = require('path')
const { execFileSync } = require('child_process')
const Ajv = require(path.resolve(process.argv[2], 'node_modules', process.env.DRAFT === '7' ? 'ajv' : 'ajv/dist/2020')).default
const pairFile = path.join(os.tmpdir(), `explain-${process.pid}.jsonl`)

function asked(schema, data) {
  try { return new Ajv({ strict: false, validateFormats: false }).compile(schema)(data) } catch (error) { return error.message }
}

// The pair as text, so that numbers stay as they are written; what both say of it, and whether that is the same.
function judged(text) {
  const { schema, data } = JSON.parse(text)
  const ajv = asked(schema, data)
  fs.writeFileSync(pairFile, text.replace(/}$/, '') + `,"ajv":${JSON.stringify(ajv)}}\n`)
  const answer = execFileSync(process.argv[3], [pairFile]).toString().split('\n')[0]
  const ours = /^ajv .*?, banchi (true|false|not checked|no schema): \{"schema"/.exec(answer)
  return { ajv, banchi: ours ? ours[1] : String(ajv), agree: !ours }
}

// Copies of the value, each with one thing changed by `change`, which gives null where there is nothing to change.
function* changes(value, change) {
  if (value === null || typeof value !== 'object') return
  const changed = change(value)
  if (changed) yield changed
  for (const key of Object.keys(value))
    for (const part of changes(value[key], change)) {
      const copy = Array.isArray(value) ? [...value] : { ...value }
      copy[key] = part
      yield copy
    }
}

const some = (pair, change, wanted) => {
  for (const schema of changes(pair.schema, change))
    if (wanted(judged(JSON.stringify({ schema, data: pair.data })))) return true
  return false
}
const without = (...keys) => object => {
  if (Array.isArray(object) || !keys.every(key => key in object)) return null
  const { [keys[0]]: _, ...rest } = object
  return rest
}
const has = (text, ...keys) => keys.every(key => text.includes(`"${key}":`))
const renamed = text => text.replace(/""/g, '"zz"')
const smallNumbers = text => text.replace(/([:,[])(-?\d[\d.eE+-]*)/g, (all, before, number) => Math.abs(Number(number)) >= 2 ** 53 ? before + '6' : all)
// A branch that fails put as `false`, which evaluates nothing either.
const branchFalse = object => {
  for (const key of ['anyOf', 'oneOf'])
    if (Array.isArray(object[key]))
      for (let i = 0; i < object[key].length; i++)
        if (typeof object[key][i] === 'object') return { ...object, [key]: object[key].map((branch, at) => at === i ? false : branch) }
  return null
}

const kinds = [
  ['ajv throws', (pair, text, before) => typeof before.ajv === 'string'],
  ['key ""', (pair, text) => /\[(?:"[^"]*",)*""/.test(text) && (has(text, 'required') || has(text, 'dependentRequired') || has(text, 'dependencies')) && judged(renamed(text)).agree],
  ['numbers beyond doubles', (pair, text) => smallNumbers(text) !== text && judged(smallNumbers(text)).agree],
  ['contains beside prefixItems', pair => ['prefixItems', 'items'].some(key => some(pair, without(key, 'contains'), after => after.agree))],
  ['contains and unevaluatedItems', (pair, text) => has(text, 'contains', 'unevaluatedItems') &&
    some(pair, without('unevaluatedItems'), after => after.agree)],
  ['annotations of a branch that fails', (pair, text, before) => before.ajv === true && /"unevaluated(Items|Properties)":/.test(text) &&
    some(pair, branchFalse, after => after.agree && after.banchi === before.banchi)],
]

const counts = new Map()
for (const line of fs.readFileSync(process.argv[4], 'utf8').split('\n')) {
  if (!line.includes('{"schema"')) continue
  const text = line.slice(line.indexOf('{"schema"')).replace(/,"ajv":(true|false|"(?:[^"\\]|\\.)*")}$/, '}')
  const pair = JSON.parse(text)
  const before = judged(text)
  const kind = (kinds.find(([, fits]) => fits(pair, text, before)) || ['UNEXPLAINED'])[0]
  counts.set(kind, (counts.get(kind) || 0) + 1)
  console.log(`${kind}: ${line}`)
}
fs.rmSync(pairFile, { force: true })
for (const [kind, count] of counts) console.log(`${count} ${kind}`)
process.exit(counts.has('UNEXPLAINED') ? 1 : 0)
