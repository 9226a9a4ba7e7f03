#include "catalog/column_facts.h"

#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/utf8.h"

void column_facts_begin(struct column_facts *facts, struct arena *arena)
{
    *facts = (struct column_facts){.arena = arena,
                                   .number = true,
                                   .comma.number = true,
                                   .addresses = true,
                                   .unit = "",
                                   .four_digits = true,
                                   .rising = true,
                                   .moments = (uint32_t)((UINT64_C(1) << FORM_COUNT) - 1),
                                   .even = true,
                                   .truths = (1u << FORM_TRUTH_COUNT) - 1,
                                   .shortest = SIZE_MAX};
}

static bool take_missing(struct column_facts *facts, struct slice cell, uint64_t row)
{
    if (cell.length > 40)
        return false;
    for (size_t i = 0; i < FORM_MISSING_COUNT; i++) {
        if (!slice_equals(cell, FORM_MISSING[i].text))
            continue;
        facts->missing[i]++;
        facts->missing_row = facts->missing_row > 0 ? facts->missing_row : row;
        return true;
    }
    return false;
}

/* ---- numbers ---- */

static struct slice number_text(const struct form_number *number)
{
    return (struct slice){number->text, number->length};
}

static bool counts_up(const struct column_facts *facts, const struct form_number *number)
{
    char next[24];
    int length = snprintf(next, sizeof next, "%llu", (unsigned long long)facts->present + 1);
    return (size_t)length == number->length && memcmp(next, number->text, number->length) == 0;
}

static void widen(const struct form_number *number, struct form_number *least, struct form_number *greatest)
{
    if (least->length == 0 || decimal_compare(number_text(number), number_text(least)) < 0)
        *least = *number;
    if (greatest->length == 0 || decimal_compare(number_text(number), number_text(greatest)) > 0)
        *greatest = *number;
}

static void take_number(struct column_facts *facts, struct slice cell, uint64_t row)
{
    struct form_number number;
    bool foreign = false;
    if (form_number(cell, &number))
        foreign = *number.unit != '\0' && *facts->unit != '\0' && strcmp(number.unit, facts->unit) != 0;
    else
        number.length = 0;
    if (number.length == 0 || foreign) {
        facts->number = false;
        facts->text_row = facts->texts++ == 0 ? row : facts->text_row;
        return;
    }
    facts->marks |= number.marks;
    if (*number.unit != '\0')
        facts->unit = number.unit;
    facts->four_digits =
        facts->four_digits && cell.length == 4 && number.length == 4 && number.text[0] != '-';
    facts->rising = facts->rising && counts_up(facts, &number);
    widen(&number, &facts->least, &facts->greatest);
}

/* The number with points for commas and the other way round. */
static void take_comma(struct column_facts *facts, struct slice cell)
{
    char swapped[(size_t)2 * FORM_NUMBER_BYTES];
    struct form_number number;
    if (cell.length > sizeof swapped) {
        facts->comma.number = false;
        return;
    }
    for (size_t i = 0; i < cell.length; i++)
        swapped[i] = cell.at[i] == ',' ? '.' : cell.at[i] == '.' ? ',' : cell.at[i];
    if (!form_number((struct slice){swapped, cell.length}, &number) || *number.unit != '\0') {
        facts->comma.number = false;
        return;
    }
    facts->comma.marks |= number.marks;
    widen(&number, &facts->comma.least, &facts->comma.greatest);
}

/* ---- dates and times ---- */

static void edge_keep(char *to, struct slice cell)
{
    memcpy(to, cell.at, cell.length);
    to[cell.length] = '\0';
}

static void take_moment(struct column_facts *facts, size_t form, struct slice cell)
{
    struct form_moment moment;
    struct facts_edge *edge = &facts->edges[form];
    uint32_t bit = UINT32_C(1) << form;
    if (cell.length >= FACTS_EDGE_BYTES || !form_moment(form, cell, &moment)) {
        facts->moments &= ~bit;
        return;
    }
    if (moment.year > 0)
        facts->eras[moment.year >= 2400] |= bit;
    if (facts->present == 0 || moment.order < edge->least_order) {
        edge->least_order = moment.order;
        edge_keep(edge->least, cell);
    }
    if (facts->present == 0 || moment.order > edge->greatest_order) {
        edge->greatest_order = moment.order;
        edge_keep(edge->greatest, cell);
    }
}

static void take_moments(struct column_facts *facts, struct slice cell)
{
    for (size_t form = 0; facts->moments != 0 && form < FORM_COUNT; form++)
        if ((facts->moments >> form & 1) != 0)
            take_moment(facts, form, cell);
}

static void take_truths(struct column_facts *facts, struct slice cell)
{
    bool yes;
    for (size_t family = 0; facts->truths != 0 && family < FORM_TRUTH_COUNT; family++)
        if ((facts->truths >> family & 1) != 0 && !form_truth(family, cell, &yes))
            facts->truths &= ~(1u << family);
}

/* http:// or https:// and ASCII that an address may hold. */
static bool is_address(struct slice cell)
{
    if (!slice_starts(cell, "http://") && !slice_starts(cell, "https://"))
        return false;
    for (size_t i = 0; i < cell.length; i++)
        if (cell.at[i] <= ' ' || cell.at[i] > '~' || strchr("\"<>\\^`{|}", cell.at[i]) != NULL)
            return false;
    return cell.length > strlen("https://x");
}

/* ---- values ---- */

static void take_value(struct column_facts *facts, struct slice cell)
{
    for (size_t i = 0; i < facts->value_count; i++) {
        struct facts_value *value = &facts->values[i];
        if (value->length == cell.length && memcmp(value->text, cell.at, cell.length) == 0) {
            value->count++;
            return;
        }
    }
    if (facts->value_count == FACTS_VALUES || cell.length > FACTS_VALUE_BYTES) {
        facts->many = true;
        return;
    }
    if (facts->values == NULL)
        facts->values = arena_array(facts->arena, FACTS_VALUES, sizeof *facts->values);
    struct facts_value *value = &facts->values[facts->value_count++];
    memcpy(value->text, cell.at, cell.length);
    value->length = cell.length;
    value->count = 1;
}

static void take_length(struct column_facts *facts, struct slice cell)
{
    size_t length = utf8_count(cell);
    if (facts->present > 0 && length != facts->longest)
        facts->even = false;
    if (length < facts->shortest)
        facts->shortest = length;
    if (length > facts->longest)
        facts->longest = length;
}

static void take_persons(struct column_facts *facts, struct slice cell, uint64_t row)
{
    struct privacy_look look;
    privacy_see(NULL, cell, &look);
    facts->persons.arena = facts->arena;
    facts->persons.cells++;
    privacy_tally_add(&facts->persons, &look, (size_t)row);
}

void column_facts_add(struct column_facts *facts, struct slice cell, uint64_t row)
{
    facts->rows++;
    if (take_missing(facts, cell, row))
        return;
    if (facts->number)
        take_number(facts, cell, row);
    if (facts->comma.number)
        take_comma(facts, cell);
    facts->addresses = facts->addresses && is_address(cell);
    take_moments(facts, cell);
    take_truths(facts, cell);
    take_persons(facts, cell, row);
    take_length(facts, cell);
    if (!facts->many)
        take_value(facts, cell);
    facts->present++;
}
