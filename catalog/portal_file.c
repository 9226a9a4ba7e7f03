#include "catalog/portal_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/document.h"

static const char FOLDER[] = "schemas/portals";

/* The members that the digest is of: the answers. */
static const char *const answers[] = {"datasets", "groups", "organizations"};

/* The type of dataset that banchi makes: what a portal takes when none is named. */
static const char DATASET[] = "dataset";

char *portal_file_name(struct arena *arena, const char *portal)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (*portal == '\0' || portal[strspn(portal, letters)] != '\0')
        return NULL;
    return arena_format(arena, "%s/%s.json", FOLDER, portal);
}

void portal_file_digest(const struct json *root, char hex[static HASH_HEX_BYTES])
{
    struct text canonical = {0};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        const struct json *member = json_get(root, answers[i]);
        text_format(&canonical, "%s:", answers[i]);
        if (member != NULL)
            json_write_canonical(&canonical, member);
        text_add(&canonical, "\n");
    }
    hash_slice(text_slice(&canonical), hex);
    text_free(&canonical);
}

/* ---- reading ---- */

static void tell(struct portal_file *file, enum code code, enum level level, const char *key,
                 const char *message, const char *hint, struct finding_sink *sink)
{
    const struct json *at = json_get(&file->document.root, key);
    struct finding finding = {.code = code,
                              .level = level,
                              .field = key,
                              .pointer = at != NULL ? key : "",
                              .message = message,
                              .hint = hint};
    json_locate(&file->document, at != NULL ? at->offset : file->document.root.offset, &finding);
    finding_put(sink, &finding);
}

static void address_check(struct portal_file *file, const struct portal_entry *entry,
                          struct finding_sink *sink)
{
    if (entry == NULL || entry->url == NULL || file->url == NULL || strcmp(entry->url, file->url) == 0)
        return;
    tell(file, CODE_R012, LEVEL_WARNING, "url",
         _("the portal has another address in catalog.json than when its schema was pulled"),
         _("pull it again with `banchi schema pull`"), sink);
}

void portal_file_read(struct arena *arena, const struct workspace *workspace, const char *portal,
                      struct finding_sink *sink, struct portal_file *file)
{
    char digest[HASH_HEX_BYTES];
    char *name = portal_file_name(arena, portal);
    *file = (struct portal_file){.document = {.file = name}};
    if (name == NULL || file_kind(file_join(arena, workspace->folder, name)) == FILE_ABSENT ||
        !document_read(arena, workspace->folder, name, sink, &file->document))
        return;
    const struct json *root = &file->document.root;
    file->url = json_get_string(arena, root, "url");
    file->version = json_get_string(arena, root, "ckan_version");
    file->digest = json_get_string(arena, root, "digest");
    file->extensions = json_get(root, "extensions");
    file->answer = json_get(json_get(root, "datasets"), DATASET);
    portal_file_digest(root, digest);
    file->there = file->digest != NULL && strcmp(file->digest, digest) == 0;
    if (!file->there)
        tell(file, CODE_R011, LEVEL_ERROR, "digest",
             _("this copy of the portal's schema is not what was pulled: its digest is another"),
             _("pull it again with `banchi schema pull`"), sink);
    else
        address_check(file, workspace_portal(workspace, portal), sink);
}

const struct portal_rules *portal_file_rules(struct arena *arena, const struct workspace *workspace,
                                             const char *portal, struct finding_sink *sink,
                                             struct problem *problem)
{
    struct portal_file *file = arena_alloc(arena, sizeof *file);
    const struct portal_entry *entry = workspace_portal(workspace, portal);
    portal_file_read(arena, workspace, portal, sink, file);
    struct portal_schema_options options = {.answer = file->answer,
                                            .extensions = file->extensions,
                                            .owner_given = entry != NULL && entry->organization != NULL};
    return file->there ? portal_rules_open(arena, portal, &options, problem) : NULL;
}

/* ---- writing ---- */

static bool stands_already(struct arena *arena, const char *path, struct slice content)
{
    struct problem ignored = {0};
    struct slice there;
    bool same = file_kind(path) != FILE_ABSENT &&
                file_read(arena, path, LIMIT_JSON_BYTES, &there, &ignored) && slice_equal(there, content);
    problem_clear(&ignored);
    return same;
}

bool portal_file_write(struct arena *arena, const struct workspace *workspace, const char *portal,
                       const struct json *root, bool check, bool *changed, struct problem *problem)
{
    struct text content = {0};
    char *name = portal_file_name(arena, portal);
    if (name == NULL)
        return problem_set(problem, PROBLEM_USAGE,
                           _("\"%s\" cannot be the name of a file. Give the portal an entry in catalog.json, "
                             "and name it with --portal."),
                           portal);
    const char *path = file_join(arena, workspace->folder, name);
    json_write_layout(&content, root);
    *changed = !stands_already(arena, path, text_slice(&content));
    bool done = !*changed || check ||
                (file_make_folder_beneath(workspace->folder, "schemas", problem) &&
                 file_make_folder_beneath(workspace->folder, FOLDER, problem) &&
                 file_replace(path, text_slice(&content), 0644, problem));
    text_free(&content);
    return done;
}
