/* Dictionaries drafted from tables: what is drafted, that it never contradicts the table, what is changed. */
#include "base/file.h"
#include "base/json_write.h"
#include "catalog/cell.h"
#include "catalog/describe.h"
#include "catalog/dictionary.h"
#include "catalog/header_name.h"
#include "catalog/table.h"
#include "metadata/dataset.h"
#include "tests/unit/support.h"
#include "tests/support/chance.h"

/* ---- names ---- */

static void thai_headers_get_names_that_a_portal_keeps(void **state)
{
    (void)state;
    static const char *const examples[][2] = {
        {"หน่วยงาน", "agency"},
        {"จำนวนลูกจ้างประจำ (คน)", "permanent_employees_count"},
        {"ปีงบประมาณ (พ.ศ.)", "fiscal_year"},
        {"พ.ศ.", "year"},
        {"ปี 2564", "year_2564"},
        {"ชื่อ-นามสกุล", "full_name"},
        {"ระดับความสำเร็จ", "success_level"},
        {"เลขที่บัตร", "card_number"},
        {"เลขประจำตัวประชาชน", "national_id"},
        {"หมายเลขบัตรประจำตัวประชาชน", "national_id"},
        {"ประเภทบัตรประจำตัว", "id_card_type"},
        {"วุฒิ", "qualification"},
        {"กรอบอัตรากำลัง", "manpower_ceiling"},
        {"จำนวนอัตรา", "posts"},
        {"อัตราที่ว่าง", "vacancies"},
        {"ระดับชำนาญการพิเศษ", "senior_professional_level"},
        {"วันที่บรรจุ", "appointment_date"},
        {"เกษียณก่อนกำหนด", "early_retirement"},
        {"ลาออกจากราชการ", "resignation"},
        {"เงินประจำตำแหน่ง (บาท)", "position_allowance"},
        {"คณะกรรมการ", "committee"},
        {"ระหว่างปีงบประมาณ", "between_fiscal_year"},
        {"บางขุนเทียน", "bangkhunthian"},
        {"คลองสาน", "khlongsan"},
        {"หนองจอก", "nongchok"},
        {"สวนหลวง", "suanluang"},
        {"(คน)", "people"},
        {"", "column_7"},
        {"***", "column_7"},
        {"j", "column_j"},
        {"_id", "id"},
        {"2564", "column_2564"},
        {"Code DVR", "code_dvr"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct text name = {0};
        header_add_name(slice_of(examples[i][0]), 7, &name);
        check_text(text_slice(&name), examples[i][1]);
        assert_true(header_is_plain(text_slice(&name)));
        text_free(&name);
    }
}

static void names_of_any_header_are_within_limits(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 3000; i++) {
        struct text header = {0}, name = {0};
        for (int letters = 0; letters < i % 90; letters++) {
            uint32_t letter = 0x0E01 + chance_below(&seed, 0x57);
            char bytes[4] = {(char)0xE0, (char)(0xB8 + ((letter >> 6) & 1)), (char)(0x80 | (letter & 0x3F)),
                             0};
            text_add(&header, bytes);
        }
        header_add_name(text_slice(&header), 1, &name);
        assert_true(name.length > 0 && name.length <= HEADER_NAME_BYTES);
        assert_true(header_is_plain(text_slice(&name)));
        text_free(&header);
        text_free(&name);
    }
}

static void english_names_get_thai_titles(void **state)
{
    (void)state;
    static const char *const examples[][2] = {{"agency_name", "ชื่อหน่วยงาน"},
                                              {"fiscal_year", "ปีงบประมาณ"},
                                              {"permanent_employees", "ลูกจ้างประจำ"},
                                              {"quux", "quux"}};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct text title = {0};
        header_add_title(slice_of(examples[i][0]), &title);
        check_text(text_slice(&title), examples[i][1]);
        text_free(&title);
    }
}

/* ---- drafting ---- */

struct bench {
    struct arena arena;
    struct finding_lines lines;
    char *folder;
    struct describe_result result;
};

