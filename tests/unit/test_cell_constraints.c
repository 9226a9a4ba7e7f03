/* Texts, JSON, places, and what constraints ask of every type, as tables. */
#include "tests/unit/support.h"

#include "tests/support/cell_rows.h"

#define STRING "\"type\": \"string\""
#define OBJECT "\"type\": \"object\""
#define ARRAY "\"type\": \"array\""
#define LIST "\"type\": \"list\""
#define INTEGER "\"type\": \"integer\""
#define NUMBER "\"type\": \"number\""
#define FORMAT(format) ", \"format\": \"" format "\""
#define ASKS(constraints) ", \"constraints\": {" constraints "}"

static void texts_may_have_a_format(void **state)
{
    static const struct cell_row rows[] = {
        {STRING, "anything at all", "", "anything at all"},
        {STRING, " padded ", "D212", " padded "},
        {STRING, "", "-", ""},
        {STRING ", \"missingValues\": []", "", "", ""},
        {STRING FORMAT("email"), "opendata@example.org", "", NULL},
        {STRING FORMAT("email"), "opendata+a.b@mail.example.org", "", NULL},
        {STRING FORMAT("email"), "opendata", "D202", NULL},
        {STRING FORMAT("email"), "@example.org", "D202", NULL},
        {STRING FORMAT("email"), "opendata@", "D202", NULL},
        {STRING FORMAT("email"), "a b@example.org", "D202", NULL},
        {STRING FORMAT("email"), " opendata@example.org", "D212", NULL},
        {STRING FORMAT("email"), "opendata@example.org\xE2\x80\x8B", "D213", NULL},
        {STRING FORMAT("uri"), "https://example.org/page?a=1#b", "", NULL},
        {STRING FORMAT("uri"), "urn:isbn:0451450523", "", NULL},
        {STRING FORMAT("uri"), "mailto:a@example.org", "", NULL},
        {STRING FORMAT("uri"), "example.org/page", "D202", NULL},
        {STRING FORMAT("uri"), "/page", "D202", NULL},
        {STRING FORMAT("uri"), "https://example.org/a b", "D202", NULL},
        {STRING FORMAT("binary"), "YQ==", "", NULL},
        {STRING FORMAT("binary"), "YWI=", "", NULL},
        {STRING FORMAT("binary"), "YWJj", "", NULL},
        {STRING FORMAT("binary"), "YWJ", "D202", NULL},
        {STRING FORMAT("binary"), "YW=j", "D202", NULL},
        {STRING FORMAT("binary"), "YQ===", "D202", NULL},
        {STRING FORMAT("binary"), "YW-j", "D202", NULL},
        {STRING FORMAT("binary"), "====", "D202", NULL},
        {STRING FORMAT("uuid"), "123e4567-e89b-12d3-a456-426614174000", "", NULL},
        {STRING FORMAT("uuid"), "123E4567-E89B-12D3-A456-426614174000", "", NULL},
        {STRING FORMAT("uuid"), "123e4567e89b12d3a456426614174000", "D202", NULL},
        {STRING FORMAT("uuid"), "123e4567-e89b-12d3-a456-42661417400g", "D202", NULL},
        {"\"type\": \"any\"", "whatever", "", "whatever"},
        {"\"title\": \"no type is any\"", "12", "", "12"},
        {"\"title\": \"no type is any\"", "", "-", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void missing_values_come_before_everything(void **state)
{
#define DASH ", \"missingValues\": [\"-\", \"n/a\"]"
    static const struct cell_row rows[] = {
        {INTEGER DASH, "-", "-", ""},
        {INTEGER DASH, "n/a", "-", NULL},
        {INTEGER DASH, "N/A", "D201", NULL},
        {INTEGER DASH, "", "D201", NULL},
        {INTEGER DASH, "5", "", NULL},
        {NUMBER ", \"missingValues\": [\"NaN\", \"\"]", "NaN", "-", NULL},
        {NUMBER ", \"missingValues\": [\"-9999\"]", "-9999", "-", NULL},
        {NUMBER ", \"missingValues\": [\"-9999\"]", "-9999.0", "", NULL},
        {INTEGER ", \"missingValues\": [{\"value\": \"-99\", \"label\": \"REFUSED\"}]", "-99", "-", NULL},
        {INTEGER ", \"missingValues\": []", "", "D201", NULL},
        {INTEGER ASKS("\"required\": true"), "", "D203", NULL},
        {INTEGER DASH ASKS("\"required\": true"), "-", "D203", NULL},
        {INTEGER ASKS("\"required\": true"), "5", "", NULL},
        {INTEGER ASKS("\"required\": false"), "", "-", NULL},
        {STRING ASKS("\"required\": true"), " ", "D212", NULL},
        {STRING ASKS("\"minLength\": 5"), "", "-", NULL},
        {INTEGER ASKS("\"minimum\": 5"), "", "-", NULL},
        {STRING ASKS("\"enum\": [\"a\"]"), "", "-", NULL},
        {STRING ASKS("\"pattern\": \"a\""), "", "-", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void lengths_are_of_characters_members_and_items(void **state)
{
    static const struct cell_row rows[] = {
        {STRING ASKS("\"minLength\": 5"), "apple", "", NULL},
        {STRING ASKS("\"minLength\": 5"), "plum", "D207", NULL},
        {STRING ASKS("\"maxLength\": 5"), "apple", "", NULL},
        {STRING ASKS("\"maxLength\": 5"), "grapefruit", "D207", NULL},
        {STRING ASKS("\"maxLength\": 4"), "ที่นี่", "D207", NULL},
        {STRING ASKS("\"maxLength\": 6"), "ที่นี่", "", NULL},
        {STRING ASKS("\"maxLength\": 1"), "😀", "", NULL},
        {STRING ASKS("\"maxLength\": 0"), "a", "D207", NULL},
        {STRING ASKS("\"maxLength\": 5.0"), "grapefruit", "D207", NULL},
        {STRING ASKS("\"maxLength\": 1e20"), "grapefruit", "", NULL},
        {ARRAY ASKS("\"minLength\": 2"), "[1, 2]", "", NULL},
        {ARRAY ASKS("\"minLength\": 2"), "[1]", "D207", NULL},
        {OBJECT ASKS("\"maxLength\": 1"), "{\"a\": 1, \"b\": 2}", "D207", NULL},
        {LIST ASKS("\"minLength\": 3"), "a,b,c", "", NULL},
        {LIST ASKS("\"minLength\": 3"), "a,b", "D207", NULL},
        {STRING ", \"banchi:size\": 3", "abc", "", NULL},
        {STRING ", \"banchi:size\": 3", "abcd", "D207", NULL},
        {INTEGER ", \"banchi:size\": 3", "-999", "", NULL},
        {INTEGER ", \"banchi:size\": 3", "1000", "D207", NULL},
        {NUMBER ", \"banchi:size\": 3", "1.23", "", NULL},
        {NUMBER ", \"banchi:size\": 3", "12.34", "D207", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void ranges_are_exact_for_every_ordered_type(void **state)
{
    static const struct cell_row rows[] = {
        {INTEGER ASKS("\"minimum\": 100"), "100", "", NULL},
        {INTEGER ASKS("\"minimum\": 100"), "50", "D206", NULL},
        {INTEGER ASKS("\"minimum\": \"100\""), "99", "D206", NULL},
        {INTEGER ASKS("\"minimum\": 1e2"), "99", "D206", NULL},
        {INTEGER ASKS("\"minimum\": 1e2"), "100", "", NULL},
        {INTEGER ASKS("\"minimum\": 0"), "-0", "", NULL},
        {INTEGER ASKS("\"minimum\": 0"), "-1", "D206", NULL},
        {INTEGER ASKS("\"maximum\": 100"), "150", "D206", NULL},
        {INTEGER ASKS("\"maximum\": 100"), "100", "", NULL},
        {INTEGER ASKS("\"exclusiveMinimum\": 0"), "0", "D206", NULL},
        {INTEGER ASKS("\"exclusiveMinimum\": 0"), "1", "", NULL},
        {INTEGER ASKS("\"exclusiveMaximum\": 150"), "150", "D206", NULL},
        {INTEGER ASKS("\"exclusiveMaximum\": 150"), "149", "", NULL},
        {INTEGER ASKS("\"maximum\": 9007199254740992"), "9007199254740993", "D206", NULL},
        {INTEGER ASKS("\"maximum\": 18446744073709551616"), "18446744073709551617", "D206", NULL},
        {NUMBER ASKS("\"maximum\": 0.1"), "0.1000000000000000000001", "D206", NULL},
        {NUMBER ASKS("\"maximum\": 0.1"), "0.10", "", NULL},
        {NUMBER ASKS("\"maximum\": 0.3"), "0.30000000000000004", "D206", NULL},
        {NUMBER ASKS("\"minimum\": 0"), "NaN", "D206", NULL},
        {NUMBER ASKS("\"minimum\": 0"), "INF", "", NULL},
        {NUMBER ASKS("\"minimum\": 0"), "-INF", "D206", NULL},
        {NUMBER ASKS("\"maximum\": 1e300"), "INF", "D206", NULL},
        {NUMBER ASKS("\"maximum\": \"INF\""), "INF", "", NULL},
        {NUMBER ASKS("\"exclusiveMaximum\": \"INF\""), "INF", "D206", NULL},
        {NUMBER ASKS("\"exclusiveMaximum\": \"INF\""), "1E1000", "", NULL},
        {NUMBER ", \"decimalChar\": \",\"" ASKS("\"minimum\": \"1,5\""), "1,4", "D206", NULL},
        {NUMBER ", \"decimalChar\": \",\"" ASKS("\"minimum\": 1.5"), "1,4", "D206", NULL},
        {NUMBER ", \"decimalChar\": \",\"" ASKS("\"minimum\": 1.5"), "1,5", "", NULL},
        {INTEGER ", \"groupChar\": \",\"" ASKS("\"maximum\": \"1,000\""), "1,001", "D206", NULL},
        {INTEGER ", \"bareNumber\": false" ASKS("\"maximum\": 100"), "101%", "D206", NULL},
        {"\"type\": \"date\"" ASKS("\"minimum\": \"2020-10-01\""), "2020-09-30", "D206", NULL},
        {"\"type\": \"date\"" ASKS("\"minimum\": \"2020-10-01\""), "2020-10-01", "", NULL},
        {"\"type\": \"date\"" FORMAT("%d/%m/%Y") ASKS("\"minimum\": \"01/10/2020\""), "30/09/2020", "D206",
         NULL},
        {"\"type\": \"date\"" FORMAT("%d/%m/%Y") ASKS("\"minimum\": \"01/10/2020\""), "02/01/2021", "", NULL},
        {"\"type\": \"date\", \"banchi:era\": \"buddhist\"" ASKS("\"maximum\": \"2562-12-31\""), "2563-01-01",
         "D206", NULL},
        {"\"type\": \"datetime\"" ASKS("\"maximum\": \"2020-01-01T00:00:00Z\""), "2020-01-01T07:00:00", "",
         NULL},
        {"\"type\": \"datetime\"" ASKS("\"maximum\": \"2020-01-01T00:00:00Z\""),
         "2020-01-01T07:00:00.001+07:00", "D206", NULL},
        {"\"type\": \"time\"" ASKS("\"minimum\": \"08:30:00\""), "08:29:59", "D206", NULL},
        {"\"type\": \"time\"" ASKS("\"minimum\": \"08:30:00\""), "08:30:00", "", NULL},
        {"\"type\": \"year\"" ASKS("\"minimum\": 2010"), "2009", "D206", NULL},
        {"\"type\": \"year\"" ASKS("\"minimum\": \"2010\""), "2010", "", NULL},
        {"\"type\": \"year\", \"banchi:era\": \"buddhist\"" ASKS("\"minimum\": 2560, \"maximum\": 2570"),
         "2571", "D206", NULL},
        {"\"type\": \"yearmonth\"" ASKS("\"exclusiveMaximum\": \"2019-12\""), "2019-12", "D206", NULL},
        {"\"type\": \"yearmonth\"" ASKS("\"exclusiveMaximum\": \"2019-12\""), "2019-11", "", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void a_pattern_matches_the_whole_cell(void **state)
{
    static const struct cell_row rows[] = {
        {STRING ASKS("\"pattern\": \"^a.*$\""), "apple", "", NULL},
        {STRING ASKS("\"pattern\": \"^a.*$\""), "orange", "D208", NULL},
        {STRING ASKS("\"pattern\": \"[0-9]{5}\""), "10300", "", NULL},
        {STRING ASKS("\"pattern\": \"[0-9]{5}\""), "103001", "D208", NULL},
        {STRING ASKS("\"pattern\": \"[0-9]{5}\""), "x10300", "D208", NULL},
        {STRING ASKS("\"pattern\": \"[0-9]{5}\""), "10300\n", "D212", NULL},
        {STRING ASKS("\"pattern\": \"a|bc\""), "a", "", NULL},
        {STRING ASKS("\"pattern\": \"a|bc\""), "ac", "D208", NULL},
        {STRING ASKS("\"pattern\": \"a|bc\""), "abc", "D208", NULL},
        {STRING ASKS("\"pattern\": \"\\\\d+\""), "๑๒", "D211", NULL},
        {STRING ASKS("\"pattern\": \"\\\\d+\""), "๑x", "D208", NULL},
        {STRING ASKS("\"pattern\": \"\\\\p{L}+\""), "กขค", "", NULL},
        {STRING ASKS("\"pattern\": \"[ก-ฮ]+\""), "กขค", "", NULL},
        {STRING ASKS("\"pattern\": \"[ก-ฮ]+\""), "กขคa", "D208", NULL},
        {STRING ASKS("\"pattern\": \".{3}\""), "กขค", "", NULL},
        {STRING ASKS("\"pattern\": \"(?:a+)+(?:b|d)\""),
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "D220", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void a_pattern_may_take_letters_out_of_a_class(void **state)
{
#define LESS(pattern) STRING ASKS("\"pattern\": \"" pattern "\"")
    static const struct cell_row rows[] = {
        {LESS("[a-z-[aeiou]]+"), "bcd", "", NULL},
        {LESS("[a-z-[aeiou]]+"), "bad", "D208", NULL},
        {LESS("[a-z-[aeiou]]+"), "b]", "D208", NULL},
        {LESS("[^0-9-[x]]"), "a", "", NULL},
        {LESS("[^0-9-[x]]"), "x", "D208", NULL},
        {LESS("[ก-ฮ-[ฃฅ]]{2}[0-9-[0]][0-9]{3}"), "กข1234", "", NULL},
        {LESS("[ก-ฮ-[ฃฅ]]{2}[0-9-[0]][0-9]{3}"), "กฃ1234", "D208", NULL},
        {LESS("[ก-ฮ-[ฃฅ]]{2}[0-9-[0]][0-9]{3}"), "กข0234", "D208", NULL},
        {LESS("[a-z-[b-y-[m]]]+"), "amz", "", NULL},
        {LESS("[a-z-[b-y-[m]]]+"), "n", "D208", NULL},
        {LESS("[a-z-[^b]]"), "b", "", NULL},
        {LESS("[a-z-[^b]]"), "c", "D208", NULL},
        /* these are none */
        {LESS("[a\\\\-[b]+"), "-[", "", NULL},
        {LESS("\\\\[a-z]"), "[a-z]", "", NULL},
        {LESS("[a-z_-]+"), "a-_", "", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void values_of_an_enum_are_logical_values(void **state)
{
    static const struct cell_row rows[] = {
        {STRING ASKS("\"enum\": [\"apple\"]"), "apple", "", NULL},
        {STRING ASKS("\"enum\": [\"apple\"]"), "orange", "D205", NULL},
        {STRING ASKS("\"enum\": [\"apple\"]"), "Apple", "D205", NULL},
        {STRING ASKS("\"enum\": [\"apple\"]"), "apple ", "D212", NULL},
        {STRING ASKS("\"enum\": [\"apple\"]"), "ap\xE2\x80\x8Bple", "D213", NULL},
        {STRING ASKS("\"enum\": [\"apple\"]"), "aple ", "D205", NULL},
        {STRING ASKS("\"enum\": [\"1\"]"), "1.0", "D205", NULL},
        {STRING ASKS("\"enum\": [\"ชาย\", \"หญิง\"]"), "หญิง", "", NULL},
        {STRING ASKS("\"enum\": [\"ชาย\", \"หญิง\"]"), "หญืง", "D205", NULL},
        {INTEGER ASKS("\"enum\": [1, 2]"), "01", "", NULL},
        {INTEGER ASKS("\"enum\": [1, 2]"), "3", "D205", NULL},
        {INTEGER ASKS("\"enum\": [\"1\", \"2\"]"), "2", "", NULL},
        {INTEGER ", \"groupChar\": \",\"" ASKS("\"enum\": [1000]"), "1,000", "", NULL},
        {NUMBER ASKS("\"enum\": [1.5]"), "1.50", "", NULL},
        {NUMBER ASKS("\"enum\": [1.5]"), "15E-1", "", NULL},
        {NUMBER ASKS("\"enum\": [\"NaN\", \"INF\"]"), "inf", "", NULL},
        {"\"type\": \"boolean\"" ASKS("\"enum\": [true]"), "1", "", NULL},
        {"\"type\": \"boolean\"" ASKS("\"enum\": [true]"), "false", "D205", NULL},
        {"\"type\": \"boolean\"" ASKS("\"enum\": [\"true\"]"), "TRUE", "", NULL},
        {"\"type\": \"date\"" FORMAT("%d/%m/%Y") ASKS("\"enum\": [\"01/02/2019\"]"), "1/2/2019", "", NULL},
        {"\"type\": \"year\"" ASKS("\"enum\": [2019]"), "2019", "", NULL},
        {"\"type\": \"duration\"" ASKS("\"enum\": [\"P1Y\"]"), "P12M", "", NULL},
        {"\"type\": \"duration\"" ASKS("\"enum\": [\"P1Y\"]"), "P365D", "D205", NULL},
        {OBJECT ASKS("\"enum\": [{\"a\": 1.0}]"), "{ \"a\" : 1 }", "", NULL},
        {ARRAY ASKS("\"enum\": [[1, 2]]"), "[1,2.0]", "", NULL},
        {ARRAY ASKS("\"enum\": [\"[1, 2]\"]"), "[1,2]", "", NULL},
        {LIST ", \"itemType\": \"integer\"" ASKS("\"enum\": [\"1,2\"]"), "01,2", "", NULL},
        {LIST ASKS("\"enum\": [\"1,2\"]"), "01,2", "D205", NULL},
        {LIST ASKS("\"enum\": [[\"a\", \"b\"]]"), "a,b", "", NULL},
        {LIST ASKS("\"enum\": [[\"a\", \"b\"]]"), "b,a", "D205", NULL},
        {LIST ", \"itemType\": \"integer\", \"delimiter\": \";\"" ASKS("\"enum\": [[1, 2], []]"), "01;2", "",
         NULL},
        {"\"type\": \"geopoint\"" ASKS("\"enum\": [\"100.5,13.75\"]"), "100.50, 13.750", "", NULL},
        {"\"type\": \"geopoint\"" ASKS("\"enum\": [[100.5, 13.75]]"), "100.50, 13.750", "", NULL},
        {"\"type\": \"geopoint\"" FORMAT("array") ASKS("\"enum\": [[1, 2], \"[3,4]\"]"), "[3, 4.0]", "",
         NULL},
        {"\"type\": \"geopoint\"" FORMAT("array") ASKS("\"enum\": [[1, 2]]"), "[2, 1]", "D205", NULL},
        {"\"type\": \"geopoint\"" FORMAT("object") ASKS("\"enum\": [{\"lon\": 1, \"lat\": 2}]"),
         "{\"lat\": 2, \"lon\": 1.0}", "", NULL},
        {"\"type\": \"geopoint\"" FORMAT("object") ASKS("\"enum\": [{\"lon\": 1, \"lat\": 2}]"),
         "{\"lat\": 1, \"lon\": 2}", "D205", NULL},
        {"\"type\": \"geojson\"" ASKS("\"enum\": [{\"type\": \"Point\", \"coordinates\": [1, 2]}]"),
         "{\"coordinates\": [1, 2.0], \"type\": \"Point\"}", "", NULL},
        {"\"type\": \"geojson\"" ASKS("\"enum\": [{\"type\": \"Point\", \"coordinates\": [1, 2]}]"),
         "{\"coordinates\": [2, 1], \"type\": \"Point\"}", "D205", NULL},
        {STRING ", \"categories\": [\"apple\", \"orange\"]", "orange", "", NULL},
        {STRING ", \"categories\": [\"apple\", \"orange\"]", "banana", "D205", NULL},
        {INTEGER ", \"categories\": [{\"value\": 0, \"label\": \"apple\"}, {\"value\": 1}]", "1", "", NULL},
        {INTEGER ", \"categories\": [{\"value\": 0, \"label\": \"apple\"}, {\"value\": 1}]", "2", "D205",
         NULL},
        {INTEGER ", \"categories\": [0, 1, 2]" ASKS("\"enum\": [0, 1]"), "2", "D205", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void json_is_read_strictly(void **state)
{
    static const struct cell_row rows[] = {
        {OBJECT, "{}", "", "{}"},
        {OBJECT, "{\"b\": 1.0, \"a\": [1]}", "", "{\"a\":[1],\"b\":1}"},
        {OBJECT, " {} ", "", "{}"},
        {OBJECT, "[]", "D201", NULL},
        {OBJECT, "{'a': 1}", "D201", NULL},
        {OBJECT, "{\"a\": 1,}", "D201", NULL},
        {OBJECT, "{\"a\": NaN}", "D201", NULL},
        {OBJECT, "null", "D201", NULL},
        {OBJECT, "\"a\"", "D201", NULL},
        {OBJECT, "a", "D201", NULL},
        {OBJECT, "{} x", "D201", NULL},
        {OBJECT, "{\"a\": 1, \"a\": 2}", "", NULL},
        {ARRAY, "[]", "", "[]"},
        {ARRAY, "[1, \"a\", null]", "", NULL},
        {ARRAY, "{}", "D201", NULL},
        {ARRAY, "1,2", "D201", NULL},
        {OBJECT ASKS(
             "\"jsonSchema\": {\"type\": \"object\", \"properties\": {\"value\": {\"type\": \"integer\"}}}"),
         "{\"value\": 100}", "", NULL},
        {OBJECT ASKS(
             "\"jsonSchema\": {\"type\": \"object\", \"properties\": {\"value\": {\"type\": \"integer\"}}}"),
         "{\"value\": \"bad\"}", "D209", NULL},
        {ARRAY ASKS("\"jsonSchema\": {\"minItems\": 2}"), "[1]", "D209", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void lists_have_items_of_one_type(void **state)
{
#define OF(type) LIST ", \"itemType\": \"" type "\""
    static const struct cell_row rows[] = {
        {LIST, "value1,value2", "", "6:value16:value2"},
        {LIST, "value1", "", "6:value1"},
        {LIST ", \"missingValues\": []", "", "", ""},
        {LIST, "a,", "", "1:a0:"},
        {LIST ", \"delimiter\": \"; \"", "a; b;c", "", "1:a3:b;c"},
        {OF("integer"), "1,02,-3", "", "1:11:22:-3"},
        {OF("integer"), "1,x", "D201", NULL},
        {OF("integer"), "1,,2", "D201", NULL},
        {OF("integer"), "1, 2", "D201", NULL},
        {OF("integer"), "๑,๒", "D211", NULL},
        {OF("integer") ", \"delimiter\": \"|\"", "1|2", "", NULL},
        {OF("number"), "1.5,NaN", "", NULL},
        {OF("boolean"), "true,0", "", NULL},
        {OF("boolean"), "true,no", "D201", NULL},
        {OF("date"), "2019-01-01,2020-02-29", "", NULL},
        {OF("date"), "2019-01-01,2019-02-29", "D201", NULL},
        {OF("time"), "10:00:00", "", NULL},
        {OF("datetime"), "2019-01-01T10:00:00", "", NULL},
        {OF("datetime"), "2019-01-01", "D201", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void places_are_longitude_then_latitude(void **state)
{
#define POINT "\"type\": \"geopoint\""
#define GEO "\"type\": \"geojson\""
    static const struct cell_row rows[] = {
        {POINT, "90.50, 45.50", "", "90.5,45.5"},
        {POINT, "90.50,45.50", "", "90.5,45.5"},
        {POINT, "-180,-90", "", NULL},
        {POINT, "180.0001,0", "D201", NULL},
        {POINT, "13.75, 100.5", "D201", NULL},
        {POINT, "100.5,  13.75", "D201", NULL},
        {POINT, "100.5 ,13.75", "D201", NULL},
        {POINT, "100.5", "D201", NULL},
        {POINT, "100.5,13.75,0", "D201", NULL},
        {POINT, "NaN,0", "D201", NULL},
        {POINT, "100.5;13.75", "D201", NULL},
        {POINT, " 100.5,13.75", "D212", NULL},
        {POINT, "๑๐๐.๕,๑๓.๗๕", "D211", NULL},
        {POINT FORMAT("array"), "[90.50, 45.50]", "", "90.5,45.5"},
        {POINT FORMAT("array"), "[90.50]", "D201", NULL},
        {POINT FORMAT("array"), "[\"90.50\", \"45.50\"]", "D201", NULL},
        {POINT FORMAT("array"), "90.50, 45.50", "D201", NULL},
        {POINT FORMAT("array"), "[45.50, 90.50]", "D201", NULL},
        {POINT FORMAT("object"), "{\"lon\": 90.50, \"lat\": 45.50}", "", "90.5,45.5"},
        {POINT FORMAT("object"), "{\"lat\": 45.50, \"lon\": 90.50}", "", "90.5,45.5"},
        {POINT FORMAT("object"), "{\"lon\": 90.50}", "D201", NULL},
        {POINT FORMAT("object"), "{\"lon\": 90.50, \"lat\": 45.50, \"x\": 1}", "D201", NULL},
        {POINT FORMAT("object"), "{\"lon\": \"90.50\", \"lat\": 45.50}", "D201", NULL},
        {GEO, "{\"type\": \"Point\", \"coordinates\": [100.5, 13.75]}", "", NULL},
        {GEO, "{\"type\": \"Point\", \"coordinates\": [100.5, 13.75, 2]}", "", NULL},
        {GEO, "{\"type\": \"Point\", \"coordinates\": []}", "", NULL},
        {GEO, "{\"type\": \"Point\", \"coordinates\": [100.5]}", "D201", NULL},
        {GEO, "{\"type\": \"Point\", \"coordinates\": [\"100.5\", 13.75]}", "D201", NULL},
        {GEO, "{\"type\": \"Point\"}", "D201", NULL},
        {GEO, "{\"type\": \"Spot\", \"coordinates\": [1, 2]}", "D201", NULL},
        {GEO, "{\"type\": \"LineString\", \"coordinates\": [[1, 2], [3, 4]]}", "", NULL},
        {GEO, "{\"type\": \"LineString\", \"coordinates\": [[1, 2]]}", "D201", NULL},
        {GEO, "{\"type\": \"MultiPoint\", \"coordinates\": [[1, 2]]}", "", NULL},
        {GEO, "{\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}", "", NULL},
        {GEO, "{\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}", "D201", NULL},
        {GEO, "{\"type\": \"Polygon\", \"coordinates\": [[[0, 0], [1, 0], [0, 0]]]}", "D201", NULL},
        {GEO, "{\"type\": \"MultiPolygon\", \"coordinates\": [[[[0, 0], [1, 0], [1, 1], [0, 0.0]]]]}", "",
         NULL},
        {GEO,
         "{\"type\": \"GeometryCollection\", \"geometries\": [{\"type\": \"Point\", \"coordinates\": [1, "
         "2]}]}",
         "", NULL},
        {GEO, "{\"type\": \"GeometryCollection\", \"geometries\": [1]}", "D201", NULL},
        {GEO, "{\"type\": \"Feature\", \"geometry\": null, \"properties\": null}", "", NULL},
        {GEO, "{\"type\": \"Feature\", \"geometry\": null}", "D201", NULL},
        {GEO, "{\"type\": \"Feature\", \"geometry\": null, \"properties\": {}, \"id\": []}", "D201", NULL},
        {GEO, "{\"type\": \"FeatureCollection\", \"features\": []}", "", NULL},
        {GEO, "{\"type\": \"FeatureCollection\", \"features\": [{}]}", "D201", NULL},
        {GEO, "[1, 2]", "D201", NULL},
        {GEO, "Point(1 2)", "D201", NULL},
        {GEO FORMAT("topojson"), "{\"type\": \"Topology\", \"objects\": {}, \"arcs\": []}", "", NULL},
        {GEO FORMAT("topojson"),
         "{\"type\": \"Topology\", \"objects\": {\"a\": {\"type\": \"LineString\", \"arcs\": [0]}}, "
         "\"arcs\": [[[0, 0], [1, 1]]]}",
         "", NULL},
        {GEO FORMAT("topojson"), "{\"type\": \"Topology\", \"objects\": {}}", "D202", NULL},
        {GEO FORMAT("topojson"), "{\"type\": \"Point\", \"coordinates\": [1, 2]}", "D202", NULL},
        {GEO, "{\"type\": \"Topology\", \"objects\": {}, \"arcs\": []}", "D201", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void free_texts_are_clean(void **state)
{
    static const struct cell_row rows[] = {
        {STRING, "สํานัก", "D130", NULL},
        {STRING, "เเผนงาน", "D131", NULL},
        {STRING, "วััง", "D132", NULL},
        {STRING, "ท่ี", "D133", NULL},
        {STRING, "่ก", "D134", NULL},
        {STRING, "ก\xEF\xBF\xBD", "D135", NULL},
        {STRING, "a\xC2\xA0z", "D213", NULL},
        {STRING, "๑๒", "", NULL},
        {STRING, "๑\xC2\xA0๒", "D213", NULL},
        {STRING, " a", "D212", NULL},
        {"\"type\": \"any\"", "เเ", "D131", NULL},
        {STRING FORMAT("uri"), "https://example.org/\xE2\x80\x8B", "D213", NULL},
        {STRING ASKS("\"enum\": [\"แผน\"]"), "เเผน", "D205", NULL},
        {STRING ASKS("\"maxLength\": 3"), "เเผนงาน", "D207", NULL},
    };
    (void)state;
    JUDGE(rows);
}

static void a_total_is_no_value_of_a_dimension(void **state)
{
#define DIMENSION STRING ", \"banchi:role\": \"dimension\""
    static const struct cell_row rows[] = {
        {DIMENSION, "รวม", "D214", NULL},
        {DIMENSION, "ยอดรวม", "D214", NULL},
        {DIMENSION, "รวมทั้งสิ้น", "D214", NULL},
        {DIMENSION, " รวม ทั้งสิ้น ", "D214", NULL},
        {DIMENSION, "Total", "D214", NULL},
        {DIMENSION, "GRAND TOTAL", "D214", NULL},
        {DIMENSION, "โรงเรียนรวมใจ", "", NULL},
        {DIMENSION, "รวมพล", "", NULL},
        {DIMENSION, "Totally", "", NULL},
        {DIMENSION ASKS("\"enum\": [\"ชาย\", \"รวม\"]"), "รวม", "", NULL},
        {STRING, "รวม", "D214", NULL},
        {STRING ", \"banchi:role\": \"identifier\"", "รวม", "", NULL},
    };
    (void)state;
    JUDGE(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_may_have_a_format),
        cmocka_unit_test(missing_values_come_before_everything),
        cmocka_unit_test(lengths_are_of_characters_members_and_items),
        cmocka_unit_test(ranges_are_exact_for_every_ordered_type),
        cmocka_unit_test(a_pattern_matches_the_whole_cell),
        cmocka_unit_test(a_pattern_may_take_letters_out_of_a_class),
        cmocka_unit_test(values_of_an_enum_are_logical_values),
        cmocka_unit_test(json_is_read_strictly),
        cmocka_unit_test(lists_have_items_of_one_type),
        cmocka_unit_test(places_are_longitude_then_latitude),
        cmocka_unit_test(free_texts_are_clean),
        cmocka_unit_test(a_total_is_no_value_of_a_dimension),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
