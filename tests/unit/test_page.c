/* The page of a plan: whole by itself, and nothing in a plan becomes markup, steers the text or is hidden. */
#include "tests/unit/support.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/json.h"
#include "base/language.h"
#include "base/problem.h"
#include "command/markup.h"
#include "command/page.h"
#include "command/report.h"
#include "metadata/profile.h"

struct fixture {
    struct arena arena;
    const struct profile *profile;
    struct text page;
    xmlDocPtr document;
};

static int set_up(void **state)
{
    static struct fixture kept;
    struct problem problem = {0};
    kept = (struct fixture){0};
    kept.profile = profile_open(&kept.arena, "thai-gdc-2.1", &problem);
    *state = &kept;
    return kept.profile != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    xmlFreeDoc(fixture->document);
    text_free(&fixture->page);
    arena_free(&fixture->arena);
    return 0;
}

/* Goes wherever a plan can hold a text: "@" in the plan below. */
#define BAD "<script>alert(1)</script>\\\"'&amp;\\u202e\\u0000\\u200b</td></table>-->"

static const char hostile[] =
    "{\"banchi\": \"@\", \"plan\": 1, \"workspace\": {\"title\": \"@\", \"organization\": \"@\"},"
    "\"portal\": \"@\", \"url\": \"javascript:@\", \"datasets\": [{}], \"changes\": [{\"dataset\": \"@\","
    "\"title\": \"@\", \"action\": \"update\", \"reason\": \"@\", \"blocked\": \"@\", \"renamed_from\": "
    "\"@\","
    "\"deletes\": true, \"reorder\": true,"
    "\"fields\": [{\"field\": \"@\", \"from\": \"@\", \"to\": \"a@\", \"way\": \"kept\"},"
    "{\"field\": \"tags\", \"from\": [\"@\"], \"to\": [\"@\", \"x@\"], \"way\": \"theirs\"},"
    "{\"field\": \"x\", \"from\": null, \"to\": {\"@\": [\"@\", 1]}, \"way\": \"conflict\"},"
    "{\"field\": \"private\", \"from\": true, \"to\": false, \"way\": \"mine\"}],"
    "\"resources\": [{\"file\": \"@\", \"action\": \"update\", \"sha256\": \"@\", \"bytes\": 7800,"
    "\"bytes_before\": 7, \"rows\": 2, \"send_file\": true, \"send_rows\": true, \"anew\": true,"
    "\"renamed\": true, \"ways\": {\"file\": \"kept\", \"rows\": \"theirs\"}},"
    "{\"file\": \"@\", \"action\": \"remove\"}]}],"
    "\"schema\": {\"moved\": true, \"newly_refused\": [\"@\"]}, \"findings\": {\"warnings\": 1},"
    "\"warnings\": [{\"code\": \"@\", \"file\": \"@\", \"line\": 3, \"field\": \"@\", \"message\": \"@\","
    "\"hint\": \"@\"}], \"files\": [{\"file\": \"@\", \"sha256\": \"@\", \"verdict\": \"waived\", \"codes\": "
    "[\"@\"]}],"
    "\"waivers\": [{\"code\": \"@\", \"file\": \"@\", \"column\": \"@\", \"by\": \"@\", \"reason\": \"@\","
    "\"until\": \"@\"}], \"digest\": \"@\","
    "\"made\": {\"at\": \"2026-11-22T18:47:00+07:00\", \"by\": \"@\", \"commit\": {\"id\": \"@\", "
    "\"author\": \"@\","
    "\"date\": \"@\", \"subject\": \"@\"}, \"uncommitted\": [\"@\"]},"
    "\"approval\": {\"author\": \"@\", \"date\": \"@\", \"digest\": \"@\"}}";

