#include "metadata/format_direction.h"

#include <utf8proc.h>

#define CLASS(name) (1u << UTF8PROC_BIDI_CLASS_##name)

/* What stands in labels of either direction. */
#define ANYWHERE (CLASS(EN) | CLASS(ES) | CLASS(CS) | CLASS(ET) | CLASS(ON) | CLASS(BN) | CLASS(NSM))

static unsigned class_of(uint32_t point)
{
    return 1u << utf8proc_get_property((utf8proc_int32_t)point)->bidi_class;
}

static unsigned classes_of(const uint32_t *points, size_t count)
{
    unsigned classes = 0;
    for (size_t i = 0; i < count; i++)
        classes |= class_of(points[i]);
    return classes;
}

bool label_is_right_to_left(const uint32_t *points, size_t count)
{
    return (classes_of(points, count) & (CLASS(R) | CLASS(AL) | CLASS(AN))) != 0;
}

/* The rule's numbers stand behind what it asks. */
bool label_keeps_bidi_rule(const uint32_t *points, size_t count)
{
    unsigned classes = classes_of(points, count);
    size_t end = count;
    while (end > 0 && class_of(points[end - 1]) == CLASS(NSM))
        end--;
    if (end == 0)
        return false;
    unsigned first = class_of(points[0]), last = class_of(points[end - 1]);
    if (first == CLASS(L)) /* 1 */
        return (classes & ~(CLASS(L) | ANYWHERE)) == 0 /* 5 */ &&
               (last & (CLASS(L) | CLASS(EN))) != 0; /* 6 */
    if ((first & (CLASS(R) | CLASS(AL))) == 0)       /* 1 */
        return false;
    return (classes & ~(CLASS(R) | CLASS(AL) | CLASS(AN) | ANYWHERE)) == 0 && /* 2 */
           (last & (CLASS(R) | CLASS(AL) | CLASS(EN) | CLASS(AN))) != 0 &&    /* 3 */
           (classes & (CLASS(EN) | CLASS(AN))) != (CLASS(EN) | CLASS(AN));    /* 4 */
}