static void bench_open(struct bench *bench)
{
    *bench = (struct bench){.lines = finding_lines()};
    bench->folder = temporary_folder(&bench->arena);
}

static void bench_close(struct bench *bench)
{
    remove_folder(bench->folder);
    text_free(&bench->lines.text);
    arena_free(&bench->arena);
}

static void describe(struct bench *bench, bool keep_names, bool rename)
{
    struct problem problem = {0};
    struct describe_request request = {.path = file_join(&bench->arena, bench->folder, "t.csv"),
                                       .file = "t.csv",
                                       .keep_names = keep_names,
                                       .rename = rename,
                                       .dry = !rename, /* flushing thousands of files takes its time */
                                       .arena = &bench->arena,
                                       .sink = &bench->lines.sink};
    assert_true(describe_table(&request, &bench->result, &problem));
    if (!rename && bench->result.after.length > 0)
        put_bytes(bench->folder, "t.dictionary.json", bench->result.after);
}

static struct slice read_back(struct bench *bench, const char *name)
{
    struct slice text;
    struct problem problem = {0};
    assert_true(
        file_read(&bench->arena, file_join(&bench->arena, bench->folder, name), 1 << 26, &text, &problem));
    return text;
}

static const struct json *field_get(struct bench *bench, struct json *root, const char *name)
{
    const struct json_fault *faults;
    assert_true(json_read(&bench->arena, read_back(bench, "t.dictionary.json"), root, &faults));
    const struct json *fields = json_get(root, "fields");
    for (uint32_t i = 0; i < fields->count; i++)
        if (slice_equals(json_text(json_get(&fields->items[i], "name")), name))
            return &fields->items[i];
    return NULL;
}

struct expected {
    const char *header;
    const char *cells; /* one a line */
    const char *type;
    const char *format; /* "" for none */
    const char *era;
    const char *role;
};

/* A column by its cells, beside one that names the rows. */
static void check_column(const struct expected *expected)
{
    struct bench bench;
    struct json root;
    struct text table = {0};
    bench_open(&bench);
    text_format(&table, "key,%s\n", expected->header);
    int row = 0;
    for (const char *at = expected->cells; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        text_format(&table, "k%c,%.*s\n", 'a' + row++ % 26, (int)length, at);
        at += length + (at[length] == '\n');
    }
    put_file(bench.folder, "t.csv", table.at);
    describe(&bench, true, false);
    const struct json *field = field_get(&bench, &root, expected->header);
    assert_non_null(field);
    check_text(json_text(json_get(field, "type")), expected->type);
    check_text(json_text(json_get(field, "format")), expected->format);
    check_text(json_text(json_get(field, "banchi:era")), expected->era);
    check_text(json_text(json_get(field, "banchi:role")), expected->role);
    text_free(&table);
    bench_close(&bench);
}

