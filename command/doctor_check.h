/* What a diagnosis means for publishing this workspace: one check a thing that matters, with advice in plain
 * words. */
#ifndef BANCHI_COMMAND_DOCTOR_CHECK_H
#define BANCHI_COMMAND_DOCTOR_CHECK_H

#include "catalog/portal_file.h"
#include "command/status.h"
#include "metadata/portal_difference.h"
#include "publisher/doctor.h"
#include "publisher/target.h"

struct arena;

/* What the files ask of a portal. */
struct doctor_files {
    size_t datasets;
    size_t refused; /* of these, those that the portal's rules would refuse */
    size_t tables;
    uint64_t largest;         /* bytes of the largest file that would be uploaded */
    const char *largest_name; /* "DATASET/FILE"; NULL: there is none */
};

/* All that is known; NULL and 0 where the portal was not reached. */
struct doctor {
    struct arena *arena;
    const struct workspace *workspace;
    const struct target *target;
    const struct diagnosis *diagnosis;
    const char *token_problem; /* why the token that there is cannot be used; NULL */
    const char *organization;  /* slug of the office there; NULL */
    const struct portal_file *pulled;
    size_t differences; /* fields by which the portal's schema is another than when it was pulled */
    bool thai_tags;     /* a Thai tag with vowel and tone marks passes */
    struct doctor_files files;
};

enum check_level {
    CHECK_FINE,
    CHECK_ADVICE,  /* works, but could be better */
    CHECK_OFF,     /* nothing, or not all, can be published */
    CHECK_UNKNOWN, /* could not be asked */
};

/* "fine", "advice", "off", "unknown": for JSON, never translated. */
const char *check_level_name(enum check_level level);

struct check {
    const char *name;  /* for JSON, never translated: "token" */
    const char *label; /* in the user's language */
    enum check_level level;
    const char *words;  /* what is so */
    const char *advice; /* what to do; NULL */
    enum status status; /* that the run ends with because of it */
};

/* Bytes of the largest file that the portal takes, by catalog.json or as it was learnt; 0: not known. */
uint64_t doctor_limit(const struct doctor *doctor);

#define DOCTOR_CHECKS 13

/* Fills the checks in the order in which they are to be read and returns how many there are: one alone where
 * the portal was not reached. */
size_t doctor_judge(const struct doctor *doctor, struct check checks[static DOCTOR_CHECKS]);

#endif
