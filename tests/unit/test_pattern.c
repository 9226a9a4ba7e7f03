/* Patterns, formats, URIs, pointers, the nearest choice: what the schema engine stands on. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "metadata/format.h"
#include "base/key_map.h"
#include "base/key_table.h"
#include "metadata/nearest.h"
#include "metadata/pattern.h"
#include "metadata/pattern_automaton.h"
#include "metadata/pointer.h"
#include "metadata/uri.h"
#include "tests/support/chance.h"

static enum pattern_match matched(const char *pattern, const char *subject)
{
    struct arena arena = {0};
    struct pattern_room room = {.arena = &arena};
    struct pattern *compiled;
    const char *why;
    enum pattern_state state = pattern_compile(&arena, slice_of(pattern), &compiled, &why);
    if (state != PATTERN_GOOD)
        fail_msg("%s: %s", pattern, why);
    enum pattern_match match = pattern_match(compiled, slice_of(subject), &room);
    pattern_close(compiled);
    arena_free(&arena);
    return match;
}

static void check_matches(const char *pattern, const char *subject)
{
    if (matched(pattern, subject) != PATTERN_MATCHES)
        fail_msg("%s should match %s", pattern, subject);
}

static void check_misses(const char *pattern, const char *subject)
{
    if (matched(pattern, subject) != PATTERN_MISSES)
        fail_msg("%s should not match %s", pattern, subject);
}

static void check_state(const char *pattern, enum pattern_state wanted)
{
    struct arena arena = {0};
    struct pattern *compiled;
    const char *why;
    if (pattern_compile(&arena, slice_of(pattern), &compiled, &why) != wanted)
        fail_msg("%s should be %s", pattern, wanted == PATTERN_WRONG ? "wrong" : "untranslated");
    assert_non_null(why);
    arena_free(&arena);
}

static void a_dollar_is_only_at_the_very_end(void **state)
{
    (void)state;
    check_matches("^abc$", "abc");
    check_misses("^abc$", "abc\n");
    check_misses("^a$", "b\na");
}

static void classes_are_those_of_ecma(void **state)
{
    (void)state;
    /* found by fuzzing: no POSIX classes, and a class that ends with the pattern */
    check_matches("^[:?:]$", ":");
    check_matches("^[=a=]+$", "=a");
    check_state("^[a-z0^\\{-", PATTERN_WRONG);
    check_misses("^\\d$", "๑");
    check_matches("^\\D$", "๑");
    check_misses("^\\w$", "é");
    check_matches("^\\W$", "ก");
    check_matches("^\\s$", "\xEF\xBB\xBF");
    check_matches("^\\s$", "\xE2\x80\xA8");
    check_misses("^\\S$", "\xC2\xA0");
    check_misses("^[^\\s]$", "\xE3\x80\x80");
    check_matches("^[\\S]$", "ก");
    check_misses("^[\\S]$", " ");
    check_misses("^.$", "\xE2\x80\xA9");
    check_matches("^[^]$", "\n");
    check_misses("^[]$", "");
    check_matches("^[[]$", "[");
    check_matches("^[\\b]$", "\b");
    check_matches("^[^^]$", "a");
    check_misses("^[^^]$", "^");
    /* where a dash does not stand between two characters it is one */
    check_matches("^[\\w-.]+$", "a-.");
    check_misses("^[\\w-.]+$", ",");
    check_matches("^[+-\\s]+$", "+- ");
    check_misses("^[+-\\s]+$", ",");
    check_matches("^[\\p{L}-a-c--/]+$", "ก-b.");
}

static void escapes_are_those_of_ecma(void **state)
{
    (void)state;
    check_matches("^\\cC\\v[^\\0]$", "\x03\va");
    check_matches("^\\u0E01\\u{E02}\\x41$", "กขA");
    check_matches("^\\ud83d\\ude00$", "😀");
    check_matches("^\\/\\-\\.\\_$", "/-._");
    check_matches("^a{,2}$", "a{,2}");
    check_matches("^a{2,3}?]}$", "aa]}");
    check_matches("^(?<year>\\d{4})-\\k<year>$", "2562-2562");
    check_matches("^(a)?\\1b$", "b");
    check_matches("^\\1(a)$", "a");
}

