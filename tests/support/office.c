#include "tests/support/office.h"

#include "base/file.h"
#include "tests/unit/support.h"

static const struct record_key dataset_keys[] = {
    {{"data_type", 9}, false}, {{"objective", 9}, true}, {{"data_source", 11}, false}};
static const struct record_key resource_keys[] = {
    {{"format", 6}, false}, {{"resource_disaggregate", 21}, true}, {{"resource_unit_of_measure", 24}, false}};

void office_put(struct office *office, const char *name, const char *content)
{
    put_file(file_join(&office->run, office->folder, "staff"), name, content);
}

void office_open(struct office *office)
{
    struct finding_lines lines = finding_lines();
    assert_true(
        workspace_open(&office->run, office->folder, &lines.sink, &office->workspace, &office->problem));
    text_free(&lines.text);
}

void office_start(struct office *office)
{
    *office = (struct office){0};
    office->folder = temporary_folder(&office->run);
    office->rules = (struct record_rules){.dataset = dataset_keys,
                                          .dataset_count = 3,
                                          .resource = resource_keys,
                                          .resource_count = 3,
                                          .tables = true};
    put_file(
        office->folder, "catalog.json",
        "{\"banchi\": 1, \"title\": \"t\", \"organization\": {\"name\": \"office\", \"title\": \"สำนักงาน\"},"
        " \"profile\": \"thai-gdc-2.1\", \"portals\": {\"sandbox\": {\"embedded\": true, "
        "\"create_organization\": true}}}");
    office_put(office, "metadata.json", OFFICE_METADATA);
    office_put(office, "staff.csv", OFFICE_TABLE);
    office_put(office, "staff.dictionary.json", OFFICE_DICTIONARY);
    office_open(office);
}

void office_end(struct office *office)
{
    remove_folder(office->folder);
    problem_clear(&office->problem);
    arena_free(&office->scratch);
    arena_free(&office->run);
}

void office_mine(struct office *office, struct record *record)
{
    struct finding_counter counter = finding_counter();
    struct dataset *dataset = arena_alloc(&office->scratch, sizeof *dataset);
    assert_true(workspace_read_dataset(&office->workspace, "staff", &office->scratch, &counter.sink, dataset,
                                       &office->problem));
    if (!record_of_files(&office->scratch, dataset, &office->rules, record, &office->problem))
        fail_msg("%s", office->problem.message.at);
}
