/* What rules.c (the tables, names, dates, tags) and rules_files.c (uploads) share. */
#ifndef BANCHI_METADATA_RULES_PARTS_H
#define BANCHI_METADATA_RULES_PARTS_H

#include "base/date.h"
#include "metadata/rules.h"

/* A finding before it is put. */
struct rule_fault {
    enum code code;
    const struct json *at;
    struct finding finding; /* message, hint, value, field */
};

/* One dataset being judged. */
struct rule_run {
    const struct rules *rules;
    struct rules *seen;        /* the same, of rules that remember; else NULL */
    struct rules_marks *marks; /* to be filled by rules that need no other dataset; else NULL */
    struct dataset *dataset;
    struct arena *scratch;
    struct rule_fault *faults;
    size_t count, room;
};

/* One value that a row is about. */
struct rule_subject {
    const struct json *resource;  /* the resource, NULL for the dataset itself */
    const struct json *resources; /* all of them, */
    size_t number;                /* and which one this is */
    const char *key;              /* the key, and its value, a text */
    const struct json *value;
};

/* Adds a finding at the subject's value; `message` in the user's language. The value is shown. */
void rule_fault_add(struct rule_run *run, enum code code, const struct rule_subject *subject,
                    const char *message, const char *hint);

/* Gives the finding that was added last its remedy: the value to write instead. */
void rule_fault_mend(struct rule_run *run, struct slice value);

void rules_unique_check(struct rules *rules, struct dataset *dataset, const struct rules_marks *marks,
                        struct arena *scratch, struct finding_sink *sink);

void upload_check(struct rule_run *run, const struct rule_subject *subject);
void upload_name_check(struct rule_run *run, const struct rule_subject *subject);
void upload_repeated_check(struct rule_run *run, const struct rule_subject *subject);
void upload_format_check(struct rule_run *run, const struct rule_subject *subject);

#endif
