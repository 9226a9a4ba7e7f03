#include "publisher/reload.h"

#include "base/arena.h"
#include "base/limits.h"
#include "publisher/request.h"

const char *reload_action(struct slice extension)
{
    static const struct {
        const char *extension;
        const char *action;
    } loaders[] = {
        {"datapusher", "datapusher_status"},
        {"datapusher_plus", "datapusher_status"},
        {"xloader", "xloader_status"},
    };
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
        if (slice_equals(extension, loaders[i].extension))
            return loaders[i].action;
    return NULL;
}

static bool status_ask(struct ckan *ckan, const char *action, const char *resource_id, bool *busy,
                       struct problem *problem)
{
    struct arena local = {0};
    const struct json *result = NULL;
    const struct ckan_call ask = {.action = action,
                                  .subject = resource_id,
                                  .may_be_absent = true,
                                  .may_be_unknown = true,
                                  .json = request_resource(&local, resource_id)};
    bool fine = ckan_call(ckan, &ask, &local, &result, problem);
    struct slice status = json_text(json_get(result, "status"));
    *busy = slice_equals(status, "pending") || slice_equals(status, "submitting");
    arena_free(&local);
    return fine;
}

bool reload_wait(struct ckan *ckan, const char *action, const char *resource_id, unsigned *patience,
                 bool *busy, struct problem *problem)
{
    while (status_ask(ckan, action, resource_id, busy, problem)) {
        if (!*busy || *patience == 0)
            return true;
        unsigned pause = *patience < LIMIT_LOADER_PAUSE ? *patience : LIMIT_LOADER_PAUSE;
        ckan->transport->wait(ckan->transport, pause);
        *patience -= pause;
    }
    return false;
}
