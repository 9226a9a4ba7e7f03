// Makes disagreements small: takes away parts of the schema and of the instance as long as both still disagree.
//   node shrink.js FOLDER-WITH-node_modules JUDGE FILE      FILE: what judge printed; prints one small pair a line
'use strict'
const fs = require('fs')
const os = require('os')
const path = require('path')
const { execFileSync } = require('child_process')
const Ajv = require(path.resolve(process.argv[2], 'node_modules', process.env.DRAFT === '7' ? 'ajv' : 'ajv/dist/2020')).default
const pairsFile = path.join(os.tmpdir(), `shrink-${process.pid}.jsonl`)

function verdict(schema, data) {
  try { return new Ajv({ strict: false, validateFormats: false, validateSchema: false, meta: false }).compile(schema)(data) } catch (error) { return error.message }
}

// Every value with one part less, or with a part replaced by something plain.
function* smaller(value) {
  if (value === null || typeof value !== 'object') return
  for (const key of Object.keys(value)) {
    const without = Array.isArray(value) ? value.filter((_, i) => i !== Number(key)) : { ...value }
    if (!Array.isArray(value)) delete without[key]
    yield without
    for (const part of smaller(value[key])) {
      const changed = Array.isArray(value) ? [...value] : { ...value }
      changed[key] = part
      yield changed
    }
    if (value[key] !== true && typeof value[key] === 'object') yield Array.isArray(value) ? value.map((v, i) => i === Number(key) ? true : v) : { ...value, [key]: true }
  }
}

function disagreeing(candidates) {
  fs.writeFileSync(pairsFile, candidates.map(([schema, data]) => JSON.stringify({ schema, data, ajv: verdict(schema, data) }) + '\n').join(''))
  return execFileSync(process.argv[3], [pairsFile], { maxBuffer: 1 << 30 }).toString().split('\n').filter(line => line.includes('{"schema"'))
}

// The smallest are tried first, so many at a time.
const BATCH = 64
const size = pair => JSON.stringify(pair).length

function shrink(line) {
  let kind = line.slice(0, line.indexOf(':')).replace(/ ?\(.*/, '')
  for (;;) {
    const pair = JSON.parse(line.slice(line.indexOf('{"schema"')))
    const candidates = []
    for (const schema of smaller(pair.schema)) candidates.push([schema, pair.data])
    for (const data of smaller(pair.data)) candidates.push([pair.schema, data])
    candidates.sort((a, b) => size(a) - size(b))
    let found
    for (let at = 0; at < candidates.length && !found; at += BATCH)
      found = disagreeing(candidates.slice(at, at + BATCH)).find(next => next.startsWith(kind))
    if (!found || found.length >= line.length) return line
    if (found.length < 110) return found
    line = found
  }
}

for (const line of fs.readFileSync(process.argv[4], 'utf8').split('\n'))
  if (line.includes('{"schema"')) console.log(shrink(line))
fs.rmSync(pairsFile, { force: true })
