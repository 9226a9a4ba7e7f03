#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "catalog/privacy.h"
#include "catalog/privacy_plain.h"

static privacy_signs shown_by(struct slice text)
{
    static const privacy_signs OPEN =
        SIGN_BIT(SIGN_EMAIL_ROLE) | SIGN_BIT(SIGN_NAME_WORDS) | SIGN_BIT(SIGN_NAME_TITLE) |
        SIGN_BIT(SIGN_ID_JURISTIC) | SIGN_BIT(SIGN_DATE) | SIGN_BIT(SIGN_PLATE_SHAPE) |
        SIGN_BIT(SIGN_LINE_SHAPE) | SIGN_BIT(SIGN_SHORTENED) | SIGN_BIT(SIGN_NUMBER_LONG) |
        SIGN_BIT(SIGN_ID_GLUED_WRONG) | SIGN_BIT(SIGN_ID_ENDS_ONE) | SIGN_BIT(SIGN_BARCODE);
    struct privacy_look look;
    privacy_see(NULL, text, &look);
    return look.signs & ~OPEN;
}

/* ---- hashes ---- */

#define UUID_BYTES 36

static bool is_alphanumeric(char c)
{
    return is_digit(c) || is_latin(c);
}

/* As MD5, SHA-1, SHA-256 and SHA-512 are written, and UUIDs (RFC 9562, 4): of hexadecimal digits with a
 * letter among them. One in a thousand has a citizen's number in it by chance. */
static bool is_hash(struct slice run)
{
    bool uuid = run.length == UUID_BYTES, letter = false;
    if (!uuid && run.length != 32 && run.length != 40 && run.length != 64 && run.length != 128)
        return false;
    for (size_t i = 0; i < run.length; i++) {
        bool dash = uuid && (i == 8 || i == 13 || i == 18 || i == 23);
        if (dash ? run.at[i] != '-' : !is_hex(run.at[i]))
            return false;
        letter = letter || run.at[i] > '9';
    }
    return letter;
}

/* The first hash in the text, a word by itself; at its end, and empty, when there is none. */
static struct slice find_hash(struct slice text)
{
    const char *end = text.at + text.length;
    for (const char *at = text.at; end - at >= 32;) {
        const char *from = at;
        while (at < end && (is_hex(*at) || *at == '-'))
            at++;
        struct slice run = {from, (size_t)(at - from)};
        if (is_hash(run) && (at == end || !is_alphanumeric(*at)))
            return run;
        while (at < end && is_alphanumeric(*at))
            at++;
        while (at < end && !is_alphanumeric(*at))
            at++;
    }
    return (struct slice){end, 0};
}

/* Takes what stands before the next hash off the text, and the hash. */
static struct slice take_before(struct slice *text, struct slice *hash)
{
    *hash = find_hash(*text);
    struct slice before = {text->at, (size_t)(hash->at - text->at)};
    const char *behind = hash->at + hash->length;
    *text = (struct slice){behind, text->length - (size_t)(behind - text->at)};
    return before;
}

bool privacy_shows(struct slice text)
{
    struct slice hash;
    bool shows = false;
    do
        shows = shown_by(take_before(&text, &hash)) != 0;
    while (!shows && text.length > 0);
    return shows;
}

/* What bodies, places, posts and words of statistics begin with. */
static const char *const THINGS[] = {
    "สำนัก", "กอง",      "ฝ่าย",     "งาน",   "กลุ่ม",    "ส่วน",  "ศูนย์",   "โรง",   "วัด",     "เขต",
    "แขวง", "ถนน",      "ซอย",     "จังหวัด", "อำเภอ",  "ตำบล", "คณะ",   "มหา",   "วิทยา",   "บริษัท",
    "ห้าง",  "ร้าน",      "ตลาด",    "ชุมชน",  "ระดับ",   "ไม่",   "การ",   "ความ",  "พนักงาน", "เจ้า",
    "นัก",   "ข้าราชการ", "ลูกจ้าง",   "ชาย",   "หญิง",    "รวม",  "อื่น",    "ข้อมูล",  "ระบบ",   "โครงการ",
    "แผน",  "ค่า",       "เงิน",     "ภาค",   "ประเภท", "หมวด", "จำนวน", "ร้อยละ", "ผู้",      "สถาน",
    "สภา",  "กรม",      "กระทรวง", "ที่",     "อาคาร",  "ห้อง",  "ชั้น",    "ปี",     "เดือน",   "ไตรมาส",
    "คุณ",   "หลัก",      "ช่าง",     "ครู",    "วัน",     "พื้นที่",  "ส่ง",    "รอ",    "ตรวจ",   "อนุมัติ",
    "สูง",   "ต่ำ",       "มาก",     "น้อย",   "ดี",      "ยาน",  "รถ",    "น้ำ",    "ไฟ",     NULL};

