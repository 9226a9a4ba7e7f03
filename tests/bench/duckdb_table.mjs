/* The rules of generate_table's dictionary in SQL, by DuckDB: node duckdb_table.mjs PEERS FOLDER THREADS
 * Cells are read as text; one pass counts what each rule finds, another what stands twice. Prints "RULE COUNT". */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [peers, folder, threads] = process.argv.slice(2);
const require = createRequire(pathToFileURL(peers + "/"));
const { DuckDBInstance } = require("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", { threads, preserve_insertion_order: "false" });
const connection = await instance.connect();
const columns = ["employee", "agency_code", "agency", "position", "sex", "appointed", "salary", "level", "year"];
const read = (name, names) => `read_csv('${folder}/${name}', header = true, auto_detect = false, delim = ',', quote = '"',
    escape = '"', store_rejects = true, columns = {${names.map((column) => `'${column}': 'VARCHAR'`).join(", ")}})`;
await connection.run(`CREATE TABLE agencies AS SELECT code FROM ${read("agencies.csv", ["code", "agency"])}`);
const empty = (column) => `(${column} IS NULL OR ${column} = '')`;
const rules = {
    required: columns.map((column) => `${empty(column)}::INT`).join(" + "),
    pattern: "NOT regexp_full_match(employee, 'EMP[0-9]{8}')",
    foreign: "agency_code NOT IN (SELECT code FROM agencies)",
    length: "length(agency) > 150 OR length(position) > 60",
    choice: "sex NOT IN ('ชาย', 'หญิง')",
    date: `NOT ${empty("appointed")} AND TRY_CAST(appointed AS DATE) IS NULL`,
    days: "TRY_CAST(appointed AS DATE) NOT BETWEEN DATE '1960-01-01' AND DATE '2024-12-31'",
    number: `NOT ${empty("salary")} AND TRY_CAST(salary AS DECIMAL(18, 2)) IS NULL`,
    range: "TRY_CAST(salary AS DECIMAL(18, 2)) NOT BETWEEN 0 AND 200000",
    integer: `NOT ${empty("level")} AND TRY_CAST(level AS INTEGER) IS NULL`,
    levels: "TRY_CAST(level AS INTEGER) NOT BETWEEN 1 AND 11",
    year: "TRY_CAST(year AS INTEGER) IS NULL OR TRY_CAST(year AS INTEGER) NOT BETWEEN 2400 AND 2999",
    repeated: null,
};
const sums = Object.entries(rules)
    .filter(([, rule]) => rule !== null)
    .map(([name, rule]) => `sum(coalesce((${rule})::INT, 0)) AS ${name}`);
const counted = await connection.runAndReadAll(`SELECT ${sums.join(", ")},
    count(employee) - count(DISTINCT employee) AS repeated FROM ${read("employees.csv", columns)}`);
const [row] = counted.getRowObjects();
for (const name of Object.keys(rules)) console.log(name, String(row[name]));
const rejected = await connection.runAndReadAll("SELECT count(DISTINCT line) AS lines FROM reject_errors");
console.log("cells", String(rejected.getRowObjects()[0].lines));
