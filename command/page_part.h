/* What the page of a plan is made of; for command/page*.c alone. */
#ifndef BANCHI_COMMAND_PAGE_PART_H
#define BANCHI_COMMAND_PAGE_PART_H

#include <stddef.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"

struct profile;

struct page {
    struct arena *arena; /* as long as the page is written */
    const struct json *plan;
    const struct profile *profile;
    struct text *out;
};

/* Elements of a list; none where it is no list. */
static inline size_t page_count(const struct json *list)
{
    return json_is(list, JSON_ARRAY) ? list->count : 0;
}

/* A count as people write it, in the arena: "34,119". */
const char *page_number(struct page *page, struct slice number);

/* A value of a field (NULL: none): text, list, or JSON. What `other`, the value on the other side, has not is
 * marked as `mark` ("ins" or "del"); `other` NULL and `mark` NULL: nothing is marked. */
void page_value(struct page *page, const struct json *value, const struct json *other, const char *mark);

/* What happens to a dataset, or to a resource, in a few words. */
const char *page_action(const char *action, bool resource);

/* One dataset; `number` from 1 makes its anchor. */
void page_change(struct page *page, const struct json *change, size_t number);

/* The sentences about what is dangerous in a change, each as <li>; how many there are. */
size_t page_dangers(struct page *page, const struct json *change, struct text *out);

/* What was checked: the gate's verdicts, waivers, warnings. */
void page_checks(struct page *page);

#endif
