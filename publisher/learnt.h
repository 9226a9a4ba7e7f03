/* How large a file a portal takes, learnt from what it refused: no CKAN says it before.
 *
 *   .banchi/upload-limits.json: {"https://...": bytes of the smallest file that was refused as too large}
 *
 * Only where catalog.json does not say it (max_upload_mib). The file may be removed at any time.
 */
#ifndef BANCHI_PUBLISHER_LEARNT_H
#define BANCHI_PUBLISHER_LEARNT_H

#include <stdint.h>

struct arena;

/* 0: nothing was learnt. What cannot be read counts as nothing. */
uint64_t learnt_read(struct arena *arena, const char *path, const char *url);

/* Keeps the smaller of the two; what cannot be written is learnt again. */
void learnt_write(struct arena *arena, const char *path, const char *url, uint64_t bytes);

#endif