static void columns_are_known_by_their_cells(void **state)
{
    (void)state;
    static const struct expected examples[] = {
        {"employees", "1\n20\n3", "integer", "", "", "measure"},
        {"share", "1.5\n2\n-3.25", "number", "", "", "measure"},
        {"paid", "\"1,200\"\n15\n\"3,000,000\"", "integer", "", "", "measure"},
        {"agency_code", "001\n002\n010", "string", "", "", "dimension"},
        {"agency_code", "101\n102\n110", "integer", "", "", "dimension"},
        {"day", "2021-01-31\n2020-02-29", "date", "", "", "dimension"},
        {"day", "31/01/2564\n29/02/2563", "date", "%d/%m/%Y", "buddhist", "dimension"},
        {"day", "01/31/2021\n02/28/2020", "date", "%m/%d/%Y", "", "dimension"},
        {"day", "1 มกราคม 2564\n28 กุมภาพันธ์ 2563", "date", "%d %B %Y", "buddhist", "dimension"},
        {"day", "1 ม.ค. 2564\n28 ก.พ. 2563", "date", "%d %B %Y", "buddhist", "dimension"},
        {"day", "1 ม.ค. 64\n28 ก.พ. 63", "date", "%d %b %y", "buddhist", "dimension"},
        {"month", "ม.ค. 67\nธ.ค. 66", "date", "%b %y", "buddhist", "dimension"},
        {"month", "มกราคม 2567\nธันวาคม 2566", "date", "%B %Y", "buddhist", "dimension"},
        {"day", "31/12/67\n1/1/67", "string", "", "", "dimension"},
        {"growth", "-0.5\n0\n-1.25", "number", "", "", "measure"},
        {"growth", "-0\n1", "string", "", "", "dimension"},
        {"day", "31/02/2564\n29/02/2563", "string", "", "", "dimension"},
        {"day", "31/01/2021\n29/02/2563", "string", "", "", "dimension"},
        {"date", "20210131\n20200229", "date", "%Y%m%d", "", "dimension"},
        {"value", "20210131\n20200229", "integer", "", "", "measure"},
        {"at", "2021-01-31T08:30:00Z\n2021-01-31T08:30:00Z", "datetime", "", "", "dimension"},
        {"at", "31/01/2564 08:30\n29/02/2563 23:59", "datetime", "%d/%m/%Y %H:%M", "buddhist", "dimension"},
        {"at", "08:30\n23:59", "time", "%H:%M", "", "dimension"},
        {"month", "2564-01\n2564-12", "yearmonth", "", "buddhist", "dimension"},
        {"fiscal_year", "2562\n2563\n2564", "year", "", "buddhist", "dimension"},
        {"year", "2019\n2020\n2021", "year", "", "", "dimension"},
        {"year", "2019\n2563\n2564", "integer", "", "", "dimension"},
        {"employees", "2562\n2563\n2564", "integer", "", "", "measure"},
        {"x", "2562\n2563\n2564", "year", "", "buddhist", "dimension"},
        {"open", "true\nfalse\ntrue", "boolean", "", "", "dimension"},
        {"passed", "ใช่\nไม่ใช่", "boolean", "", "", "dimension"},
        {"number", "1\n2\n3", "integer", "", "", "dimension"},
        {"contact", "0812345678\n0812345679", "string", "", "", "identifier"},
        {"person", "นายสมมติ ใจดี\nนางทดลอง มากมี", "string", "", "", "identifier"},
        {"position", "นายช่างโยธา\nนายช่างไฟฟ้า", "string", "", "", "dimension"},
        {"a", "-\n1\nN/A", "integer", "", "", "measure"},
        {"a", "-\n-", "string", "", "", "dimension"},
        {"paid", "\"1204,5\"\n\"15,25\"\n3", "number", "", "", "measure"},
        {"paid", "\"1.204,50\"\n\"15,25\"", "number", "", "", "measure"},
        {"site", "https://example.org/a\nhttp://example.org", "string", "uri", "", "dimension"},
        {"site", "https://example.org/ก\nhttp://example.org", "string", "", "", "dimension"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        check_column(&examples[i]);
}

/* ---- a draft never contradicts its table ---- */

static void add_random_cell(uint64_t *random, unsigned kind, struct text *out)
{
    static const char *const words[] = {"ชาย",   "หญิง",   "สำนักอนามัย", "ก.ก.",   "a b",
                                        "ไม่ระบุ", "รวมพล", "\"q\"\"\"", "\"x,y\""};
    static const char *const months[] = {"มกราคม", "มี.ค.", "ธันวาคม", "พ.ค."};
    unsigned a = chance_below(random, 28) + 1, b = chance_below(random, 12) + 1;
    unsigned year = kind % 2 ? 2500 + chance_below(random, 70) : 1950 + chance_below(random, 80);
    switch (kind / 2) {
    case 0:
        text_format(out, "%d", (int)chance_below(random, 100000) - 500);
        return;
    case 1:
        text_format(out, "%u.%02u", chance_below(random, 1000), chance_below(random, 100));
        return;
    case 2:
        text_format(out, "\"%u,%03u\"", chance_below(random, 999) + 1, chance_below(random, 1000));
        return;
    case 3:
        text_format(out, kind % 2 ? "%u%%" : "%u บาท", chance_below(random, 100));
        return;
    case 4:
        text_format(out, "%04u-%02u-%02u", year, b, a);
        return;
    case 5:
        text_format(out, kind % 4 > 1 ? "%02u/%02u/%04u" : "%u/%u/%04u", a, b, year);
        return;
    case 6:
        text_format(out, "%u %s %04u", a, CHANCE_PICK(random, months), year);
        return;
    case 7:
        text_format(out, "%04u", year);
        return;
    case 8:
        text_format(out, "%04u-%02u", year, b);
        return;
    case 9:
        text_format(out, "%02u:%02u", a % 24, b * 4);
        return;
    case 10:
        text_format(out, "%04u-%02u-%02uT%02u:%02u:%02u%s", year, b, a, a % 24, b, a,
                    chance_below(random, 2) ? "Z" : "");
        return;
    case 11:
        text_add(out, chance_below(random, 2) ? "ใช่" : "ไม่ใช่");
        return;
    case 12:
        text_add(out, chance_below(random, 2) ? "TRUE" : "false");
        return;
    case 13:
        text_add(out, CHANCE_PICK(random, words));
        return;
    case 14:
        text_format(out, "%04u", chance_below(random, 10000));
        return;
    case 15:
        text_format(out, kind % 2 ? "\"%u,%u\"" : "\"%u.%03u,%02u\"", chance_below(random, 900) + 1,
                    chance_below(random, 1000), chance_below(random, 100));
        return;
    case 16:
        text_format(out, "https://example.org/%u", chance_below(random, 100));
        return;
    default:
        text_format(out, "คำ%u", chance_below(random, 100000));
    }
}

static void add_random_table(uint64_t *random, struct text *out, unsigned *columns)
{
    static const char *const missing[] = {"", "-", "N/A", "ไม่ระบุ", "NULL"};
    static const char *const headers[] = {"year", "จำนวน", "code", "x", "วันที่", "share_percent", "รหัส", "ปี"};
    unsigned kinds[8], rows = chance_below(random, 60) + 1, gaps = chance_below(random, 4);
    *columns = chance_below(random, 6) + 1;
    for (unsigned i = 0; i < *columns; i++) {
        kinds[i] = chance_below(random, 36);
        text_format(out, "%s%s%u", i > 0 ? "," : "", CHANCE_PICK(random, headers), i);
    }
    text_add(out, "\n");
    for (unsigned row = 0; row < rows; row++) {
        for (unsigned i = 0; i < *columns; i++) {
            text_add(out, i > 0 ? "," : "");
            bool odd = chance_below(random, 200) == 0; /* now and then something of another kind */
            if (gaps > 0 && *columns > 1 && chance_below(random, 20) < gaps)
                text_add(out, CHANCE_PICK(random, missing));
            else
                add_random_cell(random, odd ? chance_below(random, 36) : kinds[i], out);
        }
        text_add(out, "\n");
    }
}

/* Every cell judged by the dictionary that was drafted. */
static void check_draft_holds(struct bench *bench)
{
    struct dataset dataset = {.name = "t", .folder = bench->folder};
    struct dictionary dictionary;
    struct problem problem = {0};
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    struct cell_room room = {0};
    assert_int_equal(
        dictionary_read(&dataset, slice_of("t.csv"), &bench->arena, &bench->lines.sink, &dictionary),
        DICTIONARY_READ);
    dictionary_compile(&dictionary, &bench->arena, &bench->lines.sink);
    struct table *table = table_open(file_join(&bench->arena, bench->folder, "t.csv"), &problem);
    table_set_dialect(table, dictionary.dialect);
    while (table_next(table, &row, &fault, &line, &column, &problem)) {
        assert_int_equal(row.count, dictionary.field_count);
        for (size_t i = 0; i < row.count; i++) {
            struct cell_verdict verdict;
            if (row.header) {
                assert_true(slice_equal(row.cells[i], dictionary.fields[i].name));
                continue;
            }
            enum cell_state state = cell_judge(dictionary.rules[i], row.cells[i], &room, &verdict);
            bool mixed = state == CELL_FAULTY && verdict.code == CODE_D210; /* the data's fault */
            if (!mixed && (state == CELL_FAULTY || state == CELL_NOT_CHECKED)) {
                print_error("row %zu, column %zu: \"%.*s\": %s\n%.*s\n", row.number, i + 1,
                            SLICE(row.cells[i]), code_row(verdict.code)->name,
                            SLICE(read_back(bench, "t.dictionary.json")));
                fail();
            }
        }
    }
    check_text(text_slice(&bench->lines.text), "");
    table_close(table);
    cell_room_free(&room);
    dictionary_close(&dictionary);
}

static void a_draft_never_contradicts_its_table(void **state)
{
    (void)state;
    uint64_t random = 2564;
    for (int i = 0; i < 400; i++) {
        struct bench bench;
        struct text table = {0};
        unsigned columns;
        bench_open(&bench);
        add_random_table(&random, &table, &columns);
        put_file(bench.folder, "t.csv", table.at);
        describe(&bench, true, false);
        assert_int_equal(bench.result.outcome, DESCRIBE_NEW);
        check_draft_holds(&bench);
        describe(&bench, true, false); /* and again: nothing to change */
        assert_int_equal(bench.result.outcome, DESCRIBE_UNCHANGED);
        assert_int_equal(bench.result.change_count, 0);
        text_free(&table);
        bench_close(&bench);
    }
}

/* A dictionary of one table held against another one of the same columns: what comes out holds. */
static void a_changed_dictionary_does_not_contradict_either(void **state)
{
    (void)state;
    uint64_t random = 77;
    for (int i = 0; i < 300; i++) {
        struct bench bench;
        struct text tables[2] = {{0}, {0}};
        unsigned columns[2] = {0, 1};
        bench_open(&bench);
        while (columns[0] != columns[1])
            for (int t = 0; t < 2; t++) {
                text_clear(&tables[t]);
                add_random_table(&random, &tables[t], &columns[t]);
            }
        size_t header = strcspn(tables[0].at, "\n");
        const char *rows = strchr(tables[1].at, '\n');
        put_file(bench.folder, "t.csv", tables[0].at);
        describe(&bench, true, false);
        put_file(bench.folder, "t.csv",
                 arena_format(&bench.arena, "%.*s%s%s", (int)header, tables[0].at, rows,
                              i % 2 ? "" : tables[0].at + header + 1));
        describe(&bench, true, false);
        check_draft_holds(&bench);
        describe(&bench, true, false);
        assert_int_equal(bench.result.outcome, DESCRIBE_UNCHANGED);
        text_free(&tables[0]);
        text_free(&tables[1]);
        bench_close(&bench);
    }
}

/* ---- keys ---- */

static void check_key(const char *table, const char *key)
{
    struct bench bench;
    struct json root;
    bench_open(&bench);
    put_file(bench.folder, "t.csv", table);
    describe(&bench, true, false);
    (void)field_get(&bench, &root, "");
    struct text got = {0};
    struct json_writer writer = {.out = &got};
    const struct json *found = json_get(&root, "primaryKey");
    if (found != NULL)
        json_write_value(&writer, found);
    check_text(text_slice(&got), key);
    text_free(&got);
    bench_close(&bench);
}

static void the_smallest_key_is_found(void **state)
{
    (void)state;
    check_key("agency,employees\na,1\nb,2\n", "[\"agency\"]");
    check_key("employees,share\n1,2\n3,4\n", "");
    check_key("year,sex,employees\n2563,ชาย,1\n2563,หญิง,2\n2564,ชาย,3\n2564,หญิง,3\n", "[\"year\",\"sex\"]");
    check_key("a,b\nx,y\nx,y\n", "");
    check_key("a,b\nx,\ny,z\nx,z\n", "");
}

static void a_key_is_judged_by_every_row(void **state)
{
    (void)state;
    for (int last = 0; last < 2; last++) {
        struct text table = {0};
        text_add(&table, "code,part,sub\n");
        for (int i = 0; i < 40000; i++)
            text_format(&table, "c%d,p%d,s%d\n", i, i / 10, i % 10);
        text_add(&table, last ? "c7,p90000,s1\n" : "c90000,p90000,s1\n");
        check_key(table.at, last ? "[\"part\",\"sub\"]" : "[\"code\"]");
        text_free(&table);
    }
}

/* ---- a dictionary that is there ---- */

static void check_change(const char *table, const char *before, const char *after)
{
    struct bench bench;
    bench_open(&bench);
    put_file(bench.folder, "t.csv", table);
    put_file(bench.folder, "t.dictionary.json", before);
    describe(&bench, false, false);
    check_text(read_back(&bench, "t.dictionary.json"), after);
    bench_close(&bench);
}

static void what_the_data_contradicts_is_changed_and_nothing_else(void **state)
{
    (void)state;
    check_change("a\n1\n9\n",
                 "{ \"fields\":[ {\"name\":\"a\",   "
                 "\"type\":\"integer\",\"constraints\":{\"minimum\":2,\"maximum\" : 5}} ] }",
                 "{ \"fields\":[ {\"name\":\"a\",   "
                 "\"type\":\"integer\",\"constraints\":{\"minimum\":1,\"maximum\" : 9}} ] }");
    check_change(
        "a\nx\ny\n", "{\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"constraints\":{\"enum\":[\"x\"]}}]}",
        "{\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"constraints\":{\"enum\":[\"x\", \"y\"]}}]}");
    check_change("a,b\n1,2\n,2\n",
                 "{\"fields\":[{\"name\":\"a\",\"type\":\"integer\",\"constraints\":{\"required\":true}},{"
                 "\"name\":\"b\"}]}",
                 "{\"fields\":[{\"name\":\"a\",\"type\":\"integer\",\"constraints\":{\"required\":false}},{"
                 "\"name\":\"b\"}]}");
    check_change("a\n1\n-\n", "{\"fields\":[{\"name\":\"a\",\"type\":\"integer\"}]}",
                 "{\"fields\":[{\"name\":\"a\",\"type\":\"integer\", \"missingValues\": [\"\", \"-\"]}]}");
    check_change("a\n1\n2.5\n",
                 "{\"fields\":[{\"name\":\"a\",\"title\":\"ก\",\"type\":\"integer\",\"constraints\":{"
                 "\"minimum\":0,\"maximum\":2}}]}",
                 "{\"fields\":[{\"name\":\"a\",\"title\":\"ก\",\"type\":\"number\",\"constraints\":{"
                 "\"minimum\":0,\"maximum\":2.5}}]}");
    check_change("a\nabc\n",
                 "{\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"constraints\":{\"pattern\":\"[0-9]+\","
                 "\"maxLength\":2}}]}",
                 "{\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"constraints\":{\"maxLength\":3}}]}");
    check_change("k\nx\nx\n",
                 "{\"fields\":[{\"name\":\"k\",\"type\":\"string\",\"constraints\":{\"unique\":true}}],"
                 "\"primaryKey\":\"k\"}",
                 "{\"fields\":[{\"name\":\"k\",\"type\":\"string\",\"constraints\":{\"unique\":false}}]}");
    check_change("d\n01/02/2564\n",
                 "{\"fields\":[{\"name\":\"d\",\"type\":\"date\",\"format\":\"%d/%m/%Y\"}]}",
                 "{\"fields\":[{\"name\":\"d\",\"type\":\"date\",\"format\":\"%d/%m/%Y\", \"banchi:era\": "
                 "\"buddhist\"}]}");
}

static void sums_and_texts_of_persons_stay(void **state)
{
    (void)state;
    static const char written[] =
        "{\n  \"fields\": [\n    {\"name\": \"a\", \"type\": \"integer\", \"banchi:sums\": 100}\n  ],\n"
        "  \"foreignKeys\": [{\"fields\": [\"a\"], \"reference\": {\"resource\": \"b.csv\", "
        "\"fields\": [\"a\"]}}]\n}";
    check_change("a\n1\n2\n", written, written);
}

static void fields_follow_the_columns(void **state)
{
    (void)state;
    check_change("b,a\nx,1\ny,2\n",
                 "{\"fields\": [\n  {\"name\": \"a\", \"type\": \"integer\"},\n  {\"name\": \"b\", \"type\": "
                 "\"string\"}\n]}",
                 "{\"fields\": [\n  {\"name\": \"b\", \"type\": \"string\"},\n  {\"name\": \"a\", \"type\": "
                 "\"integer\"}\n]}");
    check_change("a\n1\n2\n",
                 "{\"fields\": [{\"name\": \"a\", \"type\": \"integer\"}, {\"name\": \"gone\", "
                 "\"description\": \"x\"}]}",
                 "{\"fields\": [{\"name\": \"a\", \"type\": \"integer\"}, {\"name\": \"gone\", "
                 "\"description\": \"x\"}]}");
}

static void names_that_were_proposed_are_known_again(void **state)
{
    static const char *const tables[] = {"a,a,,b \n1,2,3,4\n5,6,7,8\n", ",,\n1,2,3\n",
                                         "หน่วยงาน,หน่วยงาน\nก,1\n"};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof tables / sizeof *tables; i++) {
        struct bench bench;
        bench_open(&bench);
        put_file(bench.folder, "t.csv", tables[i / 2]);
        describe(&bench, i % 2 == 0, false);
        assert_int_equal(bench.result.outcome, DESCRIBE_NEW);
        describe(&bench, i % 2 == 0, false);
        assert_int_equal(bench.result.outcome, DESCRIBE_UNCHANGED);
        bench_close(&bench);
    }
}

/* ---- renaming ---- */

static void a_renamed_header_agrees_and_the_rows_stay(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    put_file(bench.folder, "t.csv", "หน่วยงาน,\"จำนวน, คน\",หน่วยงาน\r\nก,1,ข\r\n\"ค\",2,ง");
    describe(&bench, false, true);
    assert_int_equal(bench.result.rename_count, 3);
    assert_true(bench.result.renamed);
    check_text(read_back(&bench, "t.csv"), "agency,people_count,agency_2\r\nก,1,ข\r\n\"ค\",2,ง");
    check_text(read_back(&bench, "t.csv.original"), "หน่วยงาน,\"จำนวน, คน\",หน่วยงาน\r\nก,1,ข\r\n\"ค\",2,ง");
    check_draft_holds(&bench);
    bench_close(&bench);
}

static void a_header_below_a_title_is_renamed_alone(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    put_file(bench.folder, "t.csv", "\xEF\xBB\xBFรายงาน\n\nหน่วยงาน;จำนวน\r\nก;1\r\nข;2\r\n");
    describe(&bench, false, true);
    assert_true(bench.result.renamed);
    check_text(read_back(&bench, "t.csv"), "\xEF\xBB\xBFรายงาน\n\nagency;count\r\nก;1\r\nข;2\r\n");
    check_draft_holds(&bench);
    bench_close(&bench);
}

static void the_end_of_a_renamed_line_stays(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    put_file(bench.folder, "t.csv", "หน่วยงาน,จำนวน|ก,1|");
    put_file(bench.folder, "t.dictionary.json",
             "{\"fields\":[{\"name\":\"a\",\"title\":\"หน่วยงาน\"}],\"dialect\":{\"lineTerminator\":\"|\"}}");
    describe(&bench, false, true);
    assert_true(bench.result.renamed);
    check_text(read_back(&bench, "t.csv"), "a,count|ก,1|");
    bench_close(&bench);
}

static void how_a_table_is_separated_is_drafted(void **state)
{
    static const char *const examples[][2] = {
        {"a;b\n1,5;\"x;y\"\n2;z\n", "{\"delimiter\":\";\"}"},
        {"a\tb\n1\t2\n", "{\"delimiter\":\"\\t\"}"},
        {"a|b|c\n1|2|3\n", "{\"delimiter\":\"|\"}"},
        {"a,b\n1;2,3;4\n", ""},
        {"a\n1;2\n3;4\n", ""},
        {"a;x,b\n1,2\n", ""},
        {"title\n\na,b\n1,2\n3,4\n", "{\"headerRows\":[3]}"},
        {"title\na;b\nx;1\ny;2\n", "{\"delimiter\":\";\",\"headerRows\":[2]}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct bench bench;
        struct json root;
        struct text dialect = {0};
        struct json_writer writer = {.out = &dialect};
        bench_open(&bench);
        put_file(bench.folder, "t.csv", examples[i][0]);
        describe(&bench, true, false);
        (void)field_get(&bench, &root, "");
        text_add(&dialect, "");
        if (json_get(&root, "dialect") != NULL)
            json_write_value(&writer, json_get(&root, "dialect"));
        check_text(text_slice(&dialect), examples[i][1]);
        check_draft_holds(&bench);
        describe(&bench, true, false);
        assert_int_equal(bench.result.outcome, DESCRIBE_UNCHANGED);
        text_free(&dialect);
        bench_close(&bench);
    }
    check_change(
        "a;b\n1;2\n", "{\"fields\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
        "{\"fields\":[{\"name\":\"a\"},{\"name\":\"b\"}], \"dialect\": {\n  \"delimiter\": \";\"\n}}");
    check_change("a;b\n1;2\n",
                 "{\"dialect\":{\"delimiter\":\";\"},\"fields\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
                 "{\"dialect\":{\"delimiter\":\";\"},\"fields\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
    check_change("x\n\na;b\n1;2\n",
                 "{\"fields\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"dialect\":{\"delimiter\":\";\","
                 "\"headerRows\":[1]}}",
                 "{\"fields\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"dialect\":{\n  \"headerRows\": [3],\n  "
                 "\"delimiter\": \";\"\n}}");
    check_change("#x\na;b\n1;2\n",
                 "{\"dialect\":{\"delimiter\":\";\",\"commentChar\":\"#\"},\"fields\":[{\"name\":\"a\"},{"
                 "\"name\":\"b\"}]}",
                 "{\"dialect\":{\"delimiter\":\";\",\"commentChar\":\"#\"},\"fields\":[{\"name\":\"a\"},{"
                 "\"name\":\"b\"}]}");
}

static void what_cannot_be_described_is_told(void **state)
{
    (void)state;
    static const char *const examples[][2] = {
        {"", "D153 error t.csv:1:0 - the table is empty\n"},
        {"a\n\xA1\xD2\n", "D153 error t.csv:2:0 - the table is not UTF-8\n"},
        {"\"a\n", "D153 error t.csv:1:0 - the table's header cannot be read\n"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct bench bench;
        bench_open(&bench);
        put_file(bench.folder, "t.csv", examples[i][0]);
        describe(&bench, false, false);
        assert_int_equal(bench.result.outcome, DESCRIBE_REFUSED);
        check_text(text_slice(&bench.lines.text), examples[i][1]);
        assert_int_equal(file_kind(bench.result.dictionary), FILE_ABSENT);
        bench_close(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thai_headers_get_names_that_a_portal_keeps),
        cmocka_unit_test(names_of_any_header_are_within_limits),
        cmocka_unit_test(english_names_get_thai_titles),
        cmocka_unit_test(columns_are_known_by_their_cells),
        cmocka_unit_test(a_draft_never_contradicts_its_table),
        cmocka_unit_test(a_changed_dictionary_does_not_contradict_either),
        cmocka_unit_test(the_smallest_key_is_found),
        cmocka_unit_test(a_key_is_judged_by_every_row),
        cmocka_unit_test(what_the_data_contradicts_is_changed_and_nothing_else),
        cmocka_unit_test(sums_and_texts_of_persons_stay),
        cmocka_unit_test(fields_follow_the_columns),
        cmocka_unit_test(names_that_were_proposed_are_known_again),
        cmocka_unit_test(a_renamed_header_agrees_and_the_rows_stay),
        cmocka_unit_test(a_header_below_a_title_is_renamed_alone),
        cmocka_unit_test(the_end_of_a_renamed_line_stays),
        cmocka_unit_test(how_a_table_is_separated_is_drafted),
        cmocka_unit_test(what_cannot_be_described_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
