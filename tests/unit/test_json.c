/* The JSON reader and writers, through base/json.h and base/json_write.h. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "base/json_edit.h"
#include "base/json_names.h"
#include "base/json_write.h"
#include "base/limits.h"

/* The findings that reading `text` as a file gives. */
static void check_faults(const char *text, const char *wanted)
{
    struct arena arena = {0};
    struct finding_lines lines = finding_lines();
    struct json_document document = {.file = "a.json"};
    json_read_document(&arena, slice_of(text), &lines.sink, &document);
    check_text(text_slice(&lines.text), wanted);
    text_free(&lines.text);
    arena_free(&arena);
}

/* Reading `text` and writing it compactly. */
static void check_compact(const char *text, const char *wanted)
{
    struct arena arena = {0};
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    assert_true(json_read(&arena, slice_of(text), &root, &faults));
    assert_null(faults);
    json_write_value(&writer, &root);
    check_text(text_slice(&out), wanted);
    text_free(&out);
    arena_free(&arena);
}

static void check_layout(const char *text, const char *wanted)
{
    struct arena arena = {0};
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    assert_true(json_read(&arena, slice_of(text), &root, &faults));
    json_write_layout(&out, &root);
    check_text(text_slice(&out), wanted);
    text_free(&out);
    arena_free(&arena);
}

static void values_come_back_as_they_were_written(void **state)
{
    (void)state;
    check_compact(" [ null , true,false, 94581296.26, -0.0, 1E+2, \"ก\" , {} , [ ] ] ",
                  "[null,true,false,94581296.26,-0.0,1E+2,\"ก\",{},[]]");
    check_compact("{\"b\":1,\"a\":{\"c\":[1,{\"d\":2}]}}", "{\"b\":1,\"a\":{\"c\":[1,{\"d\":2}]}}");
    check_compact("\"\\u0e01\\ud83d\\ude00\\n\\/\\u0000\"", "\"ก😀\\n/\\u0000\"");
    check_compact("12345678901234567890123456789.000000000001", "12345678901234567890123456789.000000000001");
}

static void syntax_faults_have_their_place(void **state)
{
    (void)state;
    check_faults("{\"a\": 1,}",
                 "M001 error a.json:1:9 - not JSON: here a key in quotation marks is expected\n");
    check_faults("{\n  \"ชื่อ\": \"กข\" x",
                 "M001 error a.json:2:16 - not JSON: here a comma or } is expected\n");
    check_faults("[1 2]", "M001 error a.json:1:4 - not JSON: here a comma or ] is expected\n");
    check_faults("[01]", "M001 error a.json:1:3 - not JSON: here a comma or ] is expected\n");
    check_faults("[1.]", "M001 error a.json:1:4 - not JSON: here a digit is expected\n");
    check_faults("", "M001 error a.json:1:1 - the file is empty; JSON is expected in it\n");
    check_faults("{} {}", "M001 error a.json:1:4 - not JSON: here the end of the document is expected\n");
    check_faults("\"a", "M001 error a.json:1:3 - not JSON: here a closing quotation mark is expected\n");
    check_faults("\"\\x\"",
                 "M001 error a.json:1:3 - not JSON: here one of \" \\ / b f n r t u after a backslash is "
                 "expected\n");
    check_faults("{\"a\" 1}", "M001 error a.json:1:6 - not JSON: here a colon after the key is expected\n");
}

static void a_line_feed_inside_a_text_is_a_fault_there(void **state)
{
    (void)state;
    check_faults("[\"a\nb\"]",
                 "M001 error a.json:1:4 - not JSON: here a closing quotation mark (line ends and control "
                 "characters in text are written \\n, \\u0000 ...) is expected\n");
}

static void windows_874_is_not_utf8(void **state)
{
    (void)state;
    check_faults("{\"a\":\n \"\xA1\xA2\"}",
                 "M002 error a.json:2:3 - not UTF-8 from here on; save the file as UTF-8\n");
    check_faults("\"\xE0\x80\x80\"",
                 "M002 error a.json:1:2 - not UTF-8 from here on; save the file as UTF-8\n");
    check_faults("\"\xED\xA0\x80\"",
                 "M002 error a.json:1:2 - not UTF-8 from here on; save the file as UTF-8\n");
    check_faults("\"\xF4\x90\x80\x80\"",
                 "M002 error a.json:1:2 - not UTF-8 from here on; save the file as UTF-8\n");
}

