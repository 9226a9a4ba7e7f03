#include "base/language.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"

static bool means_thai(const char *value)
{
    return strncmp(value, "th", 2) == 0 && (value[2] == '\0' || strchr("_.:@-", value[2]));
}

/* The first variable that is set and not empty decides, as POSIX and gettext order them. */
static const char *from_environment(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "en";
}

/* The folder of translations beside the running binary: of a build, or of an installation. */
static void bind_translations(void)
{
    struct arena arena = {0};
    char path[LIMIT_PATH_BYTES];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length > 0) {
        path[length] = '\0';
        char *slash = strrchr(path, '/');
        if (slash)
            *slash = '\0';
        const char *folder = arena_format(&arena, "%s/locale", path);
        if (access(folder, R_OK) != 0)
            folder = arena_format(&arena, "%s/../share/locale", path);
        bindtextdomain("banchi", folder);
    }
    arena_free(&arena);
}

bool language_start(const char *choice)
{
    const char *wanted = choice ? choice : from_environment();
    bool thai = means_thai(wanted);
    if (choice && !thai && strcmp(choice, "en") != 0)
        return false;
    setlocale(LC_ALL, "C.UTF-8");
    if (!thai)
        setlocale(LC_MESSAGES, "C"); /* msgids are English: nothing is looked for, in no file */
    setenv("LANGUAGE", thai ? "th" : "en", 1);
    bind_translations();
    bind_textdomain_codeset("banchi", "UTF-8");
    textdomain("banchi");
    return true;
}

bool language_is_thai(void)
{
    /* TRANSLATORS: the code of the language that you translate into. */
    return strcmp(_("en"), "th") == 0;
}
