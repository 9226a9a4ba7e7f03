/* Cells of every type and format, as tables: the field, the cell, what the judge says, and the key. */
#include "tests/unit/support.h"

#include "tests/support/cell_rows.h"

#define INTEGER "\"type\": \"integer\""
#define NUMBER "\"type\": \"number\""

static void integers_are_whole_numbers(void **state)
{
    static const struct cell_row rows[] = {
        {INTEGER, "0", "", "0"},
        {INTEGER, "34119", "", "34119"},
        {INTEGER, "-5", "", "-5"},
        {INTEGER, "+1", "", "1"},
        {INTEGER, "-0", "", "0"},
        {INTEGER, "00012", "", "12"},
        {INTEGER, "123456789012345678901234567890", "", "123456789012345678901234567890"},
        {INTEGER, "", "-", ""},
        {INTEGER, " ", "D212", NULL},
        {INTEGER, " 1", "D212", " 1"},
        {INTEGER, "1 ", "D212", NULL},
        {INTEGER, "\t1", "D212", NULL},
        {INTEGER, "1\xC2\xA0", "D213", NULL},
        {INTEGER,
         "\xE2\x80\x8B"
         "1",
         "D213", NULL},
        {INTEGER, "1.", "D201", NULL},
        {INTEGER, "1.0", "D201", "1.0"},
        {INTEGER, ".5", "D201", NULL},
        {INTEGER, "1e5", "D201", NULL},
        {INTEGER, "0x1", "D201", NULL},
        {INTEGER, "１", "D201", NULL},
        {INTEGER, "๑๒", "D211", NULL},
        {INTEGER, " ๑๒", "D211", NULL},
        {INTEGER, "1,000", "D201", NULL},
        {INTEGER, "1 000", "D201", NULL},
        {INTEGER, "12%", "D201", NULL},
        {INTEGER, "฿5", "D201", NULL},
        {INTEGER, "--5", "D201", NULL},
        {INTEGER, "+-5", "D201", NULL},
        {INTEGER, "-", "D201", NULL},
        {INTEGER, "+", "D201", NULL},
        {INTEGER, "5-", "D201", NULL},
        {INTEGER, "(5)", "D201", NULL},
        {INTEGER,
         "\xE2\x88\x92"
         "5",
         "D201", NULL}, /* U+2212 */
        {INTEGER, "INF", "D201", NULL},
        {INTEGER, "NaN", "D201", NULL},
        {INTEGER, "true", "D201", NULL},
        {INTEGER, "null", "D201", NULL},
        {INTEGER, "N/A", "D201", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void integers_may_be_grouped_and_dressed(void **state)
{
#define GROUPED INTEGER ", \"groupChar\": \",\""
#define DRESSED INTEGER ", \"bareNumber\": false"
    static const struct cell_row rows[] = {
        {GROUPED, "1,000", "", "1000"},
        {GROUPED, "1,234,567", "", "1234567"},
        {GROUPED, "1000", "", "1000"},
        {GROUPED, "12,34,567", "", "1234567"},
        {GROUPED, "-1,000", "", "-1000"},
        {GROUPED, ",1", "D201", NULL},
        {GROUPED, "1,", "D201", NULL},
        {GROUPED, "1,,000", "D201", NULL},
        {GROUPED, ",", "D201", NULL},
        {GROUPED, "1,000.5", "D201", NULL},
        {INTEGER ", \"groupChar\": \" \"", "1 000", "", "1000"},
        {INTEGER ", \"groupChar\": \"\\u00a0\"",
         "1\xC2\xA0"
         "000",
         "", "1000"},
        {INTEGER ", \"groupChar\": \"__\"", "1__000", "", "1000"},
        {DRESSED, "12%", "", "12"},
        {DRESSED, "฿5", "", "5"},
        {DRESSED, "5 บาท", "", "5"},
        {DRESSED, "EUR 95", "", "95"},
        {DRESSED, "€95", "", "95"},
        {DRESSED, "€-95", "", "-95"},
        {DRESSED, "-95%", "", "-95"},
        {DRESSED, "95", "", "95"},
        {DRESSED, " 95 ", "", "95"},
        {DRESSED, "(5)", "", "5"},
        {DRESSED, "5-10", "D201", NULL},
        {DRESSED, "5 of 10", "D201", NULL},
        {DRESSED, "%", "D201", NULL},
        {DRESSED, "1.5%", "D201", NULL},
        {DRESSED ", \"groupChar\": \",\"", "฿1,500", "", "1500"},
        {DRESSED ", \"groupChar\": \",\"", "1,500 บาท", "", "1500"},
        {DRESSED, "Rs.500", "", "500"},
    };
    (void)state;
    JUDGE(rows);
}

static void numbers_are_decimals_of_xml_schema(void **state)
{
    static const struct cell_row rows[] = {
        {NUMBER, "-1.23", "", "-1.23"},
        {NUMBER, "12678967.543233", "", "12678967.543233"},
        {NUMBER, "+100000.00", "", "100000"},
        {NUMBER, "210", "", "210"},
        {NUMBER, "1.", "", "1"},
        {NUMBER, ".5", "", "0.5"},
        {NUMBER, "-.5", "", "-0.5"},
        {NUMBER, "-0", "", "0"},
        {NUMBER, "-0.0", "", "0"},
        {NUMBER, "00012", "", "12"},
        {NUMBER, "1.0", "", "1"},
        {NUMBER, "1.00", "", "1"},
        {NUMBER, "94581296.26", "", "94581296.26"},
        {NUMBER, "0.1000000000000000055511151231257827", "", "0.1000000000000000055511151231257827"},
        {NUMBER, "1E5", "", "100000"},
        {NUMBER, "1e5", "", "100000"},
        {NUMBER, "1E+2", "", "100"},
        {NUMBER, "1E-2", "", "0.01"},
        {NUMBER, "1.E2", "", "100"},
        {NUMBER, ".5E1", "", "5"},
        {NUMBER, "1E", "D201", NULL},
        {NUMBER, "1E+", "D201", NULL},
        {NUMBER, "E5", "D201", NULL},
        {NUMBER, "1E5.5", "D201", NULL},
        {NUMBER, "1E5000", "D220", NULL},
        {NUMBER, "1E-5000", "D220", NULL},
        {NUMBER, "1E1000", "", NULL},
        {NUMBER, "NaN", "", "NaN"},
        {NUMBER, "nan", "", "NaN"},
        {NUMBER, "INF", "", "INF"},
        {NUMBER, "inf", "", "INF"},
        {NUMBER, "-INF", "", "-INF"},
        {NUMBER, "-Inf", "", "-INF"},
        {NUMBER, "+INF", "D201", NULL},
        {NUMBER, "Infinity", "D201", NULL},
        {NUMBER, "-NaN", "D201", NULL},
        {NUMBER, ".", "D201", NULL},
        {NUMBER, "-.", "D201", NULL},
        {NUMBER, "1..2", "D201", NULL},
        {NUMBER, "1.2.3", "D201", NULL},
        {NUMBER, "0x1", "D201", NULL},
        {NUMBER, "1,5", "D201", NULL},
        {NUMBER, "1,000", "D201", NULL},
        {NUMBER, " 1.5", "D212", NULL},
        {NUMBER, "๑.๕", "D211", NULL},
        {NUMBER, "12%", "D201", NULL},
        {NUMBER, "฿5", "D201", NULL},
        {NUMBER, "", "-", NULL},
        {NUMBER, "-", "D201", NULL},
        {NUMBER, "1_000", "D201", NULL},
        {NUMBER, "1d5", "D201", NULL},
        {NUMBER, "１.５", "D201", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void numbers_may_have_other_signs(void **state)
{
#define COMMA NUMBER ", \"decimalChar\": \",\""
#define EUROPEAN COMMA ", \"groupChar\": \".\""
#define PERCENT NUMBER ", \"bareNumber\": false"
    static const struct cell_row rows[] = {
        {COMMA, "1,5", "", "1.5"},
        {COMMA, ",5", "", "0.5"},
        {COMMA, "5,", "", "5"},
        {COMMA, "1.5", "D201", NULL},
        {COMMA, "1,5E2", "", "150"},
        {COMMA, "NaN", "", "NaN"},
        {EUROPEAN, "1.234,56", "", "1234.56"},
        {EUROPEAN, "1.234.567,5", "", "1234567.5"},
        {EUROPEAN, "1,234.5", "D201", NULL},
        {NUMBER ", \"groupChar\": \",\"", "1,000.50", "", "1000.5"},
        {NUMBER ", \"groupChar\": \",\"", "1,000.5,0", "D201", NULL},
        {NUMBER ", \"groupChar\": \",\"", "1,000,", "D201", NULL},
        {PERCENT, "95%", "", "95"},
        {PERCENT, "95.5 %", "", "95.5"},
        {PERCENT, "€95", "", "95"},
        {PERCENT, "EUR 95", "", "95"},
        {PERCENT, "EUR .95", "", "0.95"},
        {PERCENT, "Rs.500", "", "500"},
        {PERCENT, "1.5E3 m", "", "1500"},
        {PERCENT, "5EUR", "", "5"},
        {PERCENT, "NaN", "", "NaN"},
        {PERCENT, "none", "D201", NULL},
        {PERCENT, "1.2.3", "D201", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void booleans_are_the_listed_texts(void **state)
{
#define BOOLEAN "\"type\": \"boolean\""
#define YES BOOLEAN ", \"trueValues\": [\"ใช่\", \"Y\"], \"falseValues\": [\"ไม่ใช่\"]"
    static const struct cell_row rows[] = {
        {BOOLEAN, "true", "", "true"},
        {BOOLEAN, "True", "", "true"},
        {BOOLEAN, "TRUE", "", "true"},
        {BOOLEAN, "1", "", "true"},
        {BOOLEAN, "false", "", "false"},
        {BOOLEAN, "False", "", "false"},
        {BOOLEAN, "FALSE", "", "false"},
        {BOOLEAN, "0", "", "false"},
        {BOOLEAN, "tRUE", "D201", NULL},
        {BOOLEAN, "yes", "D201", NULL},
        {BOOLEAN, "t", "D201", NULL},
        {BOOLEAN, "01", "D201", NULL},
        {BOOLEAN, "1.0", "D201", NULL},
        {BOOLEAN, "", "-", NULL},
        {BOOLEAN, "true ", "D212", NULL},
        {BOOLEAN, "๑", "D211", NULL},
        {YES, "ใช่", "", "true"},
        {YES, "Y", "", "true"},
        {YES, "ไม่ใช่", "", "false"},
        {YES, "true", "D201", NULL},
        {YES, "y", "D201", NULL},
        {YES, "0", "D201", NULL},
        {BOOLEAN ", \"trueValues\": [\"x\"]", "0", "", "false"},
    };
    (void)state;
    JUDGE(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_whole_numbers),
        cmocka_unit_test(integers_may_be_grouped_and_dressed),
        cmocka_unit_test(numbers_are_decimals_of_xml_schema),
        cmocka_unit_test(numbers_may_have_other_signs),
        cmocka_unit_test(booleans_are_the_listed_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
