#include "base/late_library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "base/language.h"

_Static_assert(sizeof(void *) == sizeof(void (*)(void)), "POSIX: dlsym() gives functions as objects");

static bool missing(const struct late_library *library, struct problem *problem)
{
    const char *reason = dlerror();
    return problem_set(
        problem, PROBLEM_LOCAL,
        _("The library %s, which is needed for this, cannot be used here (%s). It is in the Debian package "
          "%s; as root: apt-get install --reinstall %s"),
        library->file, reason != NULL ? reason : "?", library->package, library->package);
}

bool late_load(const struct late_library *library, void *table, struct problem *problem)
{
    void *handle = dlopen(library->file, RTLD_LAZY | RTLD_LOCAL);
    if (handle == NULL)
        return missing(library, problem);
    char *place = table;
    for (const char *const *name = library->names; *name != NULL; name++, place += sizeof(void *)) {
        void *function = dlsym(handle, *name);
        if (function == NULL)
            return missing(library, problem);
        memcpy(place, &function, sizeof function);
    }
    return true;
}
