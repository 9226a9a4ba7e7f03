// ajv over a file of one document a line, or over DIR/NAME/metadata.json: compiled once, one process, all errors, each
// with its place.
//   node ajv.js FOLDER-WITH-node_modules SCHEMA FILE-OR-DIR
'use strict'
const fs = require('fs')
const path = require('path')
const modules = path.resolve(process.argv[2], 'node_modules')
const Ajv = require(path.join(modules, 'ajv/dist/2020')).default
const formats = require(path.join(modules, 'ajv-formats')).default
const ajv = new Ajv({ allErrors: true, strict: false })
formats(ajv)
const validate = ajv.compile(JSON.parse(fs.readFileSync(process.argv[3], 'utf8')))

let documents = 0
let wrong = 0
let errors = 0
let out = []
function judge(line) {
  if (line.length === 0) return
  documents++
  if (validate(JSON.parse(line.toString('utf8')))) return
  wrong++
  errors += validate.errors.length
  for (const error of validate.errors) out.push(`${documents}:${error.instancePath}: ${error.message}\n`)
  if (out.length > 1000) flush()
}
function flush() {
  fs.writeSync(1, out.join(''))
  out = []
}

function judgeLines(file) {
  const descriptor = fs.openSync(file, 'r')
  const block = Buffer.alloc(1 << 20)
  let carry = Buffer.alloc(0)
  for (let got; (got = fs.readSync(descriptor, block, 0, block.length, null)) > 0; ) {
    const bytes = carry.length ? Buffer.concat([carry, block.subarray(0, got)]) : block.subarray(0, got)
    let from = 0
    for (let to; (to = bytes.indexOf(10, from)) >= 0; from = to + 1) judge(bytes.subarray(from, to))
    carry = Buffer.from(bytes.subarray(from))
  }
  judge(carry)
}
function judgeFolders(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) judge(fs.readFileSync(path.join(folder, entry.name, 'metadata.json')))
}

const input = process.argv[4]
if (fs.statSync(input).isDirectory()) judgeFolders(input)
else judgeLines(input)
flush()
console.log(`${documents} documents, ${wrong} wrong, ${errors} errors`)
