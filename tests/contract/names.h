/* What a recording calls something, and what this replay calls it: identifiers, tokens, times, addresses. */
#ifndef BANCHI_TESTS_CONTRACT_NAMES_H
#define BANCHI_TESTS_CONTRACT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names {
    struct name {
        char *recorded;
        char *here;
    } * at;
    size_t count;
    size_t room;
};

/* The last one to be added wins. */
void names_add(struct names *names, const char *recorded, const char *here);
void names_free(struct names *names);

/* The text with every recorded name replaced; the caller frees it. Keeps NUL bytes. */
char *names_replace(const struct names *names, const char *text, size_t *length);

bool is_id(const char *text);
bool is_time(const char *text);

#endif
