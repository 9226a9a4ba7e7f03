/* Libraries that most runs never need, loaded when the first call into one is near.
 *
 * Linked, they had each run load 46 libraries, nine tenths of all that a small command did
 * (docs/design.md, "What is used, and why"). The file that uses one lists the functions it calls, once:
 *
 *     #define LIBZIP_FUNCTIONS(X) X(zip_fopen_index) X(zip_fread) X(zip_fclose)
 *     struct libzip { LIBZIP_FUNCTIONS(LATE_MEMBER) };
 *     static const char *const LIBZIP_NAMES[] = {LIBZIP_FUNCTIONS(LATE_NAME) NULL};
 *     static const struct late_library LIBZIP = LATE_LIBRARY("libzip", "libzip.so.4", "libzip4",
 * LIBZIP_NAMES);
 *
 * and calls them through the table, which belongs to the object that works with the library:
 * `package->lib.zip_fread(file, at, length)`. The members have the types that the library's own header gives
 * its functions, so calls are checked as if they were linked. A library once loaded stays until the end.
 */
#ifndef BANCHI_BASE_LATE_LIBRARY_H
#define BANCHI_BASE_LATE_LIBRARY_H

#include <stdbool.h>

#include "base/problem.h"

#define LATE_MEMBER(function) __typeof__(function) *function;
#define LATE_NAME(function) #function,

struct late_library {
    const char *file;         /* as the loader knows it; that of the headers that were compiled against */
    const char *package;      /* the Debian package that has it */
    const char *const *names; /* of the functions, in the order of the table, then NULL */
};

/* `link` is its name for the linker; tools/gates holds `soname` against what that leads to. */
#define LATE_LIBRARY(link, soname, debian, functions)                                                        \
    {                                                                                                        \
        .file = (soname), .package = (debian), .names = (functions)                                          \
    }

/* Fills the table, a struct of nothing but function pointers in the order of the names. PROBLEM_LOCAL, which
 * names the package to be installed, when the library is not there or lacks a function. From any thread. */
bool late_load(const struct late_library *library, void *table, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
