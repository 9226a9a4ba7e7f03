/* The privacy gate in the one pass over a table says of each column what its detectors say, cell by cell. */
#include "tests/unit/support.h"

#include "catalog/check_privacy.h"
#include "catalog/privacy.h"
#include "tests/support/chance.h"

#define COLUMNS 6
#define ROWS 6000

static const char *const NAMES[COLUMNS] = {"kind", "remark", "birth_date", "number", "note", "phone"};

/* What a column's cells are chosen from: few texts that repeat, or more than are remembered. */
static void add_cell(struct text *cell, size_t column, uint64_t random)
{
    static const char *const kinds[] = {"สำนักการศึกษา", "โทร 081-234-5678",  "", "นายสมชาย ใจดี",
                                        "12",          "somsri@example.org"};
    static const char *const notes[] = {
        "นางสาวมานี มีนา", "บ้านเลขที่ 12/3 แขวงสีลม", "รถทะเบียน กข 1234", "LINE ID: mali99",
        "ว่าง",           "1-2345-67890-12-1"};
    unsigned wide = (unsigned)(random >> 8 & 0xFFFF);
    cell->length = 0;
    if (column == 0)
        text_add(cell, kinds[random % (sizeof kinds / sizeof *kinds)]);
    else if (column == 1)
        text_format(cell, random % 40 == 0 ? "มือถือ 081%07u" : "เรื่องที่ %u", wide);
    else if (column == 2)
        text_format(cell, "%u-%02u-11", 1950 + wide % 60, 1 + wide % 12);
    else if (column == 3 && random % 50 == 0)
        text_add(cell, "");
    else if (column == 3)
        text_format(cell, "%u.%02u", wide, wide % 100);
    else if (column == 4)
        text_add(cell, random % 3 == 0 ? notes[random % (sizeof notes / sizeof *notes)] : "");
    else
        text_format(cell, "08%08u", wide);
}

struct naive {
    struct privacy_tally tally[COLUMNS];
};

static void see(struct naive *naive, size_t column, size_t row, struct slice cell)
{
    struct privacy_look look;
    privacy_see(NULL, cell, &look);
    naive->tally[column].cells += cell.length > 0;
    privacy_tally_add(&naive->tally[column], &look, row);
}

/* Makes the row too wide: it is looked into all the same. */
static void add_wide_cell(struct text *file)
{
    file->at[file->length - 1] = ',';
    text_add(file, "นายเกิน แถว\n");
}

/* The table, and what the detectors say of each of its cells. */
static char *make_table(struct arena *arena, const char *folder, uint64_t random, struct naive *naive)
{
    struct text file = {0}, cell = {0};
    for (size_t i = 0; i < COLUMNS; i++) {
        text_format(&file, "%s%s", NAMES[i], i + 1 < COLUMNS ? "," : "\n");
        naive->tally[i] = (struct privacy_tally){.arena = arena};
    }
    for (size_t row = 2; row < ROWS + 2; row++) {
        for (size_t i = 0; i < COLUMNS; i++) {
            add_cell(&cell, i, chance(&random));
            text_add_slice(&file, text_slice(&cell));
            text_add_char(&file, i + 1 < COLUMNS ? ',' : '\n');
            see(naive, i, row, text_slice(&cell));
        }
        if (row % 500 == 0)
            add_wide_cell(&file);
    }
    put_bytes(folder, "t.csv", text_slice(&file));
    text_free(&file);
    text_free(&cell);
    return arena_format(arena, "%s/t.csv", folder);
}

static const struct privacy_verdict *verdict_of(const struct privacy_verdict *verdicts, size_t count,
                                                enum privacy_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (verdicts[i].kind == kind)
            return &verdicts[i];
    return NULL;
}

static void compare(const struct privacy_part *part, struct privacy_tally *tally, size_t column)
{
    struct privacy_subject subject = {.name = slice_of(NAMES[column])};
    struct privacy_verdict verdicts[PRIVACY_KINDS];
    size_t count = privacy_judge(&subject, tally, verdicts);
    assert_int_equal(part->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct privacy_verdict *found = verdict_of(part->verdicts, part->count, verdicts[i].kind);
        assert_non_null(found);
        assert_int_equal(found->cells, verdicts[i].cells);
        assert_int_equal(found->row, verdicts[i].row);
    }
}

static void the_pass_counts_what_the_detectors_see(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 2; threads++) {
        struct arena arena = {0};
        struct finding_counter silent = finding_counter();
        struct dataset dataset = {.name = "d"};
        struct privacy_parts parts = {0};
        struct problem problem = {0};
        struct naive naive;
        const char *folder = temporary_folder(&arena);
        struct table_run run = {.dataset = &dataset,
                                .path = make_table(&arena, folder, threads, &naive),
                                .file = "d/t.csv",
                                .arena = &arena,
                                .sink = &silent.sink,
                                .threads = threads,
                                .privacy = &parts};
        assert_true(check_table(&run, &problem));
        assert_int_equal(parts.count, COLUMNS);
        for (size_t i = 0; i < COLUMNS; i++)
            compare(&parts.parts[i], &naive.tally[i], i);
        assert_int_equal(parts.parts[0].count, 3); /* name, mail, telephone */
        remove_folder(folder);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pass_counts_what_the_detectors_see),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
