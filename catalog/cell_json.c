/* Objects, lists, and GeoJSON (RFC 7946) or TopoJSON: JSON in a cell. */
#include "base/json_write.h"
#include "catalog/cell_rules.h"

/* ---- JSON ---- */

/* What the reader says of the text. A repeated key and half a surrogate pair are not what the standard asks
 * about. */
static enum cell_reason read_json(struct slice cell, struct cell_room *room, struct cell_value *value,
                                  enum cell_reason none)
{
    const struct json_fault *faults;
    struct json *root;
    arena_reset(&room->scratch);
    root = arena_alloc(&room->scratch, sizeof *root);
    bool read = json_read(&room->scratch, cell, root, &faults);
    for (const struct json_fault *fault = faults; fault != NULL; fault = fault->next) {
        if (fault->kind == JSON_FAULT_NESTING || fault->kind == JSON_FAULT_SIZE ||
            fault->kind == JSON_FAULT_NUMBER)
            return REASON_TOO_DEEP;
        if (fault->kind == JSON_FAULT_BOM)
            return none;
    }
    value->json = root;
    return read ? REASON_NONE : none;
}

static enum cell_reason read_json_of(enum json_type type, struct slice cell, struct cell_room *room,
                                     struct cell_value *value)
{
    enum cell_reason none = type == JSON_OBJECT ? REASON_OBJECT : REASON_ARRAY;
    enum cell_reason reason = read_json(cell, room, value, none);
    return reason == REASON_NONE && !json_is(value->json, type) ? none : reason;
}

CELL_READ(read_object)
{
    (void)rules;
    return read_json_of(JSON_OBJECT, cell, room, value);
}

CELL_READ(read_array)
{
    (void)rules;
    return read_json_of(JSON_ARRAY, cell, room, value);
}

CELL_ADD_KEY(add_json_key)
{
    (void)rules;
    (void)cell;
    json_write_canonical(key, value->json);
}

/* ---- GeoJSON ---- */

#define RING_POSITIONS 4

/* Two numbers, or more: longitude, latitude, height. */
static bool is_position(const struct json *value)
{
    bool good = json_is(value, JSON_ARRAY) && value->count >= 2;
    for (size_t i = 0; good && i < value->count; i++)
        good = json_is(&value->items[i], JSON_NUMBER);
    return good;
}

/* Lists of lists of positions, `depth` deep. */
static bool are_positions(const struct json *value, int depth, size_t least)
{
    if (depth == 0)
        return is_position(value);
    bool good = json_is(value, JSON_ARRAY) && value->count >= (depth == 1 ? least : 0);
    for (size_t i = 0; good && i < value->count; i++)
        good = are_positions(&value->items[i], depth - 1, least);
    return good;
}

/* Rings end where they begin. */
static bool are_closed(const struct json *value, int depth)
{
    if (depth == 1)
        return json_same(&value->items[0], &value->items[value->count - 1]);
    for (size_t i = 0; i < value->count; i++)
        if (!are_closed(&value->items[i], depth - 1))
            return false;
    return true;
}

static const struct geometry {
    const char *type;
    int depth;
    size_t least;
    bool rings;
} GEOMETRIES[] = {
    {"Point", 0, 0, false},
    {"MultiPoint", 1, 0, false},
    {"LineString", 1, 2, false},
    {"MultiLineString", 2, 2, false},
    {"Polygon", 2, RING_POSITIONS, true},
    {"MultiPolygon", 3, RING_POSITIONS, true},
};

static bool is_geometry(const struct json *value)
{
    struct slice type = json_text(json_get(value, "type"));
    if (!json_is(value, JSON_OBJECT))
        return false;
    if (slice_equals(type, "GeometryCollection")) {
        const struct json *parts = json_get(value, "geometries");
        bool good = json_is(parts, JSON_ARRAY);
        for (size_t i = 0; good && i < parts->count; i++)
            good = is_geometry(&parts->items[i]);
        return good;
    }
    const struct json *coordinates = json_get(value, "coordinates");
    for (size_t i = 0; i < sizeof GEOMETRIES / sizeof *GEOMETRIES; i++) {
        const struct geometry *row = &GEOMETRIES[i];
        if (!slice_equals(type, row->type))
            continue;
        bool empty = row->depth == 0 && json_is(coordinates, JSON_ARRAY) && coordinates->count == 0;
        return empty || (are_positions(coordinates, row->depth, row->least) &&
                         (!row->rings || are_closed(coordinates, row->depth)));
    }
    return false;
}