static void write_page(struct fixture *fixture, const char *plan)
{
    struct json *root = arena_alloc(&fixture->arena, sizeof *root);
    const struct json_fault *faults;
    struct text text = {0};
    for (const char *at = plan; *at != '\0'; at++)
        if (*at == '@')
            text_add(&text, BAD);
        else
            text_add_char(&text, *at);
    const char *kept = arena_string(&fixture->arena, text.at);
    text_free(&text);
    assert_true(json_read(&fixture->arena, slice_of(kept), root, &faults));
    page_write(root, fixture->profile, &fixture->page);
    fixture->document =
        xmlReadMemory(fixture->page.at, (int)fixture->page.length, "page", "UTF-8", XML_PARSE_NONET);
    assert_non_null(fixture->document);
}

static bool has(const struct fixture *fixture, const char *text)
{
    return strstr(fixture->page.at, text) != NULL;
}

static size_t count_of(const struct fixture *fixture, const char *text)
{
    size_t count = 0;
    for (const char *at = fixture->page.at; (at = strstr(at, text)) != NULL; at++)
        count++;
    return count;
}

static void check_attribute(const xmlAttr *attribute)
{
    static const char *const known[] = {"lang",    "class", "id",      "scope",
                                        "charset", "name",  "content", "http-equiv"};
    const char *name = (const char *)attribute->name;
    if (strcmp(name, "href") == 0) {
        assert_int_equal(attribute->children->content[0], '#');
        return;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i]) == 0)
            return;
    fail_msg("an attribute %s", name);
}

static void check_element(const xmlNode *node)
{
    static const char *const known[] = {"html",   "head", "meta", "title", "style",   "body",    "main",
                                        "h1",     "h2",   "h3",   "p",     "table",   "caption", "thead",
                                        "tbody",  "tr",   "th",   "td",    "ul",      "li",      "dl",
                                        "dt",     "dd",   "code", "bdi",   "ins",     "del",     "em",
                                        "strong", "span", "br",   "a",     "section", "footer"};
    bool found = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        found = found || strcmp((const char *)node->name, known[i]) == 0;
    if (!found)
        fail_msg("an element %s", (const char *)node->name);
    for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
        check_attribute(attribute);
}

static void check_elements(const xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        check_element(node);
        check_elements(node->children);
    }
}

static void nothing_in_a_plan_becomes_markup(void **state)
{
    struct fixture *fixture = *state;
    write_page(fixture, hostile);
    check_elements(xmlDocGetRootElement(fixture->document));
    assert_false(has(fixture, "<script"));
    assert_true(has(fixture, "&lt;script&gt;alert(1)&lt;/script&gt;"));
}

static void what_steers_or_hides_text_is_shown_by_its_number(void **state)
{
    struct fixture *fixture = *state;
    write_page(fixture, hostile);
    assert_false(has(fixture, "\xE2\x80\xAE"));
    assert_false(has(fixture, "\xE2\x80\x8B"));
    assert_true(has(fixture, "<span class=\"odd\">U+202E</span><span class=\"odd\">U+0000</span><span "
                             "class=\"odd\">U+200B</span>"));
    assert_int_equal(strlen(fixture->page.at), fixture->page.length);
}

static void a_page_needs_nothing_else(void **state)
{
    struct fixture *fixture = *state;
    write_page(fixture, hostile);
    assert_false(has(fixture, "url("));
    assert_false(has(fixture, "src="));
    assert_false(has(fixture, "@import"));
    assert_true(has(fixture, "default-src 'none'"));
    assert_true(has(fixture, "@page { size: A4;"));
}

