/* /dataset/ID/resource/RID/download/NAME: the bytes of an uploaded file, or the way to a link. */
#ifndef BANCHI_PORTAL_DOWNLOAD_H
#define BANCHI_PORTAL_DOWNLOAD_H

struct answer;
struct request;

/* `rest` is what stands behind "/dataset/". */
void download_answer(struct request *request, struct answer *answer, const char *rest);

#endif
