#include "catalog/check_privacy_files.h"

#include "base/arena.h"
#include "base/language.h"
#include "catalog/privacy_texts.h"
#include "metadata/dataset.h"

/* Contacts of the office, and what no person writes in words. */
static const char *const CONTACTS[] = {"maintainer", "maintainer_email", "author",     "author_email",
                                       "owner_org",  "$schema",          "license_id", "id",
                                       NULL};
static const char *const SCHEMA[] = {"$schema", "pattern", NULL};

static void check_document(struct privacy_gate *gate, struct json_document *document, const char *const *skip,
                           struct arena *scratch, struct finding_sink *sink)
{
    struct privacy_texts texts = {.arena = scratch, .roles = &gate->roles, .prose = true};
    struct privacy_parts parts = {0};
    char sha256[HASH_HEX_BYTES] = "";
    if (gate->waivers.count > 0)
        hash_slice(document->text, sha256);
    struct privacy_file file = {.dataset = document->dataset, .file = document->file, .sha256 = sha256};
    privacy_texts_add_json(&texts, document, &document->root, skip);
    privacy_texts_judge(&texts, &parts);
    privacy_tell(gate, &file, &parts, scratch, sink);
}

static void check_category(struct dataset *dataset, struct finding_sink *sink)
{
    static const char *const SHOWN[] = {"ข้อมูลสาธารณะ", "ข้อมูลส่วนบุคคล", "ข้อมูลความมั่นคง", "ข้อมูลความลับทางราชการ",
                                        NULL};
    const struct json *category = json_get(&dataset->metadata.root, "data_category");
    struct slice text = json_text(category);
    if (text.length == 0 || json_get_true(&dataset->metadata.root, "private"))
        return;
    for (size_t i = 0; SHOWN[i] != NULL; i++)
        if (slice_equals(text, SHOWN[i]))
            return;
    struct finding finding = {
        .code = CODE_P121,
        .field = "data_category",
        .pointer = "/data_category",
        .message = _("data of the category {value} must not go out public"),
        .hint = _("set \"private\": true, or correct data_category; no waiver opens this"),
        .value = text,
    };
    json_locate(&dataset->metadata, category->offset, &finding);
    finding_put(sink, &finding);
}

void check_privacy_metadata(struct privacy_gate *gate, struct dataset *dataset, struct arena *scratch,
                            struct finding_sink *sink)
{
    check_document(gate, &dataset->metadata, CONTACTS, scratch, sink);
    check_category(dataset, sink);
}

void check_privacy_dictionary(struct privacy_gate *gate, struct json_document *document,
                              struct arena *scratch, struct finding_sink *sink)
{
    check_document(gate, document, SCHEMA, scratch, sink);
}

bool check_privacy_upload(struct privacy_gate *gate, const struct privacy_file *file, const char *path,
                          struct finding_sink *sink, struct problem *problem)
{
    struct arena arena = {0};
    struct privacy_texts texts = {.arena = &arena, .roles = &gate->roles};
    struct privacy_parts parts = {0};
    const char *why = NULL;
    enum privacy_reading reading = privacy_texts_add_file(&texts, path, &why, problem);
    bool done = problem->kind == PROBLEM_NONE;
    if (done && reading == PRIVACY_CLOSED)
        privacy_tell_closed(gate, file, why, &arena, sink);
    if (done && reading == PRIVACY_READ) {
        privacy_texts_judge(&texts, &parts);
        privacy_tell(gate, file, &parts, &arena, sink);
    }
    arena_free(&arena);
    return done;
}
