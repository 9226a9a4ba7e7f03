/* Texts that repeat are checked once, and told of each time. */
#include "tests/unit/support.h"

#include "catalog/column.h"
#include "catalog/fingerprint.h"
#include "catalog/keys.h"
#include "catalog/table_check.h"
#include "catalog/text_memory.h"
#include "tests/support/chance.h"

/* ---- the report ---- */

struct choice {
    const char *text;
    enum code code; /* by which it is told; CODE_COUNT: not at all */
};

static const struct choice NOTES[] = {
    {"ดี", CODE_COUNT}, {"พอใช้", CODE_COUNT},    {"สำนักงานเขตสัมพันธวงศ์", CODE_D207}, {"เเก้ไข", CODE_D131},
    {"", CODE_COUNT},  {" เว้นวรรค", CODE_D212}, {"เจ้าพนักงานธุรการ", CODE_COUNT},    {"-", CODE_COUNT},
};
static const struct choice AGENCIES[] = {
    {"สำนักอนามัย", CODE_COUNT}, {"สำนักการโยธา", CODE_COUNT}, {"สำนักการโยทา", CODE_D304}, {"", CODE_COUNT}};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char FIELDS[] =
    "{\"fields\": [{\"name\": \"number\", \"type\": \"integer\"},\n"
    " {\"name\": \"note\", \"type\": \"string\", \"constraints\": {\"maxLength\": 20}},\n"
    " {\"name\": \"agency\", \"type\": \"string\"},\n"
    " {\"name\": \"story\", \"type\": \"string\", \"constraints\": {\"maxLength\": 30}}],\n"
    " \"missingValues\": [\"\", \"-\"], \"primaryKey\": [\"number\"],\n"
    " \"foreignKeys\": [{\"fields\": [\"agency\"], \"reference\": {\"resource\": \"agencies.csv\", "
    "\"fields\": [\"agency\"]}}]}\n";

/* The last column hardly repeats: its memory falls asleep, and wakes. */
static void make_table(const char *folder, uint64_t random, size_t rows, size_t *planted)
{
    struct text file = {0};
    text_add(&file, "number,note,agency,story\n");
    for (size_t i = 0; i < rows; i++) {
        const struct choice *note = &NOTES[chance(&random) % COUNT(NOTES)];
        const struct choice *agency = &AGENCIES[chance(&random) % COUNT(AGENCIES)];
        uint64_t story = chance(&random);
        bool wrong = story % 37 == 0, few = i > rows / 2;
        text_format(&file, "%zu,%s,%s,%s %u%s\n", i, note->text, agency->text, "เรื่อง",
                    few ? 1U : (unsigned)(story >> 32), wrong ? " เเละ" : "");
        planted[note->code]++;
        planted[agency->code]++;
        planted[CODE_D131] += wrong;
    }
    put_bytes(folder, "t/t.csv", text_slice(&file));
    text_free(&file);
}

struct counter {
    struct finding_sink sink;
    size_t seen[CODE_COUNT];
};

static void count(struct finding_sink *sink, const struct finding *finding)
{
    ((struct counter *)(void *)sink)->seen[finding->code]++;
}

static void check(const char *folder, struct arena *arena, unsigned threads, struct counter *counter)
{
    struct problem problem = {0};
    struct dictionary dictionary;
    struct dataset dataset = {.name = "t", .folder = arena_format(arena, "%s/t", folder)};
    struct references *references = references_start(folder);
    struct slice table = slice_of("t.csv");
    *counter = (struct counter){.sink = {count}};
    assert_int_equal(dictionary_read(&dataset, table, arena, &counter->sink, &dictionary), DICTIONARY_READ);
    dictionary_compile(&dictionary, arena, &counter->sink);
    struct keys_request request = {.dictionary = &dictionary,
                                   .dataset = &dataset,
                                   .table = table,
                                   .references = references,
                                   .arena = arena,
                                   .sink = &counter->sink};
    struct table_run run = {.dataset = &dataset,
                            .path = arena_format(arena, "%s/t/t.csv", folder),
                            .file = "t/t.csv",
                            .dictionary = &dictionary,
                            .keys = keys_open(&request),
                            .arena = arena,
                            .sink = &counter->sink,
                            .threads = threads};
    assert_true(check_table(&run, &problem));
    dictionary_close(&dictionary);
    references_close(references);
}

static void what_is_wrong_with_a_text_is_told_each_time_it_stands_there(void **state)
{
    (void)state;
    for (unsigned round = 1; round <= 4; round++) {
        struct arena arena = {0};
        struct counter counter;
        size_t planted[CODE_COUNT + 1] = {0};
        const char *folder = temporary_folder(&arena);
        put_file(folder, "t/t.dictionary.json", FIELDS);
        put_file(folder, "t/agencies.csv", "agency\nสำนักอนามัย\nสำนักการโยธา\n");
        put_file(folder, "t/metadata.json", "{}");
        make_table(folder, round, 70000, planted);
        check(folder, &arena, 1 + round % 2, &counter);
        for (size_t code = 0; code < CODE_COUNT; code++)
            if (counter.seen[code] != planted[code])
                fail_msg("%s: %zu, planted %zu", code_row((enum code)code)->name, counter.seen[code],
                         planted[code]);
        remove_folder(folder);
        arena_free(&arena);
    }
}

/* ---- short fingerprints ---- */

static void the_number_of_steps_makes_no_difference(void **state)
{
    static const char TEXT[2 * FINGERPRINT_SHORT] = "one hundred and twenty-eight bytes are what a short "
                                                    "text may have at most, and this one has more than "
                                                    "that: its beginnings are what is tried.";
    struct fingerprint_seed seed = fingerprint_seed();
    struct fingerprint_secrets secrets;
    uint64_t seen[FINGERPRINT_SHORT + 1];
    (void)state;
    fingerprint_secrets(&seed, &secrets);
    for (size_t length = 0; length <= FINGERPRINT_SHORT; length++) {
        struct slice text = {TEXT, length};
        seen[length] = fingerprint_short(&secrets, text, FINGERPRINT_STEPS);
        for (size_t steps = fingerprint_steps(length); steps < FINGERPRINT_STEPS; steps++)
            assert_true(fingerprint_short(&secrets, text, steps) == seen[length]);
        for (size_t i = 0; i < length; i++)
            assert_true(seen[i] != seen[length]);
    }
}

static void each_byte_counts_and_what_stands_behind_does_not(void **state)
{
    char text[2 * FINGERPRINT_SHORT];
    struct fingerprint_seed seed = fingerprint_seed();
    struct fingerprint_secrets secrets;
    (void)state;
    fingerprint_secrets(&seed, &secrets);
    memset(text, 'a', sizeof text);
    for (size_t length = 1; length <= FINGERPRINT_SHORT; length++) {
        struct slice all = {text, length};
        uint64_t before = fingerprint_short(&secrets, all, FINGERPRINT_STEPS);
        for (size_t i = 0; i < sizeof text; i++) {
            text[i] = 'b';
            assert_true((fingerprint_short(&secrets, all, FINGERPRINT_STEPS) == before) == (i >= length));
            text[i] = 'a';
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_with_a_text_is_told_each_time_it_stands_there),
        cmocka_unit_test(the_number_of_steps_makes_no_difference),
        cmocka_unit_test(each_byte_counts_and_what_stands_behind_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
