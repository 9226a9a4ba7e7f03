/* privacy-waivers.json: what a named person let through the privacy gate, why, for which bytes, until when.
 *
 * A waiver is bound to the code, the file, its SHA-256 and the column: a changed byte closes the gate again,
 * and so does the day after `until`. It lets one verdict through and nothing else; the file is committed, so
 * that a reviewer sees who wrote what.
 */
#ifndef BANCHI_CATALOG_WAIVER_H
#define BANCHI_CATALOG_WAIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/code.h"
#include "base/date.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/problem.h"

struct arena;
struct json_writer;

#define WAIVER_FILE "privacy-waivers.json"

struct waiver {
    enum code code;
    const char *file;   /* "DATASET/NAME" */
    const char *column; /* NULL: the file as a whole */
    const char *sha256;
    const char *by;
    const char *reason;
    const char *until;       /* YYYY-MM-DD: the last day, in the Common Era */
    const struct json *json; /* where it stands, for findings */
};

struct waivers {
    struct json_document document;
    struct waiver *list;
    size_t count;
    bool *used; /* one a waiver: it was asked for by a verdict of its code, file and column */
    struct date today;
};

/* Reads the workspace's waivers into `arena`. None is an empty list. What is wrong with the file is a finding
 * (M0xx, P123); a wrong waiver opens nothing. `today` is the day by which dates are judged. */
void waivers_read(struct arena *arena, const char *workspace, struct finding_sink *sink,
                  struct waivers *waivers);

/* The waiver that is in force for this verdict; NULL when there is none. */
const struct waiver *waiver_find(const struct waivers *waivers, enum code code, const char *file,
                                 const char *column, const char *sha256);

/* Tells of waivers of this file that are out of date or of other bytes (P122); once, behind its verdicts. */
void waivers_tell_void(struct waivers *waivers, const char *dataset, const char *file, const char *sha256,
                       struct finding_sink *sink);

/* One waiver as it stands in that file, and in a plan. */
void waiver_write_json(struct json_writer *writer, const struct waiver *waiver);

/* Adds a waiver to the workspace's file, which appears whole or not at all; an older one of the same code,
 * file and column is replaced. */
bool waiver_write(const char *workspace, const struct waiver *waiver, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
