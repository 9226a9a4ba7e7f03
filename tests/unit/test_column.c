/* The columns' steps: they accept what is common, and never what the judge does not. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "catalog/cell.h"
#include "catalog/column.h"
#include "catalog/dictionary.h"
#include "tests/support/chance.h"

struct fixture {
    struct arena arena;
    struct dictionary dictionary;
    struct cell_room room;
    const struct column_plan *plan;
};

static void begin(struct fixture *fixture, const char *field)
{
    struct finding_counter silent = finding_counter();
    *fixture = (struct fixture){.dictionary = {.document = {.dataset = "d", .file = "d/t.dictionary.json"}}};
    const char *text =
        arena_format(&fixture->arena, "{\"fields\": [%s], \"missingValues\": [\"\", \"-\"]}", field);
    assert_true(
        json_read_document(&fixture->arena, slice_of(text), &silent.sink, &fixture->dictionary.document));
    dictionary_lay_out(&fixture->dictionary, &fixture->arena);
    dictionary_compile(&fixture->dictionary, &fixture->arena, &silent.sink);
    assert_int_equal(silent.counts.errors, 0);
    fixture->plan = column_plan_make(&fixture->arena, fixture->dictionary.rules[0]);
}

static void end(struct fixture *fixture)
{
    dictionary_close(&fixture->dictionary);
    cell_room_free(&fixture->room);
    arena_free(&fixture->arena);
}

/* What the steps say of one cell: 0, 1 good, 2 good and plain. Holds it against the judge. */
static int ask(struct fixture *fixture, struct slice cell)
{
    char padded[256 + 64] = "";
    struct table_cell place = {0, (uint32_t)cell.length};
    struct cell_verdict verdict;
    struct text key = {0};
    uint64_t plain;
    memcpy(padded, cell.at, cell.length);
    struct table_batch batch = {.bytes = padded, .cells = &place, .columns = 1, .count = 1};
    uint64_t good = column_accepts(fixture->plan, &batch, 0, &plain);
    enum cell_state state = cell_judge(fixture->dictionary.rules[0], cell, &fixture->room, &verdict);
    if (good != 0 && state != CELL_FINE && state != CELL_MISSING)
        fail_msg("accepted, but not good: %.*s", SLICE(cell));
    text_add(&key, "");
    if (plain != 0 && (!cell_add_key(fixture->dictionary.rules[0], cell, &fixture->room, &key) ||
                       !slice_equal(text_slice(&key), cell)))
        fail_msg("plain, but its key is %s: %.*s", key.at, SLICE(cell));
    text_free(&key);
    return (int)(good + plain);
}

/* Cells apart by "|", each with what is expected before it. */
static void check(const char *field, const char *cells)
{
    struct fixture fixture;
    begin(&fixture, field);
    for (const char *at = cells; *at != '\0';) {
        size_t length = strcspn(at + 1, "|");
        struct slice cell = {at + 1, length};
        int got = ask(&fixture, cell);
        if (got != *at - '0')
            fail_msg("%s: %.*s: got %d", field, SLICE(cell), got);
        at += 1 + length + (at[1 + length] == '|');
    }
    end(&fixture);
}

static void whole_numbers_are_accepted_within_their_range(void **state)
{
    (void)state;
    check("{\"name\": \"a\", \"type\": \"integer\", \"constraints\": {\"minimum\": 1, \"maximum\": 11}}",
          "21|211|00|1|012|0-1|0007|0+1|01 |0x|01.0|1");
    check("{\"name\": \"a\", \"type\": \"integer\"}",
          "20|2-5|0-0|21234567890123456|012345678901234567|212345678|2123456789");
    check("{\"name\": \"a\", \"type\": \"integer\", \"constraints\": {\"required\": true}}", "0|0-|25");
    check("{\"name\": \"a\", \"type\": \"integer\", \"constraints\": {\"exclusiveMinimum\": 1, "
          "\"exclusiveMaximum\": 4}}",
          "01|22|23|04");
    check("{\"name\": \"a\", \"type\": \"integer\", \"banchi:size\": 3}", "2999|01000|2-99");
    check("{\"name\": \"a\", \"type\": \"integer\", \"banchi:era\": \"buddhist\"}", "22562|02019");
}

static void numbers_are_accepted_between_their_bounds(void **state)
{
    (void)state;
    check("{\"name\": \"a\", \"type\": \"number\", \"constraints\": {\"minimum\": 0, \"maximum\": 100.5}}",
          "10|112.50|199.99|199|1100|0100.4|0100.6|0-0.5|01e3|0.5|05.|0NaN|1");
    check("{\"name\": \"a\", \"type\": \"number\", \"groupChar\": \",\"}",
          "11,000|15|11,2,3|01,,2|0,1|01,|01,000e3|11,000.5|0.5|0+5");
    check("{\"name\": \"a\", \"type\": \"number\", \"groupChar\": \".\", \"decimalChar\": \",\", "
          "\"constraints\": "
          "{\"minimum\": 0, \"maximum\": 1000.5}}",
          "11.000|1999,99|01.000,4|0-1|01,000.5|10,5|01.5,|0.5");
    check("{\"name\": \"a\", \"type\": \"integer\", \"groupChar\": \",\", \"banchi:size\": 4}",
          "11,234|012,345|012.5|1-1,234");
}