static void a_file_cut_inside_a_letter_is_told_from_another_encoding(void **state)
{
    (void)state;
    check_faults("{\"a\": \"\xE0\xB8",
                 "M002 error a.json:1:8 - the file ends in the middle of a letter: it was cut off\n");
}

static void reading_goes_on_after_lesser_faults_and_reports_them_in_order(void **state)
{
    (void)state;
    check_faults(
        "\xEF\xBB\xBF{\"a\": {\"b\": 1, \"b\": \"\\udc00\"}, \"a\": 1e1001}",
        "M003 error a.json:1:1 - the file begins with a byte order mark; save it as UTF-8 without BOM\n"
        "M005 error a.json:1:16 - the key {value} stands twice in this object; remove one of them\n"
        "M004 error a.json:1:22 - half a surrogate pair; write the character itself\n"
        "M005 error a.json:1:32 - the key {value} stands twice in this object; remove one of them\n"
        "M008 error a.json:1:37 - the number is longer, or its exponent larger, than banchi takes (1000)\n");
}

static void a_key_repeated_in_a_large_object_is_found(void **state)
{
    (void)state;
    struct text text = {0};
    text_add(&text, "{");
    for (int i = 0; i < 1000; i++)
        text_format(&text, "\"key%d\":%d,", i, i);
    text_add(&text, "\"key500\":1}");
    struct arena arena = {0};
    struct json root;
    const struct json_fault *faults;
    assert_true(json_read(&arena, text_slice(&text), &root, &faults));
    assert_non_null(faults);
    assert_int_equal(faults->kind, JSON_FAULT_REPEATED);
    assert_null(faults->next);
    check_text(json_text(json_get(&root, "key500")), "1");
    text_free(&text);
    arena_free(&arena);
}

/* A plain letter, 80 of them, with `byte` in the place of one; what the reader says of the text. */
static bool text_reads(size_t place, char byte)
{
    struct arena arena = {0};
    struct json root;
    const struct json_fault *faults;
    char text[82];
    memset(text, 'a', sizeof text);
    text[0] = text[sizeof text - 1] = '"';
    text[place] = byte;
    bool read = json_read(&arena, (struct slice){text, sizeof text}, &root, &faults);
    if (read)
        assert_int_equal(root.count, sizeof text - 2);
    else
        assert_int_equal(faults->offset, place + (byte == '"' || byte == '\\' ? 1 : 0));
    arena_free(&arena);
    return read;
}

static void a_text_ends_at_a_quote_a_backslash_and_a_control_character_wherever_they_stand(void **state)
{
    (void)state;
    for (size_t place = 1; place < 80; place++)
        for (int byte = 0; byte < 128; byte++)
            assert_int_equal(text_reads(place, (char)byte), byte >= 0x20 && byte != '"' && byte != '\\');
}

/* The numbers of the keys of an object, as read by `names`. */
static void check_names(struct json_names *names, const char *text, const char *wanted)
{
    struct arena arena = {0};
    struct json_reading reading;
    struct text numbers = {0};
    text_add(&numbers, "");
    assert_true(json_read_named(&arena, slice_of(text), names, &reading));
    for (uint32_t i = 0; i < reading.root.count; i++)
        text_format(&numbers, " %u", reading.root.members[i].key.name);
    for (const struct json_fault *fault = reading.faults; fault != NULL; fault = fault->next)
        text_format(&numbers, " fault %d at %u", (int)fault->kind, fault->offset);
    check_text(text_slice(&numbers), wanted);
    text_free(&numbers);
    arena_free(&arena);
}

