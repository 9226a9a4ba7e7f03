#include "base/finding.h"

void finding_put(struct finding_sink *sink, const struct finding *finding)
{
    sink->put(sink, finding);
}

void finding_count(struct finding_counts *counts, const struct finding *finding)
{
    counts->shut += finding->level != LEVEL_WARNING && code_shuts_gate(finding->code);
    switch (finding->level) {
    case LEVEL_ERROR:
        counts->errors++;
        break;
    case LEVEL_WARNING:
        counts->warnings++;
        break;
    case LEVEL_NOT_CHECKED:
        counts->not_checked++;
        break;
    }
}

static void counter_put(struct finding_sink *self, const struct finding *finding)
{
    finding_count(&((struct finding_counter *)self)->counts, finding);
}

struct finding_counter finding_counter(void)
{
    return (struct finding_counter){.sink = {counter_put}};
}

const char *level_name(enum level level)
{
    static const char *const names[] = {
        [LEVEL_ERROR] = "error", [LEVEL_WARNING] = "warning", [LEVEL_NOT_CHECKED] = "not_checked"};
    return names[level];
}
