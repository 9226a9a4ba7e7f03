#include "command/progress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/terminal.h"
#include "base/utf8.h"

/* Milliseconds between two drawings. */
#define PAUSE 100

#define BAR_COLUMNS ((size_t)20)

struct progress {
    struct meter meter;
    struct finding_sink sink;
    struct finding_sink *behind;
    int descriptor;
    unsigned delay;
    pthread_mutex_t lock; /* of all below, and of the line on the terminal */
    uint64_t started;     /* in milliseconds */
    uint64_t drawn;
    uint64_t file_started;
    bool shown;
    char *file;
    uint64_t all;
    _Atomic uint64_t done;
};

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* ---- the line ---- */

static const struct {
    uint64_t bytes;
    const char *name;
} UNITS[] = {{1000000000, "GB"}, {1000000, "MB"}, {1000, "kB"}, {1, "B"}};

static size_t unit_of(uint64_t bytes)
{
    size_t unit = 0;
    while (unit < 3 && bytes < UNITS[unit].bytes)
        unit++;
    return unit;
}

/* Three digits at least, where there are as many: 1.44, 12.3, 651. */
static void add_number(struct text *out, uint64_t bytes, size_t unit)
{
    uint64_t whole = bytes / UNITS[unit].bytes, rest = bytes % UNITS[unit].bytes;
    text_format(out, "%llu", (unsigned long long)whole);
    if (UNITS[unit].bytes == 1 || whole >= 100)
        return;
    if (whole >= 10)
        text_format(out, ".%llu", (unsigned long long)(rest / (UNITS[unit].bytes / 10)));
    else
        text_format(out, ".%02llu", (unsigned long long)(rest / (UNITS[unit].bytes / 100)));
}

static void add_bytes(struct text *out, uint64_t bytes)
{
    size_t unit = unit_of(bytes);
    add_number(out, bytes, unit);
    text_format(out, " %s", UNITS[unit].name);
}

static void add_bar(struct text *out, uint64_t done, uint64_t all)
{
    size_t full = (size_t)(done * BAR_COLUMNS / all);
    text_add(out, "[");
    for (size_t i = 0; i < BAR_COLUMNS; i++)
        text_add(out, i < full ? "#" : ".");
    text_format(out, "] %3llu%%  ", (unsigned long long)(done * 100 / all));
}

/* What stands behind the name. */
static void add_figures(const struct progress_state *state, size_t columns, struct text *out)
{
    uint64_t done = state->all > 0 && state->done > state->all ? state->all : state->done;
    if (state->all > 0 && columns >= 70)
        add_bar(out, done, state->all);
    else if (state->all > 0)
        text_format(out, "%3llu%%  ", (unsigned long long)(done * 100 / state->all));
    size_t unit = unit_of(state->all > 0 ? state->all : done);
    add_number(out, done, unit);
    if (state->all > 0) {
        text_add(out, "/");
        add_number(out, state->all, unit);
    }
    text_format(out, " %s", UNITS[unit].name);
    if (state->milliseconds > 0 && columns >= 50) {
        text_add(out, "  ");
        add_bytes(out, done * 1000 / state->milliseconds);
        text_add(out, "/s");
    }
}

/* The name may hold what a terminal would obey. */
static void add_name(struct text *out, const char *file, size_t columns)
{
    struct text visible = {0};
    for (const char *at = file; *at != '\0'; at++)
        text_add_char(&visible, (unsigned char)*at < 0x20 || *at == 0x7F ? '?' : *at);
    struct slice name = text_slice(&visible);
    if (utf8_check(name.at, name.length) < name.length)
        name = slice_of("?");
    if (utf8_width(name) > columns && columns > 1) {
        text_add_slice(out, utf8_cut(name, columns - 1));
        text_add(out, "…");
    } else if (columns > 0) {
        text_add_slice(out, utf8_cut(name, columns));
    }
    text_free(&visible);
}