static void properties_have_ecma_names(void **state)
{
    (void)state;
    check_matches("^\\p{Letter}+$", "กa");
    check_matches("^\\p{Script=Thai}+$", "กำ");
    check_misses("^\\p{Script=Thai}$", "a");
    check_matches("^\\P{gc=Decimal_Number}$", "a");
    check_matches("^[\\p{Lu}\\p{Nonspacing_Mark}]+$", "A\xE0\xB8\xB4");
    check_matches("^\\p{Alphabetic}\\p{ASCII}\\p{Any}\\p{Assigned}$", "กaaa");
    check_state("\\p{Thai}", PATTERN_WRONG);
    check_state("\\p{Script=Atlantean}", PATTERN_WRONG);
    check_state("\\p{Script=thai}", PATTERN_WRONG);
    check_state("\\p{Script=}", PATTERN_WRONG);
    check_state("\\p{sc=Thai Lao}", PATTERN_WRONG);
    check_matches("^\\p{scx=Thai}\\p{sc=Laoo}$", "กກ");
    /* known to ECMA-262, but not, or otherwise, to PCRE2 10.42 */
    check_state("\\p{Changes_When_NFKC_Casefolded}", PATTERN_UNTRANSLATED);
    check_state("\\P{Bidi_M}", PATTERN_UNTRANSLATED);
    check_state("\\p{Script_Extensions=Inherited}", PATTERN_UNTRANSLATED);
}

