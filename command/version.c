/* `banchi version`. */
#include <stdio.h>

#include "base/json_write.h"
#include "command/command.h"
#include "publisher/http.h"

enum status command_version(struct session *session)
{
    if (!option_given(&session->options, OPTION_JSON)) {
        printf("banchi %s\n%s\n", BANCHI_VERSION, http_version());
        return STATUS_DONE;
    }
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_field(&writer, "banchi", BANCHI_VERSION);
    json_write_field(&writer, "libraries", http_version());
    json_write_end_object(&writer);
    printf("%s\n", out.at);
    text_free(&out);
    return STATUS_DONE;
}
