/* When a dataset is due again, and the calendar of it. */
#include "tests/unit/support.h"

#include <string.h>

#include "catalog/calendar.h"
#include "catalog/freshness.h"

static const struct date today = {2024, 3, 1};

/* A dataset with these words in its metadata.json. */
static struct freshness of(struct arena *arena, const char *members)
{
    struct finding_counter silent = finding_counter();
    struct dataset dataset = {.name = "staff", .metadata = {.file = "m"}, .readable = true};
    const char *text = arena_format(arena, "{\"title\": \"ลูกจ้าง\", %s}", members);
    assert_true(json_read_document(arena, slice_of(text), &silent.sink, &dataset.metadata));
    return freshness_of(&dataset, today, arena);
}

static struct freshness every(struct arena *arena, const char *interval, const char *unit,
                              const char *updated)
{
    return of(arena, arena_format(arena,
                                  "\"update_frequency_unit\": \"%s\", \"update_frequency_interval\": \"%s\", "
                                  "\"last_updated_date\": \"%s\"",
                                  unit, interval, updated));
}

static void check_due(const char *interval, const char *unit, const char *updated, const char *wanted)
{
    struct arena arena = {0};
    struct text due = {0};
    struct freshness freshness = every(&arena, interval, unit, updated);
    if (freshness.reason != NULL)
        fail_msg("%s %s: %s", interval, unit, freshness.reason);
    date_add(&due, freshness.due);
    assert_string_equal(due.at, wanted);
    text_free(&due);
    arena_free(&arena);
}

static void each_unit_has_its_step(void **state)
{
    (void)state;
    check_due("1", "ปี", "2024-02-29", "2025-02-28");
    check_due("4", "ปี", "2024-02-29", "2028-02-29");
    check_due("1", "ครึ่งปี", "2023-08-31", "2024-02-29");
    check_due("1", "ไตรมาส", "2023-11-30", "2024-02-29");
    check_due("1", "เดือน", "2023-01-31", "2023-02-28");
    check_due("2", "สัปดาห์", "2024-02-20", "2024-03-05");
    check_due("10", "วัน", "2024-02-25", "2024-03-06");
    check_due("1", "ชั่วโมง", "2024-02-28", "2024-02-29");
    check_due("25", "ชั่วโมง", "2024-02-28", "2024-03-01");
    check_due("1441", "นาที", "2024-02-28", "2024-03-01");
}

static void working_days_leave_weekends_out(void **state)
{
    (void)state;
    check_due("1", "วันทำการ", "2024-03-01", "2024-03-04"); /* Friday, Monday */
    check_due("5", "วันทำการ", "2024-03-01", "2024-03-08");
    check_due("1", "วันทำการ", "2024-03-02", "2024-03-04"); /* Saturday, Monday */
}

static void without_an_interval_it_is_one(void **state)
{
    (void)state;
    check_due("", "เดือน", "2024-02-10", "2024-03-10");
}

static void check_state(const char *members, enum freshness_state wanted)
{
    struct arena arena = {0};
    struct freshness freshness = of(&arena, members);
    if (freshness.state != wanted)
        fail_msg("%s: %s instead of %s", members, freshness_state_name(freshness.state),
                 freshness_state_name(wanted));
    assert_int_equal(freshness.reason != NULL, wanted == FRESHNESS_NO_DATE || wanted == FRESHNESS_UNKNOWN);
    arena_free(&arena);
}

static void four_units_promise_no_date(void **state)
{
    (void)state;
    static const char *const units[] = {"ไม่ทราบ", "ตามเวลาจริง", "ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", "อื่นๆ"};
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        check_state(arena_format(&arena, "\"update_frequency_unit\": \"%s\"", units[i]), FRESHNESS_NO_DATE);
    arena_free(&arena);
}

