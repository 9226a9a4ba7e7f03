/* /datastore/dump/RID: a DataStore table as CSV, TSV, JSON or XML. */
#ifndef BANCHI_PORTAL_DUMP_H
#define BANCHI_PORTAL_DUMP_H

struct answer;
struct request;

void dump_answer(struct request *request, struct answer *answer, const char *resource_id);

#endif
