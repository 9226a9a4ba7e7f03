/* A small office for tests of the publisher: a workspace with one dataset of one table, in a folder of its
 * own.
 */
#ifndef BANCHI_TESTS_OFFICE_H
#define BANCHI_TESTS_OFFICE_H

#include "base/arena.h"
#include "base/problem.h"
#include "catalog/workspace.h"
#include "publisher/record.h"

#define OFFICE_METADATA                                                                                               \
    "{\"name\": \"staff\", \"title\": \"ลูกจ้าง\", \"owner_org\": \"office\", \"private\": false,"      \
    " \"tags\": [\"b\", \"a\"], \"notes\": \"n\", \"objective\": [\"y\", \"x\"], \"data_type\": \"สถิติ\"," \
    " \"resources\": [{\"upload\": \"staff.csv\", \"name\": \"ตาราง\", \"format\": \"CSV\","                \
    " \"resource_disaggregate\": [\"อื่นๆ\"], \"resource_unit_of_measure\": \"คน\"}]}"

#define OFFICE_TABLE "agency,people,rate,open,day\nก,10,1.10,true,2024-01-31\nข,20,,false,\n"

#define OFFICE_DICTIONARY                                                                                    \
    "{\"$schema\": \"s\", \"fields\": ["                                                                     \
    "{\"name\": \"agency\", \"title\": \"หน่วยงาน\", \"type\": \"string\"},"                 \
    "{\"name\": \"people\", \"type\": \"integer\", \"constraints\": {\"minimum\": 0, \"maximum\": 99},"      \
    " \"banchi:unit\": \"คน\"},"                                                                         \
    "{\"name\": \"rate\", \"type\": \"number\"}, {\"name\": \"open\", \"type\": \"boolean\"},"               \
    "{\"name\": \"day\", \"type\": \"date\"}], \"missingValues\": [\"\"], \"primaryKey\": [\"agency\"]}"

struct office {
    struct arena run;
    struct arena scratch;
    char *folder;
    struct workspace workspace;
    struct record_rules rules; /* a small profile: data_type, objective (list), author..., resource_... */
    struct problem problem;
};

void office_start(struct office *office);
void office_end(struct office *office);

/* Writes staff/NAME. */
void office_put(struct office *office, const char *name, const char *content);

/* Opens the workspace again. */
void office_open(struct office *office);

/* Reads the dataset "staff" as a record, in the scratch arena. */
void office_mine(struct office *office, struct record *record);

#endif