static void what_is_missing_or_wrong_cannot_be_told(void **state)
{
    (void)state;
    check_state("\"last_updated_date\": \"2024-01-01\"", FRESHNESS_UNKNOWN);
    check_state("\"update_frequency_unit\": \"รายปี\", \"last_updated_date\": \"2024-01-01\"",
                FRESHNESS_UNKNOWN);
    check_state("\"update_frequency_unit\": \"ปี\"", FRESHNESS_UNKNOWN);
    check_state("\"update_frequency_unit\": \"ปี\", \"last_updated_date\": \"2567-01-01\"", FRESHNESS_UNKNOWN);
    check_state("\"update_frequency_unit\": \"ปี\", \"last_updated_date\": \"2024-02-30\"", FRESHNESS_UNKNOWN);
    check_state("\"update_frequency_unit\": \"ปี\", \"update_frequency_interval\": \"0\", "
                "\"last_updated_date\": \"2024-01-01\"",
                FRESHNESS_UNKNOWN);
    check_state("\"update_frequency_unit\": \"ปี\", \"update_frequency_interval\": \"99999999999999999999\", "
                "\"last_updated_date\": \"2024-01-01\"",
                FRESHNESS_UNKNOWN);
}

static void it_is_overdue_from_the_day_after_on(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct freshness due_today = every(&arena, "1", "ปี", "2023-03-01");
    assert_int_equal(due_today.state, FRESHNESS_IN_TIME);
    assert_int_equal(due_today.days_left, 0);
    struct freshness late = every(&arena, "1", "ปี", "2023-02-28");
    assert_int_equal(late.state, FRESHNESS_OVERDUE);
    assert_int_equal(late.days_left, -2); /* 2024 has a 29 February */
    assert_true(freshness_compare(&late, &due_today) < 0);
    arena_free(&arena);
}

/* ---- the calendar ---- */

static void each_line_has_75_octets_at_most_and_ends_with_cr_lf(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct text out = {0};
    struct workspace workspace = {.organization_name = "office"};
    struct freshness list[] = {every(&arena, "1", "ปี", "2024-01-01"),
                               every(&arena, "1", "ตามเวลาจริง", "2024-01-01")};
    list[0].title =
        "จำนวนลูกจ้างประจำ, จำแนกตามเพศ; \\ และ\nตำแหน่ง กกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกก";
    calendar_add(&workspace, list, 2, &out);
    size_t used = 0;
    for (size_t i = 0; i < out.length; i++) {
        used = out.at[i] == '\n' ? 0 : used + 1;
        assert_true(used <= 76); /* the CR is no part of the line */
        assert_true(out.at[i] != '\n' || out.at[i - 1] == '\r');
        if (i > 2 && out.at[i - 1] == ' ' && out.at[i - 2] == '\n')
            assert_true(((unsigned char)out.at[i] & 0xC0) != 0x80); /* not inside a character */
    }
    assert_non_null(strstr(out.at, "UID:staff.office@banchi.invalid\r\n"));
    assert_non_null(strstr(out.at, "DTSTART;VALUE=DATE:20250101\r\n"));
    assert_non_null(strstr(out.at, "\\, "));
    assert_non_null(strstr(out.at, "\\; \\\\ "));
    assert_null(strstr(strstr(out.at, "BEGIN:VEVENT") + 1, "BEGIN:VEVENT"));
    text_free(&out);
    arena_free(&arena);
}

static void a_calendar_has_a_component_even_when_nothing_is_due(void **state)
{
    (void)state;
    struct text out = {0};
    struct workspace workspace = {.organization_name = NULL};
    calendar_add(&workspace, NULL, 0, &out);
    assert_non_null(strstr(out.at, "BEGIN:VTIMEZONE\r\n"));
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_unit_has_its_step),
        cmocka_unit_test(working_days_leave_weekends_out),
        cmocka_unit_test(without_an_interval_it_is_one),
        cmocka_unit_test(four_units_promise_no_date),
        cmocka_unit_test(what_is_missing_or_wrong_cannot_be_told),
        cmocka_unit_test(it_is_overdue_from_the_day_after_on),
        cmocka_unit_test(each_line_has_75_octets_at_most_and_ends_with_cr_lf),
        cmocka_unit_test(a_calendar_has_a_component_even_when_nothing_is_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
