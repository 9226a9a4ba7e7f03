/* Where references of a schema file lead: into its folder, by whatever name, and never out of it. */
#include "tests/unit/support.h"

#include <unistd.h>

#include "metadata/profile.h"

struct folder {
    struct arena arena;
    char *path;
};

static struct folder folder_open(void)
{
    struct folder folder = {.arena = {0}};
    folder.path = temporary_folder(&folder.arena);
    put_file(folder.path, "out.json", "{\"type\": \"string\"}");
    put_file(folder.path, "in/common.json", "{\"$defs\": {\"text\": {\"type\": \"string\"}}}");
    put_file(folder.path, "in/sub/a b.json", "{\"$ref\": \"../common.json#/$defs/text\"}");
    put_file(folder.path, "in/sub/ก.json", "{\"$ref\": \"./a b.json\"}");
    put_file(folder.path, "in/named.json", "{\"$id\": \"https://example.org/schemas/named.json\"}");
    put_file(folder.path, "in/seven", "{\"$id\": \"http://example.org/seven#\"}");
    assert_int_equal(symlink("../out.json", arena_format(&folder.arena, "%s/in/link.json", folder.path)), 0);
    return folder;
}

/* What compiling a schema with that reference finds. */
static void check_reference(struct folder *folder, const char *reference, const char *wanted)
{
    struct finding_lines lines = finding_lines();
    struct problem problem = {0};
    put_file(folder->path, "in/schema.json", arena_format(&folder->arena, "{\"$ref\": \"%s\"}", reference));
    const struct profile *profile =
        profile_open_file(&folder->arena, arena_format(&folder->arena, "%s/in/schema.json", folder->path),
                          &lines.sink, &problem);
    assert_int_equal(problem.kind, PROBLEM_NONE);
    assert_int_equal(profile != NULL, wanted[0] == '\0');
    if (strstr(lines.text.at != NULL ? lines.text.at : "", wanted) == NULL)
        fail_msg("%s: %s", reference, lines.text.at != NULL ? lines.text.at : "nothing found");
    text_free(&lines.text);
}

static void references_lead_to_files_of_the_folder(void **state)
{
    (void)state;
    static const char *const references[] = {"common.json",
                                             "./common.json",
                                             "sub/../common.json",
                                             "sub/a%20b.json",
                                             "sub/a b.json",
                                             "./sub/./a%20b.json",
                                             "sub/%E0%B8%81.json",
                                             "sub/ก.json",
                                             "common.json#/$defs/text",
                                             "thai-gdc-2.1.json",
                                             "schema.json",
                                             "https://example.org/schemas/named.json",
                                             "http://example.org/seven#"};
    struct folder folder = folder_open();
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        check_reference(&folder, references[i], "");
    remove_folder(folder.path);
    arena_free(&folder.arena);
}

static void references_never_lead_out_of_it(void **state)
{
    (void)state;
    static const char *const references[] = {"../out.json",
                                             "sub/../../out.json",
                                             "%2e%2e/out.json",
                                             "..%2fout.json",
                                             "link.json",
                                             "/etc/hostname",
                                             "file:///etc/hostname",
                                             "http://127.0.0.1/common.json",
                                             "//127.0.0.1/common.json",
                                             "https://example.org/named.json",
                                             "https://example.org/schemas/named.json/",
                                             "urn:example:seven",
                                             "sub",
                                             "common.json%00"};
    struct folder folder = folder_open();
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        check_reference(&folder, references[i], "leads to no schema");
    remove_folder(folder.path);
    arena_free(&folder.arena);
}

static void a_schema_that_names_its_own_file_is_read_once(void **state)
{
    (void)state;
    struct folder folder = folder_open();
    struct finding_lines lines = finding_lines();
    struct problem problem = {0};
    put_file(folder.path, "in/own.json",
             "{\"$ref\": \"own.json#/$defs/a\", \"$defs\": {\"a\": {\"type\": 5}}}");
    const char *path = arena_format(&folder.arena, "%s/in/own.json", folder.path);
    assert_null(profile_open_file(&folder.arena, path, &lines.sink, &problem));
    assert_int_equal(lines.counts.errors, 1);
    text_free(&lines.text);
    remove_folder(folder.path);
    arena_free(&folder.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_lead_to_files_of_the_folder),
        cmocka_unit_test(references_never_lead_out_of_it),
        cmocka_unit_test(a_schema_that_names_its_own_file_is_read_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
