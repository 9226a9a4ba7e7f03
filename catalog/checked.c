#include "catalog/checked.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

/* Free when empty. */
struct checked_slot {
    char digest[HASH_HEX_BYTES];
};

static struct checked_slot slot_of(const char *file, const char *sha256)
{
    struct checked_slot slot = {""};
    struct hash *hash = hash_start();
    hash_add(hash, file, strlen(file) + 1);
    hash_add(hash, sha256, strlen(sha256));
    hash_finish(hash, slot.digest);
    return slot;
}

/* Where it stands, or the free slot where it would. */
static struct checked_slot *find(const struct checked *checked, const struct checked_slot *wanted)
{
    char beginning[9] = "";
    memcpy(beginning, wanted->digest, sizeof beginning - 1);
    size_t at = strtoul(beginning, NULL, 16) & (checked->size - 1);
    while (checked->slots[at].digest[0] != '\0' && strcmp(checked->slots[at].digest, wanted->digest) != 0)
        at = (at + 1) & (checked->size - 1);
    return &checked->slots[at];
}

static void grow(struct checked *checked)
{
    struct checked larger = {.size = checked->size == 0 ? 64 : 2 * checked->size};
    larger.slots = arena_array(checked->arena, larger.size, sizeof *larger.slots);
    for (size_t i = 0; i < checked->size; i++)
        if (checked->slots[i].digest[0] != '\0')
            *find(&larger, &checked->slots[i]) = checked->slots[i];
    checked->slots = larger.slots;
    checked->size = larger.size;
}

void checked_add(struct checked *checked, const char *file, const char *sha256)
{
    if (checked == NULL)
        return;
    if (2 * (checked->count + 1) > checked->size)
        grow(checked);
    struct checked_slot wanted = slot_of(file, sha256);
    struct checked_slot *slot = find(checked, &wanted);
    checked->count += slot->digest[0] == '\0';
    *slot = wanted;
}

bool checked_has(const struct checked *checked, const char *file, const char *sha256)
{
    if (checked == NULL || checked->count == 0)
        return false;
    struct checked_slot wanted = slot_of(file, sha256);
    return find(checked, &wanted)->digest[0] != '\0';
}

void checked_add_document(struct checked *checked, const struct json_document *document)
{
    char sha256[HASH_HEX_BYTES];
    if (checked == NULL)
        return;
    hash_slice(document->text, sha256);
    checked_add(checked, document->file, sha256);
}

bool checked_has_document(const struct checked *checked, const struct json_document *document)
{
    char sha256[HASH_HEX_BYTES];
    hash_slice(document->text, sha256);
    return checked_has(checked, document->file, sha256);
}
