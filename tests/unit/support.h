/* What the unit tests share. cmocka wants its four headers first, in this order. */
#ifndef BANCHI_TESTS_SUPPORT_H
#define BANCHI_TESTS_SUPPORT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/finding.h"
#include "base/text.h"

/* A sink that writes each finding as a line "CODE level file:line:column field message", for comparing. */
struct finding_lines {
    struct finding_sink sink;
    struct text text;
    struct finding_counts counts;
};
struct finding_lines finding_lines(void);

/* Fails with both texts when they differ. */
void check_text(struct slice got, const char *wanted);

/* Makes an empty folder below the system's folder for temporary files; in the arena. */
char *temporary_folder(struct arena *arena);

/* Writes a file there, making folders on the way. */
void put_file(const char *folder, const char *name, const char *content);
void put_bytes(const char *folder, const char *name, struct slice content);

/* From here to there the test is a person who may not read everything: root may, so it becomes nobody. */
void become_nobody(void);
void become_oneself(void);

/* Removes a temporary folder with all that is in it. */
void remove_folder(const char *folder);

#endif