static void keys_known_beforehand_get_their_numbers_in_any_order(void **state)
{
    (void)state;
    static const struct slice known[] = {{"name", 4}, {"title", 5}, {"tags", 4}};
    struct arena arena = {0};
    struct json_names *names = json_names_make(&arena, key_table_make(&arena, known, 3), 3);
    for (int again = 0; again < 2; again++) {
        check_names(names, "{\"name\": 1, \"title\": {\"name\": 2}, \"tags\": [{\"title\": 1}]}", " 1 2 3");
        check_names(names, "{\"tags\":1,\"names\":2,\"nam\":2,\"title\":3,\"n\\u0061me\":4}", " 3 0 0 2 1");
        check_names(names, "{\"name\": 1, \"x\": 2, \"n\\u0061me\": 3}", " 1 0 1 fault 4 at 20");
        check_names(names, "{\"x\": 1, \"y\": 2, \"x\": 3}", " 0 0 0 fault 4 at 17");
    }
    arena_free(&arena);
}

static void the_first_escape_is_known(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct finding_counter counter = finding_counter();
    struct json_document document = {.file = "a.json"};
    struct slice text = slice_of("{\"a\": \"b\", \"c\": \"\\n\\t\"}");
    assert_true(json_read_document(&arena, text, &counter.sink, &document));
    assert_ptr_equal(document.escape, strchr(text.at, '\\'));
    assert_true(json_read_document(&arena, slice_of("[1, \"a\"]"), &counter.sink, &document));
    assert_null(document.escape);
    arena_free(&arena);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    char deep[2 * LIMIT_JSON_NESTING + 3] = {0};
    memset(deep, '[', LIMIT_JSON_NESTING);
    memset(deep + LIMIT_JSON_NESTING, ']', LIMIT_JSON_NESTING);
    check_faults(deep, "");
    memset(deep, '[', LIMIT_JSON_NESTING + 1);
    memset(deep + LIMIT_JSON_NESTING + 1, ']', LIMIT_JSON_NESTING + 1);
    check_faults(deep, "M006 error a.json:1:129 - nested more than 128 levels deep\n");
}

static void files_are_laid_out_one_member_a_line_and_short_lists_on_one(void **state)
{
    (void)state;
    check_layout("{\"a\":[1,\"ข\"],\"b\":{\"c\":[{\"d\":[]}]},\"e\":{}}", "{\n"
                                                                          "  \"a\": [1, \"ข\"],\n"
                                                                          "  \"b\": {\n"
                                                                          "    \"c\": [\n"
                                                                          "      {\n"
                                                                          "        \"d\": []\n"
                                                                          "      }\n"
                                                                          "    ]\n"
                                                                          "  },\n"
                                                                          "  \"e\": {}\n"
                                                                          "}\n");
}

static void the_canonical_form_sorts_keys_and_evens_out_numbers(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    assert_true(json_read(&arena, slice_of("{\"b\": 1.10, \"a\": [1e2, -0, \"x\"]}"), &root, &faults));
    json_write_canonical(&out, &root);
    check_text(text_slice(&out), "{\"a\":[100,0,\"x\"],\"b\":1.1}");
    text_free(&out);
    arena_free(&arena);
}

static void ascii_output_escapes_what_lies_above(void **state)
{
    (void)state;
    struct text out = {0};
    struct json_writer writer = {.out = &out, .ascii = true};
    json_write_string(&writer, "aก😀\"");
    check_text(text_slice(&out), "\"a\\u0e01\\ud83d\\ude00\\\"\"");
    text_free(&out);
}

static void check_edit(const char *text, const char *key, const char *value, const char *wanted)
{
    struct arena arena = {0};
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    assert_true(json_read(&arena, slice_of(text), &root, &faults));
    json_edit_member(&arena, slice_of(text), &root, slice_of(key), slice_of(value), &out);
    check_text(text_slice(&out), wanted);
    text_free(&out);
    arena_free(&arena);
}