void progress_write(const struct progress_state *state, size_t columns, struct text *out)
{
    struct text figures = {0};
    add_figures(state, columns, &figures);
    size_t width = utf8_width(text_slice(&figures));
    if (width + 3 < columns) {
        add_name(out, state->file, columns - width - 2);
        text_add(out, "  ");
    }
    text_add_slice(out, utf8_cut(text_slice(&figures), columns));
    text_free(&figures);
}

/* ---- the terminal ---- */

static void put(const struct progress *progress, struct slice text)
{
    while (text.length > 0) {
        ssize_t written = write(progress->descriptor, text.at, text.length);
        if (written <= 0)
            return; /* a bar that cannot be seen is no fault */
        text.at += written;
        text.length -= (size_t)written;
    }
}

static void hide(struct progress *progress)
{
    if (progress->shown)
        put(progress, slice_of("\r\033[K"));
    progress->shown = false;
}

static void draw(struct progress *progress, uint64_t time)
{
    struct text line = {0};
    struct progress_state state = {.file = progress->file,
                                   .done = progress->done,
                                   .all = progress->all,
                                   .milliseconds = time - progress->file_started};
    text_add(&line, "\r");
    progress_write(&state, terminal_columns(progress->descriptor) - 1, &line);
    text_add(&line, "\033[K");
    put(progress, text_slice(&line));
    text_free(&line);
    progress->shown = true;
    progress->drawn = time;
}

/* ---- what it is told ---- */

static void begin_file(struct meter *self, const char *file, uint64_t bytes)
{
    struct progress *progress = (struct progress *)self;
    pthread_mutex_lock(&progress->lock);
    free(progress->file);
    progress->file = strdup(file);
    if (progress->file == NULL)
        memory_exhausted();
    progress->all = bytes;
    progress->done = 0;
    progress->file_started = now();
    pthread_mutex_unlock(&progress->lock);
}

static void add(struct meter *self, uint64_t bytes)
{
    struct progress *progress = (struct progress *)self;
    atomic_fetch_add(&progress->done, bytes);
    if (pthread_mutex_trylock(&progress->lock) != 0)
        return; /* somebody else draws, or tells */
    uint64_t time = now();
    if (time - progress->started >= progress->delay && time - progress->drawn >= PAUSE &&
        progress->file != NULL)
        draw(progress, time);
    pthread_mutex_unlock(&progress->lock);
}

static void put_finding(struct finding_sink *self, const struct finding *finding)
{
    struct progress *progress = (struct progress *)((char *)self - offsetof(struct progress, sink));
    pthread_mutex_lock(&progress->lock);
    hide(progress);
    finding_put(progress->behind, finding);
    pthread_mutex_unlock(&progress->lock);
}

struct progress *progress_start(int descriptor, unsigned delay)
{
    const char *term = getenv("TERM");
    if (!terminal_is(descriptor) || (term != NULL && strcmp(term, "dumb") == 0))
        return NULL;
    struct progress *progress = calloc(1, sizeof *progress);
    if (progress == NULL)
        memory_exhausted();
    progress->meter = (struct meter){begin_file, add};
    progress->sink = (struct finding_sink){put_finding};
    progress->descriptor = descriptor;
    progress->delay = delay;
    progress->started = now();
    pthread_mutex_init(&progress->lock, NULL);
    return progress;
}

struct progress *progress_beside(bool json)
{
    return json && terminal_is(STDOUT_FILENO) ? NULL : progress_start(STDERR_FILENO, PROGRESS_DELAY);
}

struct meter *progress_meter(struct progress *progress)
{
    return progress != NULL ? &progress->meter : NULL;
}

struct finding_sink *progress_sink(struct progress *progress, struct finding_sink *behind)
{
    if (progress == NULL)
        return behind;
    progress->behind = behind;
    return &progress->sink;
}

void progress_hide(struct progress *progress)
{
    if (progress == NULL)
        return;
    pthread_mutex_lock(&progress->lock);
    hide(progress);
    pthread_mutex_unlock(&progress->lock);
}

void progress_end(struct progress *progress)
{
    if (progress == NULL)
        return;
    hide(progress);
    pthread_mutex_destroy(&progress->lock);
    free(progress->file);
    free(progress);
}