static void wrong_patterns_are_told_from_those_that_cannot_be_translated(void **state)
{
    (void)state;
    static const char *const wrong[] = {"(", ")", "[a", "a**", "*a", "a++", "\\", "\\Z", "\\A", "\\a", "\\p",
                                        "\\k", "(?i)a", "(*FAIL)", "(?<a>x)(?<a>y)", "\\2(a)", "[z-a]",
                                        "a{3,2}", "^*", "(?#x)", "(?>a)", "\\u{110000}", "\\x4", "(?<1>a)",
                                        "\\Qa\\E", "\\k<b>(?<a>)", "[ข-ก]", "[\\x62-a]", "[b-\\u0061]",
                                        /* behind what cannot be translated */
                                        "\\ud800(", "(?<=a*)b)", "\\P{Bidi_M}[z-a]", "a{70000}**",
                                        "a{200000000000000000000,19999999999999999999}"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        check_state(wrong[i], PATTERN_WRONG);
    check_state("(?<=a*)b", PATTERN_UNTRANSLATED);
    check_state("\\ud800", PATTERN_UNTRANSLATED);
    check_state("a{70000}", PATTERN_UNTRANSLATED);
    check_state("a{00019999999999999999999,200000000000000000000}", PATTERN_UNTRANSLATED);
}

static void hostile_patterns_end(void **state)
{
    (void)state;
    static const char *const patterns[] = {"^(a+)+$", "^(a|aa)+$", "(.*)*(.*)*(.*)*b", "^((a*)*)*$",
                                           "(a?){40}a{40}b"};
    struct text subject = {0};
    for (int i = 0; i < 20000; i++)
        text_add(&subject, "a");
    text_add(&subject, "!");
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        assert_int_not_equal(matched(patterns[i], subject.at), PATTERN_MATCHES);
    text_free(&subject);
}

/* What a pattern that never ends costs with so many letters and one mark behind. */
static size_t hostile_work(int letters)
{
    struct arena arena = {0};
    struct pattern_room room = {.arena = &arena};
    struct pattern *compiled;
    struct text subject = {0};
    const char *why;
    for (int i = 0; i < letters; i++)
        text_add(&subject, "a");
    text_add(&subject, "!");
    assert_int_equal(pattern_compile(&arena, slice_of("^(a+)+$"), &compiled, &why), PATTERN_GOOD);
    assert_int_equal(pattern_match(compiled, text_slice(&subject), &room), PATTERN_NOT_CHECKED);
    pattern_close(compiled);
    text_free(&subject);
    arena_free(&arena);
    return room.work;
}

/* Short texts are most of what is checked: the cells of a table. */
static void a_hostile_pattern_ends_sooner_in_a_short_text(void **state)
{
    (void)state;
    assert_in_range(hostile_work(30), 1, hostile_work(1000) / 10);
}

/* found by fuzzing: an automaton of all the steps there may be */
static void patterns_of_any_length_are_followed(void **state)
{
    (void)state;
    struct text pattern = {0}, subject = {0};
    for (int i = 0; i < 1100; i++) {
        text_add(&pattern, "a");
        text_add(&subject, "a");
        if (i < 1000)
            continue;
        check_matches(pattern.at, subject.at);
        subject.at[i] = 'b';
        check_misses(pattern.at, subject.at);
        subject.at[i] = 'a';
    }
    text_free(&pattern);
    text_free(&subject);
}

/* ---- automata beside the engine ---- */

/* A part of a pattern, of what an automaton can follow and a little more. */
static void part_add(struct text *pattern, uint64_t *seed, unsigned depth)
{
    static const char *const atoms[] = {"a",
                                        "b",
                                        "ก",
                                        "é",
                                        ".",
                                        "\\d",
                                        "\\s",
                                        "\\S",
                                        "\\W",
                                        "[ab]",
                                        "[^a]",
                                        "[ก-ฮ]",
                                        "[^ก-ฮ]",
                                        "[\\u0e00-\\u0e7f]",
                                        "[^๛]",
                                        "[^\\sก]",
                                        "[a-zก]",
                                        "\\.",
                                        "\\u0e01",
                                        "[\\w\\-]",
                                        "\\n",
                                        "😀",
                                        "[^]",
                                        "[]",
                                        "[^\\u0800-\\ud7ff]"};
    static const char *const counts[] = {"", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "{0}"};
    unsigned parts = 1 + chance_below(seed, 3);
    for (unsigned i = 0; i < parts; i++) {
        if (depth > 0 && chance_below(seed, 3) == 0) {
            text_add(pattern, chance_below(seed, 2) == 0 ? "(" : "(?:");
            part_add(pattern, seed, depth - 1);
            text_add(pattern, ")");
        } else {
            text_add(pattern, CHANCE_PICK(seed, atoms));
        }
        text_add(pattern, CHANCE_PICK(seed, counts));
        if (chance_below(seed, 5) == 0)
            text_add(pattern, "|");
    }
}

static void pattern_invent(struct text *pattern, uint64_t *seed)
{
    text_clear(pattern);
    unsigned ways = 1 + chance_below(seed, 2);
    for (unsigned i = 0; i < ways; i++) {
        text_add(pattern, i > 0 ? "|" : "");
        text_add(pattern, chance_below(seed, 3) > 0 ? "^" : "");
        text_add(pattern, "(?:");
        part_add(pattern, seed, 2);
        text_add(pattern, ")");
        text_add(pattern, chance_below(seed, 3) > 0 ? "$" : "");
    }
}

static void subject_invent(struct text *subject, uint64_t *seed)
{
    static const char *const letters[] = {"a",  "b", "ก", "ฮ", "๛", "ກ",        "é", " ",
                                          "\n", "1", ".", "-", "😀", "\xC2\xA0", "_"};
    unsigned length = chance_below(seed, 7);
    text_clear(subject);
    text_add(subject, "");
    for (unsigned i = 0; i < length; i++)
        text_add(subject, CHANCE_PICK(seed, letters));
}

/* A look-ahead for nothing keeps a pattern from becoming an automaton. */
static void compare_with_engine(const struct automaton *automaton, const char *pattern, const char *subject)
{
    struct text engine = {0};
    text_format(&engine, "(?=)(?:%s)", pattern);
    enum pattern_match wanted = matched(engine.at, subject);
    bool found = automaton_match(automaton, slice_of(subject));
    if (wanted != PATTERN_NOT_CHECKED && found != (wanted == PATTERN_MATCHES))
        fail_msg("%s and %s: the automaton says %s", pattern, subject, found ? "yes" : "no");
    text_free(&engine);
}

static void automata_say_what_the_engine_says(void **state)
{
    (void)state;
    struct text pattern = {0}, subject = {0};
    uint64_t seed = 3;
    size_t made = 0;
    for (unsigned i = 0; i < 1000; i++) {
        struct arena arena = {0};
        pattern_invent(&pattern, &seed);
        const struct automaton *automaton = automaton_make(&arena, text_slice(&pattern));
        made += automaton != NULL ? 1 : 0;
        for (unsigned j = 0; j < 8 && automaton != NULL; j++) {
            subject_invent(&subject, &seed);
            compare_with_engine(automaton, pattern.at, subject.at);
        }
        arena_free(&arena);
    }
    assert_true(made > 500);
    text_free(&pattern);
    text_free(&subject);
}

static void check_automaton(const char *pattern, bool wanted)
{
    struct arena arena = {0};
    if ((automaton_make(&arena, slice_of(pattern)) != NULL) != wanted)
        fail_msg("%s should %sbe an automaton", pattern, wanted ? "" : "not ");
    arena_free(&arena);
}

static void patterns_of_metadata_are_automata(void **state)
{
    (void)state;
    check_automaton("\\S", true);
    check_automaton("^$|\\S", true);
    check_automaton("^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$", true);
    check_automaton("^(?:[^\\s,\"\\u0000-\\u001F](?:[^,\"\\u0000-\\u001F]*[^\\s,\"\\u0000-\\u001F])?)?$",
                    true);
    check_automaton("^(?:[Hh][Tt][Tt][Pp]|[Ff][Tt][Pp])[Ss]?://[^/]", true);
    check_automaton("^(a|a|aa)*$", true);
    check_automaton("^(a+)+$", false);
    check_automaton("(?=a)b", false);
    check_automaton("(a)\\1", false);
    check_automaton("\\bword\\b", false);
    check_automaton("(a?){400}a{400}b", false);
    check_automaton("a^b", false);
    check_automaton("[z-a]", false);
}

static void check_format(const char *name, const char *text, bool wanted)
{
    struct arena arena = {0};
    const struct format *format = format_find(slice_of(name));
    assert_non_null(format);
    if (format->valid(slice_of(text), &arena) != wanted)
        fail_msg("%s: %s should %sbe valid", name, text, wanted ? "" : "not ");
    arena_free(&arena);
}

/* Longer than what is matched: read to the end all the same. */
static void a_long_pattern_is_right_or_wrong(void **state)
{
    (void)state;
    struct text long_one = {0};
    for (int i = 0; i < 20000; i++)
        text_format(&long_one, "(?<ก%d>[a-z]\\k<ก%d>)", i, 19999 - i);
    assert_true(pattern_is_right(text_slice(&long_one)));
    check_state(long_one.at, PATTERN_UNTRANSLATED);
    check_format("regex", long_one.at, true);
    text_add(&long_one, "(");
    assert_false(pattern_is_right(text_slice(&long_one)));
    check_state(long_one.at, PATTERN_WRONG);
    check_format("regex", long_one.at, false);
    text_free(&long_one);
}

static void dates_and_times_follow_rfc_3339(void **state)
{
    (void)state;
    check_format("date", "2024-02-29", true);
    check_format("date", "2023-02-29", false);
    check_format("date", "2024-2-9", false);
    check_format("date", "๒๕๖๒-01-01", false);
    check_format("date-time", "2024-02-29T23:59:59.123+07:00", true);
    check_format("date-time", "1998-12-31T23:59:60Z", true);
    check_format("date-time", "1998-12-31T15:59:60.123-08:00", true);
    check_format("date-time", "1998-12-31T22:59:60Z", false);
    check_format("date-time", "1990-12-31t15:59:59z", true);
    check_format("date-time", "2024-02-29 23:59:59Z", false);
    check_format("date-time", "2024-02-29T23:59:59", false);
    check_format("date-time", "2024-02-29T24:00:00Z", false);
    check_format("date-time", "2024-02-29T00:00:00.Z", false);
    check_format("date-time", "2024-02-29T00:00:00+7:00", false);
    check_format("date-time", "", false);
}

static void mail_addresses_follow_rfc_5321(void **state)
{
    (void)state;
    check_format("email", "opendata@example.org", true);
    check_format("email", "\"joe bloggs\"@example.com", true);
    check_format("email", "joe@[127.0.0.1]", true);
    check_format("email", "joe@[IPv6:::1]", true);
    check_format("email", "te~st@example.com", true);
    check_format("email", ".a@example.com", false);
    check_format("email", "a..b@example.com", false);
    check_format("email", "a@", false);
    check_format("email", "@a", false);
    check_format("email", "a@b@c", false);
    check_format("email", "a@-b.org", false);
    check_format("email", "ก@example.org", false);
    check_format("email", "a b@example.org", false);
}

static void uris_follow_rfc_3986(void **state)
{
    (void)state;
    check_format("uri", "https://example.org/a?b=c#d", true);
    check_format("uri", "http://[::1]:80/", true);
    check_format("uri", "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", true);
    check_format("uri", "mailto:John.Doe@example.com", true);
    check_format("uri", "//example.org", false);
    check_format("uri", "www.example.org", false);
    check_format("uri", "http://example.org/ก", false);
    check_format("uri", "http://example.org/a b", false);
    check_format("uri", "http://example.org/%zz", false);
    check_format("uri", "http://a:b:c/", false);
    check_format("uri", "1http://a/", false);
    check_format("uri", "", false);
}

static void other_formats_are_known(void **state)
{
    (void)state;
    check_format("uuid", "2eb8aa08-AA98-11ea-b4aa-73b441d16380", true);
    check_format("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", false);
    check_format("uuid", "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380", false);
    check_format("regex", "^\\S+$", true);
    check_format("regex", "a**", false);
}

static void check_resolved(const char *base, const char *reference, const char *wanted)
{
    struct arena arena = {0};
    check_text(uri_resolve(&arena, slice_of(base), slice_of(reference)), wanted);
    arena_free(&arena);
}

static void references_resolve_as_rfc_3986_5_4_shows(void **state)
{
    (void)state;
    static const char base[] = "http://a/b/c/d;p?q";
    static const char *const cases[][2] = {
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_resolved(base, cases[i][0], cases[i][1]);
    check_resolved("", "common.json#/a", "common.json#/a");
    /* between files of a folder */
    check_resolved("", "./common.json", "common.json");
    check_resolved("", "a/../b/./c.json", "b/c.json");
    check_resolved("", "a/..", "");
    check_resolved("a/b.json", "../c.json", "c.json");
    check_resolved("a/b.json", "./c/d.json", "a/c/d.json");
    check_resolved("", "../out.json", "../out.json");
    check_resolved("a/b.json", "../../out.json", "../out.json");
    check_resolved("a.json", ".././../out.json", "../../out.json");
    check_resolved("", "/./a", "/a");
    check_resolved("urn:a", "x:b/../c", "x:/c");
    check_resolved("urn:uuid:1", "#a", "urn:uuid:1#a");
}

static void pointers_lead_to_values_and_back(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct json root;
    const struct json_fault *faults;
    assert_true(json_read(&arena, slice_of("{\"a/b\": [1, {\"~\": 2}], \"c\": {}}"), &root, &faults));
    const struct json *value = json_get(&json_get(&root, "a/b")->items[1], "~");
    assert_string_equal(pointer_to(&arena, &root, value->offset).text, "/a~1b/1/~0");
    assert_string_equal(pointer_to(&arena, &root, root.offset).text, "");
    assert_string_equal(pointer_to(&arena, &root, root.members[1].key.offset).text, "/c");
    assert_ptr_equal(pointer_step(&arena, &root, slice_of("a~1b")), json_get(&root, "a/b"));
    assert_null(pointer_step(&arena, json_get(&root, "a/b"), slice_of("01")));
    assert_null(pointer_step(&arena, json_get(&root, "a/b"), slice_of("2")));
    assert_null(pointer_step(&arena, &root, slice_of("a~2b")));
    assert_null(pointer_step(&arena, &root, slice_of("a~")));
    arena_free(&arena);
}

static void check_nearest(const char *value, const char *wanted)
{
    static const char *const words[] = {"ปี",   "ครึ่งปี", "เดือน", "วัน",    "วันทำการ",
                                        "อื่นๆ", "CSV",  "XLS",  "title", "update_frequency_unit"};
    struct arena arena = {0};
    struct slice choices[10];
    for (size_t i = 0; i < 10; i++)
        choices[i] = slice_of(words[i]);
    long found = nearest_choice(&arena, slice_of(value), choices, 10);
    assert_string_equal(found < 0 ? "-" : words[found], wanted);
    arena_free(&arena);
}

static void the_nearest_choice_is_what_a_person_meant(void **state)
{
    (void)state;
    check_nearest("รายปี", "ปี");
    check_nearest("รายครึ่งปี", "ครึ่งปี");
    check_nearest("ทุกเดือน", "เดือน");
    check_nearest("วันทำกาน", "วันทำการ");
    check_nearest("อื่น ๆ", "อื่นๆ");
    check_nearest("csv", "CSV");
    check_nearest("xlsx", "XLS");
    check_nearest("titel", "title");
    check_nearest("update_frequency", "update_frequency_unit");
    check_nearest("monthly", "-");
    check_nearest("", "-");
}

static void a_key_table_finds_what_it_holds(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct slice keys[500];
    for (size_t i = 0; i < 500; i++)
        keys[i] = slice_of(arena_format(&arena, "%.*s%zu", (int)(i % 40), "ข้อมูลลูกจ้างประจำกรุงเทพมหานคร", i));
    const struct key_table *table = key_table_make(&arena, keys, 500);
    for (uint32_t i = 0; i < 500; i++)
        assert_int_equal(key_find(table, keys[i]), i);
    assert_int_equal(key_find(table, slice_of("500")), KEY_NONE);
    assert_int_equal(key_find(table, slice_of("")), KEY_NONE);
    assert_int_equal(key_find(key_table_make(&arena, NULL, 0), slice_of("a")), KEY_NONE);
    arena_free(&arena);
}

static void a_key_map_finds_what_was_added(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct key_map map = {0};
    int values[500];
    assert_null(key_map_find(&map, slice_of("")));
    for (size_t i = 0; i < 500; i++) {
        struct slice key = slice_of(arena_format(&arena, "https://example.org/%zu", i));
        assert_null(key_map_find(&map, key));
        key_map_add(&arena, &map, key, &values[i]);
        key_map_add(&arena, &map, key, &values[0]);
    }
    key_map_add(&arena, &map, (struct slice){0}, &values[7]);
    for (size_t i = 0; i < 500; i++)
        assert_ptr_equal(key_map_find(&map, slice_of(arena_format(&arena, "https://example.org/%zu", i))),
                         &values[i]);
    assert_ptr_equal(key_map_find(&map, slice_of("")), &values[7]);
    assert_null(key_map_find(&map, slice_of("https://example.org/500")));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dollar_is_only_at_the_very_end),
        cmocka_unit_test(classes_are_those_of_ecma),
        cmocka_unit_test(escapes_are_those_of_ecma),
        cmocka_unit_test(properties_have_ecma_names),
        cmocka_unit_test(wrong_patterns_are_told_from_those_that_cannot_be_translated),
        cmocka_unit_test(hostile_patterns_end),
        cmocka_unit_test(a_hostile_pattern_ends_sooner_in_a_short_text),
        cmocka_unit_test(patterns_of_any_length_are_followed),
        cmocka_unit_test(automata_say_what_the_engine_says),
        cmocka_unit_test(patterns_of_metadata_are_automata),
        cmocka_unit_test(a_long_pattern_is_right_or_wrong),
        cmocka_unit_test(dates_and_times_follow_rfc_3339),
        cmocka_unit_test(mail_addresses_follow_rfc_5321),
        cmocka_unit_test(uris_follow_rfc_3986),
        cmocka_unit_test(other_formats_are_known),
        cmocka_unit_test(references_resolve_as_rfc_3986_5_4_shows),
        cmocka_unit_test(pointers_lead_to_values_and_back),
        cmocka_unit_test(the_nearest_choice_is_what_a_person_meant),
        cmocka_unit_test(a_key_table_finds_what_it_holds),
        cmocka_unit_test(a_key_map_finds_what_was_added),
    };
    return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