static bool is_thing(struct slice value)
{
    for (size_t i = 0; THINGS[i] != NULL; i++)
        if (slice_starts(slice_trim(value), THINGS[i]))
            return true;
    return false;
}

bool privacy_is_name(struct slice value)
{
    struct privacy_look look;
    if (is_thing(value))
        return false;
    privacy_see(NULL, value, &look);
    return (look.signs & (SIGN_BIT(SIGN_NAME_WORDS) | SIGN_BIT(SIGN_NAME_ALMOST))) != 0;
}

#define MASK_CHARACTERS 40
#define MASK_DOT "•"

static void add_dots(struct text *out, struct slice text, size_t most)
{
    const char *at = text.at, *end = text.at + text.length;
    for (size_t i = 0; at < end && i < most; i++) {
        uint32_t c = utf8_next(&at, end);
        bool shape = c < 0x80 && strchr("-/.@ +()", (int)c) != NULL;
        if (shape)
            text_add_char(out, (char)c);
        else
            text_add(out, MASK_DOT);
    }
}

char *privacy_mask(struct arena *arena, struct slice text)
{
    struct text masked = {0};
    add_dots(&masked, text, MASK_CHARACTERS);
    char *copy = slice_copy(arena, text_slice(&masked));
    text_free(&masked);
    return copy;
}

/* ---- the parts of a text ---- */

/* A text is cut into words; the shortest runs of words that show something become dots. */
#define WORDS_MOST 256
#define RUN_MOST 10 /* words of one sign: "1 2345 67890 12 1", a title and its names */

struct words {
    struct slice list[WORDS_MOST];
    bool masked[WORDS_MOST];
    size_t count;
};

static bool is_gap(char c)
{
    return c != '\0' && strchr(" \t\r\n\"',;:()[]{}<>=|/", c) != NULL;
}

/* False when there are too many. */
static bool cut_words(struct words *words, struct slice text)
{
    const char *at = text.at, *end = text.at + text.length;
    words->count = 0;
    while (at < end) {
        const char *from = at;
        while (at < end && !is_gap(*at))
            at++;
        if (at > from && words->count == WORDS_MOST)
            return false;
        if (at > from) {
            words->masked[words->count] = false;
            words->list[words->count++] = (struct slice){from, (size_t)(at - from)};
        }
        at += at < end;
    }
    return true;
}

/* What the words from `first` on show; nothing when one of them is masked already. */
static privacy_signs run_shows(const struct words *words, size_t first, size_t length)
{
    const struct slice *last = &words->list[first + length - 1];
    for (size_t i = first; i < first + length; i++)
        if (words->masked[i])
            return 0;
    const char *from = words->list[first].at;
    return shown_by((struct slice){from, (size_t)(last->at + last->length - from)});
}

/* A run that shows something, made longer while that shows more: a title and a name, and the surname. */
static void mask_run(struct words *words, size_t first, size_t length, privacy_signs signs)
{
    while (first + length < words->count) {
        privacy_signs more = run_shows(words, first, length + 1);
        if ((more & ~signs) == 0)
            break;
        signs |= more;
        length++;
    }
    memset(words->masked + first, true, length);
}

static void find_runs(struct words *words)
{
    for (size_t length = 1; length <= RUN_MOST; length++)
        for (size_t first = 0; first + length <= words->count; first++) {
            privacy_signs signs = run_shows(words, first, length);
            if (signs != 0)
                mask_run(words, first, length, signs);
        }
}

static void add_words(struct text *out, const struct words *words, struct slice text)
{
    const char *at = text.at;
    for (size_t i = 0; i < words->count; i++) {
        const struct slice *word = &words->list[i];
        if (!words->masked[i])
            continue;
        text_add_bytes(out, at, (size_t)(word->at - at));
        add_dots(out, *word, MASK_CHARACTERS);
        at = word->at + word->length;
    }
    text_add_bytes(out, at, (size_t)(text.at + text.length - at));
}

static void add_masked(struct text *out, struct slice text)
{
    struct words words;
    size_t before = out->length;
    if (shown_by(text) == 0) {
        text_add_slice(out, text);
        return;
    }
    bool cut = cut_words(&words, text);
    if (cut) {
        find_runs(&words);
        add_words(out, &words, text);
    }
    if (cut && shown_by((struct slice){out->at + before, out->length - before}) == 0)
        return;
    out->length = before;
    add_dots(out, text, SIZE_MAX);
}

void privacy_add_masked(struct text *out, struct slice text)
{
    struct slice hash;
    do {
        add_masked(out, take_before(&text, &hash));
        text_add_slice(out, hash);
    } while (text.length > 0);
}