static void dates_are_accepted_when_they_exist(void **state)
{
    (void)state;
    check("{\"name\": \"a\", \"type\": \"date\"}",
          "22020-02-29|02019-02-29|22000-02-29|01900-02-29|02020-04-31|22020-12-31|02020-13-01|02020-00-01|"
          "02020-01-00|02563-01-01|02020-1-1|02020/01/01|00000-01-01");
    check("{\"name\": \"a\", \"type\": \"date\", \"banchi:era\": \"buddhist\"}",
          "12563-02-29|02562-02-29|02020-01-01");
    check("{\"name\": \"a\", \"type\": \"date\", \"constraints\": {\"minimum\": \"2000-01-02\", "
          "\"exclusiveMaximum\": \"2001-01-01\"}}",
          "02000-01-01|22000-01-02|22000-12-31|02001-01-01");
    check("{\"name\": \"a\", \"type\": \"year\", \"banchi:era\": \"buddhist\", \"constraints\": "
          "{\"maximum\": 2565}}",
          "12565|02566|02019|02565Z");
    check("{\"name\": \"a\", \"type\": \"year\"}", "22019|02562|02019Z|012019");
}

static void times_and_months_are_accepted_when_they_exist(void **state)
{
    (void)state;
    check("{\"name\": \"a\", \"type\": \"time\", \"constraints\": {\"maximum\": \"20:00:00\"}}",
          "208:30:00|220:00:00|020:00:01|024:00:00|008:60:00|08:30:00|008:30|008:30:00.5|008:30:00Z");
    check(
        "{\"name\": \"a\", \"type\": \"datetime\", \"constraints\": {\"minimum\": \"2019-04-01T00:00:00Z\"}}",
        "12019-04-01T00:00:00Z|12019-04-01T07:00:00|02019-04-01T06:59:59|12019-04-01T00:00:00.25Z|"
        "12019-04-01T07:00:00+07:00|02019-04-01T00:00:00+07:00|12020-02-29T12:00:00-05:30|"
        "02019-02-29T12:00:00Z|02019-04-01 12:00:00|02019-04-01T12:00:00.Z|02562-04-01T12:00:00Z|"
        "02019-04-01T24:00:00Z|02019-04-01T12:00:00+14:00|02019-13-01T12:00:00Z");
    check("{\"name\": \"a\", \"type\": \"datetime\", \"banchi:era\": \"buddhist\"}",
          "12562-04-01T00:00:00Z|02019-04-01T00:00:00Z|12563-02-29T00:00:00|02562-02-29T00:00:00");
    check("{\"name\": \"a\", \"type\": \"yearmonth\", \"constraints\": {\"maximum\": \"2020-06\"}}",
          "22019-04|22020-06|02020-07|02019-13|02019-00|02019-4|02019-04Z|00000-01");
    check("{\"name\": \"a\", \"type\": \"yearmonth\", \"banchi:era\": \"buddhist\"}", "12562-04|02019-04");
}

static void texts_are_accepted_by_length_choice_and_pattern(void **state)
{
    (void)state;
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"minLength\": 2, \"maxLength\": 4}}",
          "2กข|2กขคง|0กขคงจ|0ก|2ab|0a|2abcd|0abcde");
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"enum\": [\"ชาย\", \"หญิง\"]}}",
          "2ชาย|2หญิง|0ช|0-|1");
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"^EMP[0-9]{8}$\"}}",
          "2EMP12345678|0EMP1234567|0EMP1234567x|0EMQ12345678|0EMP123456789|0emp12345678");
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"[A-Z]{2}-[0-9]{1,3}\"}}",
          "2AB-1|2AB-123|0AB-|0AB-1234|0ab-1");
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"A|B\"}}", "0A|0B");
    check("{\"name\": \"a\", \"type\": \"string\", \"banchi:role\": \"dimension\"}", "2สำนัก|0รวม|0Total");
    check("{\"name\": \"a\", \"type\": \"boolean\"}", "1true|10|0yes");
    check("{\"name\": \"a\", \"type\": \"string\", \"missingValues\": [\"ไม่มี\"], \"constraints\": "
          "{\"required\": true}}",
          "0ไม่มี|2ก");
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"^[A-Z ]{3}$\"}}",
          "2ABC|2A B|0AB |0 BC");
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"^[ A-Z]+$\"}}",
          "2AB|2A B|0 A|0A ");
    check("{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"^A [0-9]$\"}}",
          "2A 1|0A1|0A  ");
}

/* ---- by chance ---- */

