/* Where banchi refuses on purpose what a portal takes: a file of lines "CODE FIELD REASON". FIELD is a path
 * or its end ("format" for any "resources.0.format"), or "*"; lines that begin with # say something to
 * readers.
 */
#ifndef BANCHI_TESTS_VERDICTS_STRICTER_H
#define BANCHI_TESTS_VERDICTS_STRICTER_H

#include "tests/verdicts/paths.h"

struct stricter;

/* `path` NULL: an empty list. Ends the program when it cannot be read. */
const struct stricter *stricter_read(struct arena *arena, const char *path);

/* The reason for codes and fields of a document: each code needs a line that one of the fields fits; NULL
 * when one has none. */
const char *stricter_reason(const struct stricter *stricter, const struct paths *codes,
                            const struct paths *fields);

#endif
