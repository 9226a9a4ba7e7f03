/* Every limit of the program, in one place (design, rule 10).
 *
 * Passing a limit is an error that names it, never a truncation. Sizes are bytes, times are
 * milliseconds unless the name says otherwise.
 */
#ifndef BANCHI_BASE_LIMITS_H
#define BANCHI_BASE_LIMITS_H

#define KiB ((size_t)1024)
#define MiB (1024 * KiB)
#define GiB (1024 * MiB)

/* JSON files and answers. Offsets in a document are 32 bits wide. */
#define LIMIT_JSON_BYTES (64 * MiB)
#define LIMIT_JSON_NESTING 128
#define LIMIT_JSON_EXPONENT 1000
#define LIMIT_JSON_NUMBER_BYTES 1000

/* Tables. A cell or a row larger than this is a fault of the file. */
#define LIMIT_TABLE_ROW_BYTES (1 * MiB)
#define LIMIT_TABLE_COLUMNS 1600

/* Keys of one table whose repetitions are looked for: each has its buffers. Memory for what is kept of other
 * tables, which foreign keys and sums refer to. */
#define LIMIT_UNIQUE_KEYS 64
#define LIMIT_REFERENCE_BYTES (24 * MiB)

/* Of so many faults of a schema it is asked what a name was meant to be. */
#define LIMIT_SCHEMA_MEANT 1000

/* Schemas: nesting and number of the evaluation steps of one document (and so many more for each of its
 * bytes), faults that are told of it, patterns that may come to their limits before the rest is left, text of
 * a pattern, work of one match (PCRE2's match limit for each place where it may begin; characters over all of
 * them) and its memory in KiB; lengths and number of the texts among which the nearest is looked for. */
#define LIMIT_SCHEMA_NESTING 2000
#define LIMIT_SCHEMA_STEPS 1000000
#define LIMIT_SCHEMA_STEPS_A_BYTE 64
#define LIMIT_SCHEMA_FAULTS 200000
#define LIMIT_SCHEMA_FAULT_BYTES (64 * MiB) /* of the pointers and keys in them */
#define LIMIT_SCHEMA_UNMATCHED 100
#define LIMIT_PATTERN_BYTES (32 * KiB)
#define LIMIT_PATTERN_WORK 200000
#define LIMIT_PATTERN_WORK_LEAST 5000 /* in an empty text; and so much more for each byte of it */
#define LIMIT_PATTERN_WORK_A_BYTE 300
#define LIMIT_PATTERN_MOVES 50000000
#define LIMIT_PATTERN_DEPTH 20000
#define LIMIT_PATTERN_KIB 4096
#define LIMIT_NEAREST_LETTERS 300
#define LIMIT_NEAREST_CHOICES 500
#define LIMIT_NEAREST_HINTS 2000 /* a document */

/* Documents one a line, and files of them: what is read at once, and the threads that judge it. */
#define LIMIT_LINES_BATCH_BYTES (128 * KiB)
#define LIMIT_FILES_BATCH 32
#define LIMIT_FILES_BYTES (256 * KiB)
#define LIMIT_THREADS 64

/* Other files that the privacy gate looks into: how large, and how many keys, elements or columns it tells
 * apart; parts of a workbook, unpacked. A larger one is not checked. */
#define LIMIT_PRIVACY_BYTES (256 * MiB)
#define LIMIT_PRIVACY_NAMES 10000
#define LIMIT_WORKBOOK_PARTS 10000

/* Workspace. */
#define LIMIT_PATH_BYTES 4096
#define LIMIT_DATASETS 1000000

/* Datasets that each thread may have read ahead; where all together take more memory than this, only two. */
#define LIMIT_AHEAD_DATASETS 16
#define LIMIT_AHEAD_BYTES (8 * MiB)

/* Findings shown for one rule in one file when the report is text (`--limit`). */
#define LIMIT_FINDINGS_SHOWN 20

/* HTTP, client side. No redirect is followed. */
#define LIMIT_ANSWER_BYTES (64 * MiB)
#define LIMIT_CONNECT_TIME 10000
#define LIMIT_ANSWER_TIME 120000
/* Seconds without a byte: of the first question, of a read, of a write; and how many silences in a row end
 * the asking. A portal that hangs costs at most a write and a read more: 15 s at the beginning, else 90 s. */
#define LIMIT_SILENCE_FIRST 15
#define LIMIT_SILENCE_READ 30
#define LIMIT_SILENCE_WRITE 60
#define LIMIT_SILENCES 2
/* How long an answer to a write is waited for after the user has interrupted. */
#define LIMIT_INTERRUPTED_TIME 1500
#define LIMIT_TRIES 3
#define LIMIT_RETRY_AFTER_SECONDS 60
#define LIMIT_ERROR_BODY_SHOWN 500

/* Files that are fetched: bytes, and milliseconds for the whole of one. What a link leads to is anybody's: it
 * gets less of either, and so many redirects. */
#define LIMIT_DOWNLOAD_BYTES (4 * GiB)
#define LIMIT_DOWNLOAD_TIME 3600000
#define LIMIT_LINK_BYTES (256 * MiB)
#define LIMIT_LINK_TIME 600000
#define LIMIT_LINK_REDIRECTS 5

/* The list of an organization's datasets: how many a page, and in all. */
#define LIMIT_LIST_ROWS ((size_t)100)
#define LIMIT_LIST_DATASETS 10000

/* Files that go with one call; a larger one goes by itself. */
#define LIMIT_CALL_FILE_BYTES (16 * MiB)

/* What a portal's schemas may come to, all together, and how many types of one kind it may have. */
#define LIMIT_PORTAL_SCHEMA_BYTES (8 * MiB)
#define LIMIT_PORTAL_TYPES 64

/* What a token, its file, and a file of certificates may come to. */
#define LIMIT_TOKEN_BYTES (8 * KiB)
#define LIMIT_TOKEN_FILE_BYTES (16 * KiB)
#define LIMIT_CERTIFICATES_BYTES (4 * MiB)

/* DataStore: rows go in batches of about this many bytes of JSON; reading back asks for this many rows. */
#define LIMIT_BATCH_BYTES (700 * KiB)
#define LIMIT_PAGE_ROWS 10000
/* Of a table of up to so many rows only those that differ are written; so many are taken out with one call.
 */
#define LIMIT_DIFFERENCE_ROWS 100000
#define LIMIT_DELETE_ROWS ((size_t)1000)
/* A plan looks into a table of up to so many rows, though its dataset has not moved. */
#define LIMIT_GLANCE_ROWS 10000

/* A DataPusher or XLoader of the portal that loads a table from its file: how long it is waited for, and how
 * long between two questions. */
#define LIMIT_LOADER_TIME 120000
#define LIMIT_LOADER_PAUSE 500

/* The sandbox, server side. */
#define LIMIT_REQUEST_BYTES (64 * MiB)
#define LIMIT_UPLOAD_BYTES (10 * MiB)
#define LIMIT_REQUEST_SECONDS 30
#define LIMIT_MARKDOWN_BYTES                                                                                 \
    (256 * KiB) /* of a text that is shown as Markdown; a longer one is shown as it is */
#define LIMIT_FAULT_TIME 600000

#endif