/* RFC 7946, 3.2: geometry and properties are there, if only null. */
static bool is_feature(const struct json *value)
{
    const struct json *geometry = json_get(value, "geometry"), *properties = json_get(value, "properties");
    const struct json *id = json_get(value, "id");
    return slice_equals(json_text(json_get(value, "type")), "Feature") &&
           (json_is(geometry, JSON_NULL) || is_geometry(geometry)) &&
           (json_is(properties, JSON_NULL) || json_is(properties, JSON_OBJECT)) &&
           (id == NULL || json_is(id, JSON_STRING) || json_is(id, JSON_NUMBER));
}

static bool is_geojson(const struct json *value)
{
    struct slice type = json_text(json_get(value, "type"));
    if (slice_equals(type, "Feature"))
        return is_feature(value);
    if (!slice_equals(type, "FeatureCollection"))
        return is_geometry(value);
    const struct json *features = json_get(value, "features");
    bool good = json_is(features, JSON_ARRAY);
    for (size_t i = 0; good && i < features->count; i++)
        good = is_feature(&features->items[i]);
    return good;
}

/* ---- TopoJSON ---- */

static bool is_topojson(const struct json *value)
{
    const struct json *objects = json_get(value, "objects"), *arcs = json_get(value, "arcs");
    bool good = slice_equals(json_text(json_get(value, "type")), "Topology") &&
                json_is(objects, JSON_OBJECT) && are_positions(arcs, 2, 2);
    for (size_t i = 0; good && i < objects->count; i++)
        good = json_text(json_get(&objects->members[i].value, "type")).length > 0 ||
               json_is(json_get(&objects->members[i].value, "type"), JSON_NULL);
    return good;
}

CELL_READ(read_geojson)
{
    bool topology = rules->form == FORM_TOPOJSON;
    enum cell_reason none = topology ? REASON_TOPOJSON : REASON_GEOJSON;
    enum cell_reason reason = read_json(cell, room, value, none);
    if (reason != REASON_NONE)
        return reason;
    return (topology ? is_topojson : is_geojson)(value->json) ? REASON_NONE : none;
}

/* ---- points ---- */

static bool within(struct slice number, const char *least, const char *most)
{
    return decimal_compare(number, slice_of(least)) >= 0 && decimal_compare(number, slice_of(most)) <= 0;
}

static enum cell_reason settle_point(struct slice longitude, struct slice latitude, struct cell_value *value)
{
    value->text = longitude;
    value->fraction = latitude;
    return within(longitude, "-180", "180") && within(latitude, "-90", "90") ? REASON_NONE : REASON_GEOPOINT;
}

static const struct cell_rules NUMBER = {.type = CELL_NUMBER, .decimal_plain = true, .bare = true};

/* "lon, lat": a blank may stand behind the comma. */
static enum cell_reason read_point_text(struct slice cell, struct cell_room *room, struct cell_value *value)
{
    struct cell_value longitude = {0}, latitude = {0};
    size_t comma = 0;
    while (comma < cell.length && cell.at[comma] != ',')
        comma++;
    if (comma == cell.length)
        return REASON_GEOPOINT;
    size_t behind = comma + 1 + (comma + 1 < cell.length && cell.at[comma + 1] == ' ');
    struct slice parts[] = {{cell.at, comma}, {cell.at + behind, cell.length - behind}};
    if (read_number(&NUMBER, parts[0], room, &longitude) != REASON_NONE || longitude.kind != VALUE_NUMBER ||
        read_number(&NUMBER, parts[1], room, &latitude) != REASON_NONE || latitude.kind != VALUE_NUMBER)
        return REASON_GEOPOINT;
    return settle_point(longitude.text, latitude.text, value);
}

CELL_READ(read_geopoint)
{
    const struct json *longitude = NULL, *latitude = NULL, *root;
    if (rules->form == FORM_DEFAULT)
        return read_point_text(cell, room, value);
    enum cell_reason reason = read_json(cell, room, value, REASON_GEOPOINT);
    if (reason != REASON_NONE)
        return reason;
    root = value->json;
    if (rules->form == FORM_ARRAY && json_is(root, JSON_ARRAY) && root->count == 2) {
        longitude = &root->items[0];
        latitude = &root->items[1];
    } else if (rules->form == FORM_OBJECT && json_is(root, JSON_OBJECT) && root->count == 2) {
        longitude = json_get(root, "lon");
        latitude = json_get(root, "lat");
    }
    if (!json_is(longitude, JSON_NUMBER) || !json_is(latitude, JSON_NUMBER))
        return REASON_GEOPOINT;
    return settle_point(json_text(longitude), json_text(latitude), value);
}

CELL_ADD_KEY(add_place_key)
{
    (void)rules;
    (void)cell;
    decimal_canonical(value->text, key);
    text_add_char(key, ',');
    decimal_canonical(value->fraction, key);
}
