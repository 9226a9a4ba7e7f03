/* Whether an answer agrees with the recorded one: what does not hang on time or chance. */
#ifndef BANCHI_TESTS_CONTRACT_COMPARE_H
#define BANCHI_TESTS_CONTRACT_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

struct json_t;
struct names;
struct reply;

/* Writes the first difference to `why`; returns true when there is none. `recorded` is the response of a
 * recording. Names that both sides give to one thing are learned on the way. */
bool answers_agree(const struct json_t *recorded, const struct reply *reply, struct names *names, char *why,
                   size_t room);

/* Only learns names. */
void answers_learn(const struct json_t *recorded, const struct json_t *here, struct names *names);

#endif