static void what_is_dangerous_stands_in_front(void **state)
{
    struct fixture *fixture = *state;
    write_page(fixture, "{\"portal\": \"city\", \"digest\": \"d1\", \"datasets\": [{}], \"changes\": ["
                        "{\"dataset\": \"one\", \"action\": \"withdraw\", \"deletes\": true},"
                        "{\"dataset\": \"two\", \"action\": \"update\", \"resources\": ["
                        "{\"file\": \"old.csv\", \"action\": \"remove\"}]}]}");
    const char *summary = strstr(fixture->page.at, "To look at with care");
    const char *first = strstr(fixture->page.at, "<section id=\"d1\"");
    assert_non_null(summary);
    const char *removal = strstr(summary, "<bdi>old.csv</bdi></strong> is removed from the portal");
    assert_true(removal != NULL && removal < first);
    assert_int_equal(count_of(fixture, "is deleted on the portal; the portal"), 2);
}

static void a_plan_without_digest_is_not_for_signing(void **state)
{
    struct fixture *fixture = *state;
    write_page(fixture,
               "{\"portal\": \"city\", \"changes\": [{\"dataset\": \"one\", \"action\": \"conflict\"}]}");
    assert_true(has(fixture, "not for signing"));
    assert_false(has(fixture, "Signatures"));
}

static void what_differs_between_two_texts_is_marked(void **state)
{
    struct fixture *fixture = *state;
    write_page(
        fixture,
        "{\"changes\": [{\"dataset\": \"one\", \"action\": \"update\", \"fields\": ["
        "{\"field\": \"title\", \"from\": \"จำนวนที่นา\", \"to\": \"จำนวนที่ดิน\", \"way\": \"mine\"},"
        "{\"field\": \"tags\", \"from\": [\"a\", \"b\"], \"to\": [\"b\", \"c\"], \"way\": \"mine\"}]}]}");
    assert_true(has(fixture, "จำนวนที่<del>นา</del>"));
    assert_true(has(fixture, "จำนวนที่<ins>ดิน</ins>"));
    assert_true(has(fixture, "<li><del>a</del></li><li><bdi>b</bdi></li>"));
    assert_true(has(fixture, "<li><bdi>b</bdi></li><li><ins>c</ins></li>"));
}

static void a_value_that_may_tell_of_a_person_is_dots(void **state)
{
    struct fixture *fixture = *state;
    write_page(fixture,
               "{\"changes\": [{\"dataset\": \"one\", \"action\": \"update\", \"fields\": ["
               "{\"field\": \"notes\", \"from\": \"first line\\ncall 081-234-5678\\nlast line\", \"to\": "
               "\"somebody.private\\u0040example.com\", \"way\": \"mine\"},"
               "{\"field\": \"tags\", \"from\": [\"081-234-5678\"], \"to\": [\"x\"], \"way\": \"mine\"}]}]}");
    assert_false(has(fixture, "5678"));
    assert_false(has(fixture, "somebody"));
    assert_true(has(fixture, "first line"));
    assert_true(has(fixture, "last line"));
}

static void a_text_of_two_lines_that_only_together_tell_of_a_person_is_dots(void **state)
{
    struct fixture *fixture = *state;
    struct slice text = slice_of("นาย\nสมมุติ ทดสอบ");
    struct slice shown = report_shown(&fixture->arena, text);
    if (shown.at != text.at)
        assert_null(memmem(shown.at, shown.length, "ทดสอบ", strlen("ทดสอบ")));
}

static void bytes_that_are_no_letters_are_shown(void **state)
{
    (void)state;
    struct text out = {0};
    markup_add(&out, (struct slice){"a\xFF\r\x1B[31mb", 9});
    assert_string_equal(out.at, "a<span class=\"odd\">FF</span><span class=\"odd\">U+000D</span><span "
                                "class=\"odd\">U+001B</span>[31mb");
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_in_a_plan_becomes_markup, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_steers_or_hides_text_is_shown_by_its_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_page_needs_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_dangerous_stands_in_front, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_without_digest_is_not_for_signing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_differs_between_two_texts_is_marked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_value_that_may_tell_of_a_person_is_dots, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_text_of_two_lines_that_only_together_tell_of_a_person_is_dots,
                                        set_up, tear_down),
        cmocka_unit_test(bytes_that_are_no_letters_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
