/* Which of two cells has the lesser value. */
#include <string.h>

#include "base/text.h"
#include "catalog/cell_rules.h"

bool cell_is_below(const struct cell_rules *rules, struct slice a, struct slice b, struct cell_room *room)
{
    const struct cell_kind *kind = cell_kind(rules->type);
    struct cell_value first = {0}, second = {0};
    struct text kept = {0}, fraction = {0};
    bool below = false;
    if (kind->read(rules, a, room, &first) == REASON_NONE) {
        text_add_slice(&kept, first.text); /* the second one takes the room */
        text_add_slice(&fraction, first.fraction);
        first.text = text_slice(&kept);
        first.fraction = text_slice(&fraction);
        below = kind->read(rules, b, room, &second) == REASON_NONE &&
                cell_compare(&first, &second) == ORDER_BELOW;
    }
    text_free(&kept);
    text_free(&fraction);
    return below;
}
