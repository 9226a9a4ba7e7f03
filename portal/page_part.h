/* What the pages are made of; for portal/page*.c alone. */
#ifndef BANCHI_PORTAL_PAGE_PART_H
#define BANCHI_PORTAL_PAGE_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct answer;
struct package;
struct request;
struct value;

/* A page that is being written. */
struct page {
    struct request *request;
    struct arena *arena; /* the request's */
    struct answer *answer;
    struct text *out; /* the answer's body */
};

/* Head and banner; what follows stands in <main>. */
void page_open(struct page *page, unsigned status, const char *title);
void page_close(struct page *page);

/* Whole pages. `name` may be an id; each answers page_missing() for what is not there or may not be read. */
void page_missing(struct page *page);
void page_show_list(struct page *page);
void page_show_dataset(struct page *page, const char *name);
void page_show_resource(struct page *page, const char *name, const char *resource_id);
void page_show_organization(struct page *page, const char *name);
void page_show_organizations(struct page *page);

/* The way to a dataset or one of its resources (NULL: the dataset itself). */
const char *page_dataset_address(struct page *page, const struct value *dataset,
                                 const struct value *resource);

/* "ส่วนตัว", "ลบแล้ว" for those who see such a dataset. */
void page_badges(struct page *page, const struct value *dataset);

/* Metadata as a list of labels and values: the fields of the scheming schema in its order, then CKAN's own.
 */
void page_dataset_items(struct page *page, const struct value *dataset);
void page_resource_items(struct page *page, const struct value *resource);
/* Size, hash and age of its file alone. */
void page_resource_facts(struct page *page, const struct value *resource);

/* The button behind which the bytes are; nothing where there is no safe address. */
void page_download(struct page *page, const struct value *resource);

/* The data dictionary and the first rows of a resource's table; a note where it has none. */
void page_table(struct page *page, const char *resource_id);

/* A title, or the name where there is none. */
const char *page_title_of(const struct value *object);

#endif
