#include "tests/unit/support.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static void line_put(struct finding_sink *self, const struct finding *finding)
{
    struct finding_lines *lines = (struct finding_lines *)self;
    finding_count(&lines->counts, finding);
    text_format(&lines->text, "%s %s %s:%zu:%zu %s %s\n", code_row(finding->code)->name,
                level_name(finding->level), finding->file ? finding->file : "-", finding->line,
                finding->column, finding->field ? finding->field : "-",
                finding->message ? finding->message : "-");
}

struct finding_lines finding_lines(void)
{
    return (struct finding_lines){.sink = {line_put}};
}

void check_text(struct slice got, const char *wanted)
{
    if (!slice_equals(got, wanted))
        fail_msg("got\n%.*s\nwanted\n%s", SLICE(got), wanted);
}

char *temporary_folder(struct arena *arena)
{
    const char *base = getenv("TMPDIR");
    char *path = arena_format(arena, "%s/banchi-test-XXXXXX", base && *base ? base : "/tmp");
    assert_non_null(mkdtemp(path));
    return path;
}

void put_bytes(const char *folder, const char *name, struct slice content)
{
    struct arena arena = {0};
    struct problem problem = {0};
    char *path = file_join(&arena, folder, name);
    char *parent = arena_copy(&arena, path, (size_t)(file_name(path) - path) - 1);
    assert_true(file_make_folder(parent, &problem));
    assert_true(file_replace(path, content, 0644, &problem));
    arena_free(&arena);
}

void put_file(const char *folder, const char *name, const char *content)
{
    put_bytes(folder, name, slice_of(content));
}

#define NOBODY 65534

void become_nobody(void)
{
    assert_true(geteuid() != 0 || seteuid(NOBODY) == 0);
}

void become_oneself(void)
{
    assert_true(getuid() != 0 || seteuid(0) == 0);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

void remove_folder(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
