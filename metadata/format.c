#include "metadata/format.h"

#include "base/arena.h"
#include "base/language.h"
#include "metadata/format_host.h"
#include "metadata/format_parts.h"
#include "metadata/pattern.h"
#include "metadata/uri.h"

static FORMAT(hostname_valid)
{
    (void)scratch;
    return host_valid(text);
}

static FORMAT(international_hostname_valid)
{
    return host_valid_international(text, scratch);
}

/* RFC 2673 3.2. */
static FORMAT(ipv4_valid)
{
    (void)scratch;
    return address_4_valid(text);
}

/* RFC 4291 2.2. */
static FORMAT(ipv6_valid)
{
    (void)scratch;
    return address_6_valid(text);
}

/* RFC 3986. */
static FORMAT(absolute_uri_valid)
{
    (void)scratch;
    return uri_valid(text, false);
}

static FORMAT(uri_reference_valid)
{
    (void)scratch;
    return uri_valid(text, true);
}

/* RFC 3987. */
static FORMAT(absolute_iri_valid)
{
    (void)scratch;
    return iri_valid(text, false);
}

static FORMAT(iri_reference_valid)
{
    (void)scratch;
    return iri_valid(text, true);
}

/* ECMA-262. */
static FORMAT(regex_valid)
{
    (void)scratch;
    return pattern_is_right(text);
}

static const struct format formats[] = {
    {"date", date_valid,
     N_("{value} is not a date; write year-month-day in the Common Era, such as 2024-09-30")},
    {"date-time", date_time_valid,
     N_("{value} is not a date with a time; write it such as 2024-09-30T16:30:00+07:00")},
    {"time", time_valid, N_("{value} is not a time with its zone; write it such as 16:30:00+07:00")},
    {"duration", duration_valid,
     N_("{value} is not a duration; write it such as P1Y6M (a year and six months) or PT36H (36 hours)")},
    {"email", email_valid, N_("{value} is not an e-mail address")},
    {"idn-email", international_email_valid, N_("{value} is not an e-mail address")},
    {"hostname", hostname_valid, N_("{value} is not the name of a host, such as www.example.org")},
    {"idn-hostname", international_hostname_valid,
     N_("{value} is not the name of a host, such as www.example.org")},
    {"ipv4", ipv4_valid, N_("{value} is not an IPv4 address, such as 192.0.2.1")},
    {"ipv6", ipv6_valid, N_("{value} is not an IPv6 address, such as 2001:db8::1")},
    {"uri", absolute_uri_valid,
     N_("{value} is not a web address; write it whole, such as https://example.org/page")},
    {"uri-reference", uri_reference_valid, N_("{value} is not a web address or a part of one")},
    {"iri", absolute_iri_valid,
     N_("{value} is not a web address; write it whole, such as https://example.org/page")},
    {"iri-reference", iri_reference_valid, N_("{value} is not a web address or a part of one")},
    {"uri-template", uri_template_valid,
     N_("{value} is not a template of web addresses, such as https://example.org/{page}")},
    {"uuid", uuid_valid, N_("{value} is not a UUID")},
    {"json-pointer", json_pointer_valid, N_("{value} is not a JSON pointer, such as /fields/0/name")},
    {"relative-json-pointer", relative_json_pointer_valid,
     N_("{value} is not a relative JSON pointer, such as 1/name")},
    {"regex", regex_valid, N_("{value} is not a regular expression")},
    {"ckan-date", ckan_date_valid,
     N_("{value} is not a date; write year-month-day in the Common Era, such as 2024-09-30")},
    {"ckan-date-time-zone", ckan_date_time_zone_valid,
     N_("{value} is not a date with a time; write it such as 2024-09-30T16:30:00+07:00")},
    {"ckan-json", ckan_json_valid, N_("{value} is not JSON")},
    {"ckan-json-object", ckan_json_object_valid, N_("{value} is not a JSON object")},
};

_Static_assert(sizeof formats / sizeof formats[0] <= FORMATS_MOST, "room for all names");

size_t format_names(struct slice names[static FORMATS_MOST])
{
    size_t count = sizeof formats / sizeof formats[0];
    for (size_t i = 0; i < count; i++)
        names[i] = slice_of(formats[i].name);
    return count;
}

const struct format *format_find(struct slice name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (slice_equals(name, formats[i].name))
            return &formats[i];
    return NULL;
}
