/* Rows of Thai text line up, and no cell is cut inside a cluster. */
#include "tests/unit/support.h"

#include <string.h>

#include "base/utf8.h"
#include "command/rows.h"

static void check_rows(const struct rows *rows, const char *wanted)
{
    struct text out = {0};
    rows_add(rows, &out);
    check_text(text_slice(&out), wanted);
    text_free(&out);
}

static void columns_are_as_wide_as_the_terminal_shows_them(void **state)
{
    (void)state;
    static const char *const cells[] = {"ที่",    "1", "น้ำ",        "2", "กำ", "3",
                                        "🙂", "4", "e\xCC\x81", "5", "ab", "6"};
    check_rows(&(struct rows){.count = 2, .cells = cells, .row_count = 6, .gives = 1},
               "ที่   1\nน้ำ  2\nกำ  3\n🙂  4\ne\xCC\x81   5\nab  6\n");
}

static void the_column_that_gives_way_is_cut_between_clusters(void **state)
{
    (void)state;
    static const char *const cells[] = {"a", "ที่ที่ที่ที่ที่ที่ที่ที่ที่ที่", "b", "น้ำน้ำน้ำน้ำน้ำ", "c", "short"};
    for (size_t room = 11; room <= 13; room++) {
        struct text out = {0};
        rows_add(&(struct rows){.count = 2, .cells = cells, .row_count = 3, .room = room, .gives = 1}, &out);
        const char *line = out.at;
        for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
            struct slice shown = {line, (size_t)(end - line)};
            assert_true(utf8_width(shown) <= room);
            assert_false(slice_ends(shown, "น้…") || slice_ends(shown, "ท…") || slice_ends(shown, "ที…"));
        }
        text_free(&out);
    }
}

static void what_does_not_fit_becomes_blocks(void **state)
{
    (void)state;
    static const char *const headings[] = {"ชุดข้อมูล", "ที่มา", "x"};
    static const char *const cells[] = {"a", "สำนักงาน", "1"};
    struct rows rows = {
        .count = 3, .headings = headings, .cells = cells, .row_count = 1, .room = 12, .gives = ROWS_BLOCKS};
    check_rows(&rows, "a\n  ที่มา  สำนักงาน\n  x    1\n");
    rows.room = 0;
    check_rows(&rows, "ชุดข้อมูล  ที่มา      x\na       สำนักงาน  1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_the_terminal_shows_them),
        cmocka_unit_test(the_column_that_gives_way_is_cut_between_clusters),
        cmocka_unit_test(what_does_not_fit_becomes_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