static const char *const FIELDS[] = {
    "{\"name\": \"a\", \"type\": \"integer\", \"constraints\": {\"minimum\": -40, \"maximum\": 2400}}",
    "{\"name\": \"a\", \"type\": \"integer\", \"banchi:era\": \"common\", \"categories\": [1, 20, 300]}",
    "{\"name\": \"a\", \"type\": \"number\", \"constraints\": {\"exclusiveMinimum\": -1.5, \"maximum\": "
    "1e3}}",
    "{\"name\": \"a\", \"type\": \"number\", \"banchi:size\": 4}",
    "{\"name\": \"a\", \"type\": \"date\", \"constraints\": {\"minimum\": \"2019-02-28\"}}",
    "{\"name\": \"a\", \"type\": \"date\", \"banchi:era\": \"buddhist\", \"constraints\": {\"maximum\": "
    "\"2563-02-29\"}}",
    "{\"name\": \"a\", \"type\": \"year\", \"constraints\": {\"exclusiveMinimum\": 2000}}",
    "{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"[0-9]{4}-[0-9]{2}-[0-9]{2}\"}}",
    "{\"name\": \"a\", \"type\": \"string\", \"constraints\": {\"pattern\": \"^[0-9]+\\\\.?[0-9]*$\", "
    "\"maxLength\": 5}}",
    "{\"name\": \"a\", \"type\": \"any\", \"constraints\": {\"enum\": [\"1\", \"12\", \"2019-02-28\"]}}",
    "{\"name\": \"a\", \"type\": \"boolean\", \"trueValues\": [\"1\"], \"falseValues\": [\"0\", \"-\"]}",
    "{\"name\": \"a\", \"type\": \"time\", \"constraints\": {\"minimum\": \"01:02:03\", "
    "\"exclusiveMaximum\": "
    "\"20:20:20\"}}",
    "{\"name\": \"a\", \"type\": \"time\", \"constraints\": {\"enum\": [\"01:02:03\", \"20:20:20\"]}}",
    "{\"name\": \"a\", \"type\": \"datetime\", \"constraints\": {\"exclusiveMinimum\": "
    "\"2019-02-28T12:30:00.5Z\", "
    "\"maximum\": \"2020-02-29T12:30:00+07:00\"}}",
    "{\"name\": \"a\", \"type\": \"datetime\"}",
    "{\"name\": \"a\", \"type\": \"datetime\", \"banchi:era\": \"buddhist\", \"constraints\": {\"minimum\": "
    "\"2562-02-28T12:30:00Z\"}}",
    "{\"name\": \"a\", \"type\": \"yearmonth\", \"constraints\": {\"exclusiveMinimum\": \"2019-02\"}}",
    "{\"name\": \"a\", \"type\": \"yearmonth\", \"banchi:era\": \"buddhist\", \"constraints\": {\"maximum\": "
    "\"2562-02\"}}",
    "{\"name\": \"a\", \"type\": \"number\", \"groupChar\": \",\", \"constraints\": {\"minimum\": -39.5, "
    "\"maximum\": 2400}}",
    "{\"name\": \"a\", \"type\": \"number\", \"groupChar\": \".\", \"decimalChar\": \",\", \"banchi:size\": "
    "4}",
    "{\"name\": \"a\", \"type\": \"number\", \"decimalChar\": \":\"}",
    "{\"name\": \"a\", \"type\": \"integer\", \"groupChar\": \" \", \"constraints\": {\"exclusiveMinimum\": "
    "-1, \"maximum\": "
    "10000}}",
};
static const char *const SAMPLES[] = {"12:30:00",
                                      "2019-02-28T12:30:00Z",
                                      "2019-02-28T12:30:00.5Z",
                                      "2020-02-29T12:30:00+07:00",
                                      "2562-02-28T19:30:00",
                                      "2019-02",
                                      "2562-02",
                                      "01:02:03",
                                      "1,000",
                                      "1 000",
                                      "1.000,5",
                                      "2019-02-28",
                                      "2562-02-29",
                                      "2020-02-29",
                                      "-39.50",
                                      "1000",
                                      "300",
                                      "20",
                                      "1",
                                      "-1",
                                      "2401",
                                      "",
                                      "12"};
static const char LETTERS[] = "0123456789-+.eE,: TZ";

static void steps_accept_nothing_that_the_judge_does_not(void **state)
{
    uint64_t random = 20240601;
    (void)state;
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        struct fixture fixture;
        begin(&fixture, FIELDS[i]);
        for (size_t j = 0; j < 20000; j++) {
            char cell[64];
            const char *sample = CHANCE_PICK(&random, SAMPLES);
            size_t length = strlen(sample);
            memcpy(cell, sample, length);
            for (uint64_t changes = chance(&random) % 3; changes > 0; changes--) {
                size_t at = chance(&random) % (length + 1);
                cell[at] = LETTERS[chance(&random) % (sizeof LETTERS - 1)];
                length += at == length;
            }
            ask(&fixture, (struct slice){cell, length});
        }
        end(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_accepted_within_their_range),
        cmocka_unit_test(numbers_are_accepted_between_their_bounds),
        cmocka_unit_test(dates_are_accepted_when_they_exist),
        cmocka_unit_test(times_and_months_are_accepted_when_they_exist),
        cmocka_unit_test(texts_are_accepted_by_length_choice_and_pattern),
        cmocka_unit_test(steps_accept_nothing_that_the_judge_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
