#include "command/judge.h"

#include "base/file.h"
#include "base/language.h"

const struct profile *judge_open(struct arena *arena, const char *name, struct finding_sink *sink,
                                 struct problem *problem)
{
    if (profile_is_of_datasets(name))
        return profile_open(arena, name, problem);
    if (file_kind(name) != FILE_ABSENT)
        return profile_open_file(arena, name, sink, problem);
    problem_set(problem, PROBLEM_USAGE,
                _("\"%s\" is neither a schema file nor a profile; profiles are ckan, thai-gdc-1.4, "
                  "thai-gdc-2.1 and thai-gdc-2.2"),
                name);
    return NULL;
}