static void a_member_is_changed_and_the_layout_stays(void **state)
{
    (void)state;
    check_edit("{ \"a\" :1 ,\n\t\"b\": [1,\n2] }\n", "a", "\"x\"", "{ \"a\" :\"x\" ,\n\t\"b\": [1,\n2] }\n");
    check_edit("{\n    \"a\": 1,\n    \"b\": 2\n}\n", "c", "[\"x\",\"y\"]",
               "{\n    \"a\": 1,\n    \"b\": 2,\n    \"c\": [\"x\", \"y\"]\n}\n");
    check_edit("{\n    \"a\": 1,\n    \"b\": 2\n}\n", "b", "", "{\n    \"a\": 1\n}\n");
    check_edit("{\n    \"a\": 1,\n    \"b\": 2\n}\n", "a", "", "{\n    \"b\": 2\n}\n");
    check_edit("{\"a\": 1}", "b", "{\"c\":{}}", "{\"a\": 1, \"b\": {\n  \"c\": {}\n}}");
    check_edit("{\"a\": 1}", "a", "", "{}");
    check_edit("{}", "a", "true", "{\"a\": true}");
    check_edit("{\"a\": 1}", "b", "", "{\"a\": 1}");
    check_edit("{\"a\": 1, \"a\": 2}", "a", "3", "{\"a\": 1, \"a\": 3}");
}

static void check_written(struct slice string, bool ascii)
{
    struct arena arena = {0};
    struct text out = {0};
    struct json_writer writer = {.out = &out, .ascii = ascii};
    const struct json_fault *faults;
    struct json root;
    json_write_slice(&writer, string);
    assert_true(json_read(&arena, text_slice(&out), &root, &faults));
    assert_true(slice_equal(json_text(&root), string));
    text_free(&out);
    arena_free(&arena);
}

static void every_byte_comes_back_from_every_place_of_a_text(void **state)
{
    (void)state;
    for (size_t length = 1; length <= 20; length++)
        for (size_t place = 0; place < length; place++)
            for (int byte = 0; byte < 0x80; byte++) {
                char bytes[20];
                memset(bytes, 'a', sizeof bytes);
                bytes[place] = (char)byte;
                check_written((struct slice){bytes, length}, false);
                check_written((struct slice){bytes, length}, true);
            }
    check_written(slice_of("บัญชี\n\"ข้อมูล\""), false);
    check_written(slice_of("บัญชี\n\"ข้อมูล\""), true);
}

static void indentation_follows_the_depth(void **state)
{
    (void)state;
    struct text out = {0}, wanted = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    for (int i = 0; i < 40; i++) {
        json_write_begin_array(&writer);
        text_format(&wanted, "[\n%*s", 2 * (i + 1), "");
    }
    json_write_number(&writer, 1);
    text_add(&wanted, "1");
    for (int i = 40; i-- > 0;) {
        json_write_end_array(&writer);
        text_format(&wanted, "\n%*s]", 2 * i, "");
    }
    assert_string_equal(out.at, wanted.at);
    text_free(&out);
    text_free(&wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_is_changed_and_the_layout_stays),
        cmocka_unit_test(values_come_back_as_they_were_written),
        cmocka_unit_test(syntax_faults_have_their_place),
        cmocka_unit_test(a_line_feed_inside_a_text_is_a_fault_there),
        cmocka_unit_test(windows_874_is_not_utf8),
        cmocka_unit_test(a_file_cut_inside_a_letter_is_told_from_another_encoding),
        cmocka_unit_test(reading_goes_on_after_lesser_faults_and_reports_them_in_order),
        cmocka_unit_test(a_key_repeated_in_a_large_object_is_found),
        cmocka_unit_test(a_text_ends_at_a_quote_a_backslash_and_a_control_character_wherever_they_stand),
        cmocka_unit_test(keys_known_beforehand_get_their_numbers_in_any_order),
        cmocka_unit_test(the_first_escape_is_known),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(files_are_laid_out_one_member_a_line_and_short_lists_on_one),
        cmocka_unit_test(the_canonical_form_sorts_keys_and_evens_out_numbers),
        cmocka_unit_test(ascii_output_escapes_what_lies_above),
        cmocka_unit_test(every_byte_comes_back_from_every_place_of_a_text),
        cmocka_unit_test(indentation_follows_the_depth),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
