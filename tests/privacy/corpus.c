/* corpus forms|planted FOLDER SEED: writes a workspace whose columns hold invented personal data of every
 * kind, and what is easily mistaken for it. FOLDER/truth.tsv tells for each column what it holds: the kind,
 * or "-".
 */
#include "tests/privacy/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct corpus {
    const char *name;
    size_t (*list)(struct dice *dice, struct column columns[static COLUMNS_MOST]);
};

static const struct corpus CORPORA[] = {{"forms", corpus_forms}, {"planted", corpus_planted}};

int main(int argc, char **argv)
{
    static struct column columns[COLUMNS_MOST];
    for (size_t c = 0; argc == 4 && c < sizeof CORPORA / sizeof *CORPORA; c++)
        if (strcmp(argv[1], CORPORA[c].name) == 0) {
            struct dice dice = {strtoull(argv[3], NULL, 10) * 2654435761ULL + 12345};
            workspace_write(argv[2], &dice, columns, CORPORA[c].list(&dice, columns));
            return 0;
        }
    fputs("usage: corpus forms|planted FOLDER SEED\n", stderr);
    return 2;
}
