/* The register: what is listed, what is told, and that it is the same every time. */
#include "tests/unit/support.h"

#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "catalog/register.h"

static const char HEADER[] =
    "name,title,organization,maintainer,maintainer_email,data_type,objective,tags,update_frequency_unit,"
    "update_frequency_interval,geo_coverage,data_source,data_format,data_category,license_id,private,"
    "last_updated_date,resource_number,resource_name,file,format,bytes,rows,sha256\n";

struct fixture {
    struct arena run;
    struct arena scratch;
    char *folder;
    struct finding_lines findings;
    struct problem problem;
    bool changed;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->folder = temporary_folder(&fixture->run);
    fixture->findings = finding_lines();
    put_file(fixture->folder, "catalog.json",
             "{\"banchi\": 1, \"title\": \"t\", \"profile\": \"thai-gdc-2.1\",\n"
             " \"organization\": {\"name\": \"office\", \"title\": \"สำนักงาน, ก.ก.\"}}");
    put_file(fixture->folder, REGISTER_DATASET "/metadata.json",
             "{\"name\": \"data-catalog-register\", \"owner_org\": \"office\",\n"
             " \"resources\": [{\"upload\": \"data-catalog-register.csv\", \"name\": \"r\", \"format\": "
             "\"CSV\"}]}");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_folder(fixture->folder);
    problem_clear(&fixture->problem);
    text_free(&fixture->findings.text);
    arena_free(&fixture->run);
    arena_free(&fixture->scratch);
    free(fixture);
    return 0;
}

static bool make_register(struct fixture *fixture)
{
    struct workspace workspace;
    assert_true(workspace_open(&fixture->run, fixture->folder, &fixture->findings.sink, &workspace,
                               &fixture->problem));
    return register_write(&workspace, false, &fixture->scratch, &fixture->findings.sink, &fixture->changed,
                          &fixture->problem);
}

/* The rows before and behind the register's own one. */
static void check_register(struct fixture *fixture, const char *before, const char *behind)
{
    struct text wanted = {0};
    struct slice text;
    assert_true(make_register(fixture));
    text_format(&wanted,
                "%s%sdata-catalog-register,,\"สำนักงาน, "
                "ก.ก.\",,,,,,,,,,,,,false,,1,r,data-catalog-register.csv,CSV,,,\n%s",
                HEADER, before, behind);
    assert_true(file_read(&fixture->run,
                          file_join(&fixture->run, fixture->folder, REGISTER_DATASET "/" REGISTER_FILE), MiB,
                          &text, &fixture->problem));
    check_text(text, wanted.at);
    text_free(&wanted);
}

static void its_own_row_tells_no_size_rows_or_hash(void **state)
{
    check_register(*state, "", "");
}

static void a_table_is_told_with_size_rows_and_hash(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "bb/metadata.json",
             "{\"name\": \"bb\", \"title\": \"say \\\"b\\\"\", \"owner_org\": \"other\", \"tags\": [\"x\", "
             "\"y\"],\n"
             " \"objective\": [\"o\"], \"update_frequency_interval\": \"1\", \"resources\": [\n"
             "  {\"upload\": \"b.csv\", \"name\": \"n\", \"format\": \"CSV\"},\n"
             "  {\"upload\": \"c.csv\", \"name\": \"without a dictionary\"},\n"
             "  {\"url\": \"https://example.org/a,b\", \"name\": \"link\"},\n"
             "  {\"upload\": \"none.csv\", \"name\": \"lost\"}]}");
    put_file(fixture->folder, "bb/b.csv", "a\n1\n2\n");
    put_file(fixture->folder, "bb/b.dictionary.json", "{}");
    put_file(fixture->folder, "bb/c.csv", "a\n1\n2\n");
    char hash[HASH_HEX_BYTES];
    hash_slice(slice_of("a\n1\n2\n"), hash);
    const char *front = "bb,\"say \"\"b\"\"\",other,,,,o,x|y,,1,,,,,,false,,";
    check_register(fixture,
                   arena_format(&fixture->run,
                                "%s1,n,b.csv,CSV,6,2,%s\n%s2,without a dictionary,c.csv,,6,,%s\n"
                                "%s3,link,\"https://example.org/a,b\",,,,\n%s4,lost,none.csv,,,,\n",
                                front, hash, front, hash, front, front),
                   "");
}

static void private_datasets_are_listed_only_with_consent_and_without_facts(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "pp/metadata.json",
             "{\"name\": \"pp\", \"private\": true, \"resources\": [{\"upload\": \"p.csv\"}]}");
    put_file(
        fixture->folder, "qq/metadata.json",
        "{\"name\": \"qq\", \"private\": true, \"allow_harvest\": \"True\", \"resources\": [{\"upload\": "
        "\"q.csv\"}]}");
    put_file(fixture->folder, "qq/q.csv", "a\n1\n");
    put_file(fixture->folder, "qq/q.dictionary.json", "{}");
    check_register(fixture, "", "qq,,,,,,,,,,,,,,,true,,1,,q.csv,,,,\n");
}

static void it_is_written_only_when_it_differs(void **state)
{
    struct fixture *fixture = *state;
    assert_true(make_register(fixture));
    assert_true(fixture->changed);
    assert_true(make_register(fixture));
    assert_false(fixture->changed);
}

static void metadata_that_cannot_be_read_stops_it(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, REGISTER_DATASET "/" REGISTER_FILE, "as it was\n");
    put_file(fixture->folder, "bb/metadata.json", "{");
    assert_false(make_register(fixture));
    assert_int_equal(fixture->problem.kind, PROBLEM_NONE);
    assert_int_equal(fixture->findings.counts.errors, 1);
    struct slice text;
    assert_true(file_read(&fixture->run,
                          file_join(&fixture->run, fixture->folder, REGISTER_DATASET "/" REGISTER_FILE), MiB,
                          &text, &fixture->problem));
    check_text(text, "as it was\n");
}

static void without_its_dataset_it_is_wrong_use(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(unlink(file_join(&fixture->run, fixture->folder, REGISTER_DATASET "/metadata.json")), 0);
    assert_false(make_register(fixture));
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
}

static void a_link_that_leads_out_is_not_written(void **state)
{
    struct fixture *fixture = *state;
    char *elsewhere = temporary_folder(&fixture->run);
    put_file(elsewhere, "precious", "keep\n");
    char *precious = file_join(&fixture->run, elsewhere, "precious");
    assert_int_equal(
        symlink(precious, file_join(&fixture->run, fixture->folder, REGISTER_DATASET "/" REGISTER_FILE)), 0);
    assert_false(make_register(fixture));
    assert_int_equal(fixture->problem.kind, PROBLEM_LOCAL);
    problem_clear(&fixture->problem);
    struct slice text;
    assert_true(file_read(&fixture->run, precious, MiB, &text, &fixture->problem));
    check_text(text, "keep\n");
    remove_folder(elsewhere);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(its_own_row_tells_no_size_rows_or_hash),
        TEST(a_table_is_told_with_size_rows_and_hash),
        TEST(private_datasets_are_listed_only_with_consent_and_without_facts),
        TEST(it_is_written_only_when_it_differs),
        TEST(metadata_that_cannot_be_read_stops_it),
        TEST(without_its_dataset_it_is_wrong_use),
        TEST(a_link_that_leads_out_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
