"""The rules of generate_table's dictionary, by pandas, 200,000 rows at a time: pandas_table.py FOLDER. Prints "RULE COUNT"."""
import sys
import pandas

folder = sys.argv[1]
agencies = set(pandas.read_csv(folder + "/agencies.csv", dtype=str)["code"])
counts = {}
seen = set()


def add(rule, wrong):
    counts[rule] = counts.get(rule, 0) + int(wrong.sum())


def days(texts):
    return pandas.to_datetime(texts, format="%Y-%m-%d", errors="coerce")


for rows in pandas.read_csv(folder + "/employees.csv", dtype=str, keep_default_na=False, chunksize=200000,
                            on_bad_lines="skip"):
    there = rows != ""
    add("required", (~there).sum(axis=1))
    add("pattern", ~rows.employee.str.fullmatch("EMP[0-9]{8}"))
    add("foreign", ~rows.agency_code.isin(agencies))
    add("length", (rows.agency.str.len() > 150) | (rows.position.str.len() > 60))
    add("choice", there.sex & ~rows.sex.isin(["ชาย", "หญิง"]))
    appointed = days(rows.appointed)
    add("date", there.appointed & appointed.isna())
    add("days", appointed.notna() & ~appointed.between("1960-01-01", "2024-12-31"))
    salary = pandas.to_numeric(rows.salary, errors="coerce")
    add("number", there.salary & salary.isna())
    add("range", salary.notna() & ~salary.between(0, 200000))
    level = pandas.to_numeric(rows.level, errors="coerce")
    add("integer", there.level & level.isna())
    add("levels", level.notna() & ~level.between(1, 11))
    year = pandas.to_numeric(rows.year, errors="coerce")
    add("year", there.year & ~year.between(2400, 2999))
    repeated = rows.employee.isin(seen) | rows.employee.duplicated()
    add("repeated", repeated)
    seen.update(rows.employee)
for rule, count in counts.items():
    print(rule, count)
