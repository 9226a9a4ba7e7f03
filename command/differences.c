#include "command/differences.h"

#include "base/language.h"
#include "command/report.h"

static const struct {
    enum difference_kind kind;
    const char *words;
} rows[] = {
    {FIELD_ADDED, N_("fields added:")},
    {FIELD_CHANGED, N_("fields changed:")},
    {FIELD_REMOVED, N_("fields removed:")},
};

static void difference_add(const struct portal_difference *one, struct text *out)
{
    report_add_visible(out, slice_of(one->field));
    if (one->keys == NULL)
        return;
    text_add(out, " (");
    report_add_visible(out, slice_of(one->keys));
    text_add(out, ")");
}

void differences_print(const struct portal_difference *differences, size_t count, struct text *out)
{
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        bool any = false;
        for (size_t i = 0; i < count; i++) {
            if (differences[i].kind != rows[row].kind)
                continue;
            if (any)
                text_add(out, ", ");
            else
                text_format(out, "  %s ", _(rows[row].words));
            difference_add(&differences[i], out);
            any = true;
        }
        text_add(out, any ? "\n" : "");
    }
}

void differences_write(const struct portal_difference *differences, size_t count, struct json_writer *writer)
{
    json_write_key(writer, "changes");
    json_write_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        json_write_begin_object(writer);
        json_write_field(writer, "field", differences[i].field);
        json_write_field(writer, "change", difference_name(differences[i].kind));
        json_write_field(writer, "keys", differences[i].keys);
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}
