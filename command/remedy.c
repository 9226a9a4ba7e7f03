#include "command/remedy.h"

#include <string.h>

#include "base/utf8.h"

const char REMEDY_BLANK[] = "<...>";

/* ---- the way ---- */

/* The field is a step of the pointer already, or else a member that is missing there. */
static bool has_step(const char *pointer, const char *field)
{
    size_t length = strlen(field);
    for (const char *step = strchr(pointer, '/'); step != NULL; step = strchr(step + 1, '/'))
        if (strncmp(step + 1, field, length) == 0 && (step[1 + length] == '\0' || step[1 + length] == '/'))
            return true;
    return false;
}

void remedy_add_path(const struct finding *finding, struct text *out)
{
    const char *pointer = finding->pointer;
    if (pointer == NULL)
        return;
    if (*pointer == '/')
        text_add(out, pointer + 1);
    if (finding->field == NULL || has_step(pointer, finding->field))
        return;
    text_add(out, *pointer ? "/" : "");
    text_add(out, finding->field);
}

/* ---- words of a shell ---- */

static bool is_plain(struct slice word)
{
    static const char plain[] = "_./-:,@%+=";
    const char *at = word.at, *end = word.at + word.length;
    while (at < end) {
        uint32_t letter = utf8_next(&at, end);
        bool alphanumeric = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                            (letter >= 'a' && letter <= 'z') || (letter >= 0x0E01 && letter <= 0x0E5B);
        if (!alphanumeric && (letter >= 0x80 || letter == 0 || strchr(plain, (int)letter) == NULL))
            return false;
    }
    return word.length > 0;
}

void remedy_add_word(struct slice word, struct text *out)
{
    if (is_plain(word)) {
        text_add_slice(out, word);
        return;
    }
    text_add(out, "'");
    for (size_t i = 0; i < word.length; i++) {
        if (word.at[i] == '\'')
            text_add(out, "'\\''");
        else
            text_add_char(out, word.at[i]);
    }
    text_add(out, "'");
}

/* ---- the command ---- */

/* The dataset's name for its metadata.json, else the file as the finding names it. */
static struct slice target_of(const struct finding *finding)
{
    static const char metadata[] = "/metadata.json";
    struct slice file = slice_of(finding->file);
    if (slice_ends(file, metadata))
        file.length -= strlen(metadata);
    return file;
}

static bool looks_like_option(struct slice word)
{
    return word.length > 0 && *word.at == '-';
}

/* What kind of mending it is, as an option where it is one. */
static void add_option(const struct finding *finding, struct text *out)
{
    if (finding->remedy.kind == REMEDY_REMOVE)
        text_add(out, " --remove");
    if (finding->remedy.kind != REMEDY_RENAME)
        return;
    text_add(out, " --key ");
    remedy_add_word(finding->remedy.value, out);
}

static void add_set(const struct finding *finding, struct text *out)
{
    struct text path = {0};
    struct slice target = target_of(finding);
    remedy_add_path(finding, &path);
    bool guarded = looks_like_option(target) || looks_like_option(text_slice(&path));
    text_add(out, "set");
    if (guarded) {
        add_option(finding, out);
        text_add(out, " --");
    }
    text_add(out, " ");
    remedy_add_word(target, out);
    text_add(out, " ");
    remedy_add_word(text_slice(&path), out);
    text_free(&path);
    if (!guarded)
        add_option(finding, out);
    if (finding->remedy.kind == REMEDY_REMOVE || finding->remedy.kind == REMEDY_RENAME)
        return;
    struct slice value = finding->remedy.kind == REMEDY_FILL ? slice_of(REMEDY_BLANK) : finding->remedy.value;
    text_add(out, !guarded && looks_like_option(value) ? " -- " : " ");
    remedy_add_word(value, out);
}

void remedy_add_command(const struct finding *finding, const char *folder, struct text *out)
{
    bool of_workspace =
        finding->dataset != NULL || (finding->file && strcmp(finding->file, "catalog.json") == 0);
    bool settable = of_workspace && finding->file != NULL && finding->pointer != NULL &&
                    (*finding->pointer != '\0' || finding->field != NULL);
    if (finding->remedy.kind == REMEDY_NONE || (finding->remedy.kind != REMEDY_COMMAND && !settable))
        return;
    text_add(out, "banchi ");
    if (folder != NULL) {
        text_add(out, "-C ");
        remedy_add_word(slice_of(folder), out);
        text_add(out, " ");
    }
    if (finding->remedy.kind == REMEDY_COMMAND)
        text_add_slice(out, finding->remedy.value);
    else
        add_set(finding, out);
}
