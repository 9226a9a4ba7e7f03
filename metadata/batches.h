/* Documents judged batch by batch, by as many threads as are wanted, and told in the order of the batches.
 *
 * Who has documents (metadata/lines.h, metadata/files.h) fills a `struct batches` with how a batch is
 * read, judged and put, as the first member of a struct of its own. Whoever is free reads the next batch and
 * judges it; whoever has judged the batch whose turn it is puts it, and those behind it that wait. So what is
 * put does not depend on the number of threads, and memory not on that of the batches: each thread holds two
 * at most. With one thread, or where the first batch is all, nothing is started and findings go right on.
 */
#ifndef BANCHI_METADATA_BATCHES_H
#define BANCHI_METADATA_BATCHES_H

#include "base/arena.h"
#include "base/finding_list.h"
#include "base/json.h"

struct json_names;
struct profile;

/* The first member of the owner's own batches. */
struct batch {
    size_t number; /* in their order */
    struct arena arena;
    struct finding_list findings; /* in the arena; none where they go right on */
    bool in_turn;                 /* they go right on: all batches before are put */
    bool waits;                   /* for its turn to be put */
};

/* What one thread works with: what it has just used is at hand for its processor. */
struct worker {
    const struct profile *profile;
    struct json_names *names;
    struct arena texts;   /* the owner's, for what it reads while it judges */
    struct arena scratch; /* reset for each document */
    size_t documents;
    struct batch *batches[2];
    struct pool *pool; /* NULL: it works alone */
};

struct batches {
    const struct profile *profile;
    struct finding_sink *sink;
    unsigned threads;   /* 0 counts as 1 */
    size_t batch_bytes; /* of the owner's batches */

    /* Fills a batch whose arena is empty; false when nothing is left. One thread at a time. */
    bool (*read)(struct batches *self, struct batch *batch);
    bool ended; /* out, of read(): nothing is left behind what was read */

    /* Judges its documents by batches_judge_document(), several threads at a time. */
    void (*judge)(struct batches *self, struct worker *worker, struct batch *batch,
                  struct finding_sink *sink);

    /* It has its turn: puts `findings` to the sink. One thread at a time, in order. */
    void (*put)(struct batches *self, struct batch *batch);

    /* Gives back what a batch holds beside its arena; or NULL. */
    void (*release)(struct batch *batch);
};

/* Reads and judges them all: the number of documents. */
size_t batches_judge(struct batches *batches);

/* Reads one document, and judges it by the profile. */
void batches_judge_document(struct worker *worker, struct slice text, struct json_document *document,
                            struct finding_sink *sink);

#endif
