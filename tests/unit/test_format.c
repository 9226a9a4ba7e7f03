/* Formats: what is one and what is none, by the RFCs. */
#include "metadata/format.h"
#include "tests/unit/support.h"

struct example {
    const char *format;
    const char *text;
    bool valid;
};

static void examples_check(const struct example *examples, size_t count)
{
    struct arena arena = {0};
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const struct format *format = format_find(slice_of(examples[i].format));
        assert_non_null(format);
        /* a copy without room behind it, so that reading past the end is seen */
        struct slice text = slice_of(examples[i].text);
        char *copy = malloc(text.length + 1);
        assert_non_null(copy);
        memcpy(copy, text.at, text.length + 1);
        if (format->valid((struct slice){copy, text.length}, &arena) != examples[i].valid) {
            print_error("%s: \"%s\" should be %s\n", examples[i].format, examples[i].text,
                        examples[i].valid ? "valid" : "invalid");
            wrong++;
        }
        free(copy);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

#define CHECK_EXAMPLES(examples) examples_check(examples, sizeof(examples) / sizeof(examples)[0])

static void dates_are_of_the_calendar(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"date", "1963-06-19", true},   {"date", "2020-02-29", true},  {"date", "2021-02-29", false},
        {"date", "2020-01-32", false},  {"date", "2020-04-31", false}, {"date", "2020-13-01", false},
        {"date", "06/19/1963", false},  {"date", "2013-350", false},   {"date", "1998-1-20", false},
        {"date", "1998-01-1", false},   {"date", "1963-06-1৪", false}, {"date", "20230328", false},
        {"date", "2023-W01", false},    {"date", "2023-W13-2", false}, {"date", "1900-02-29", false},
        {"date", "2000-02-29", true},   {"date", "", false},           {"date", "0000-01-01", true},
        {"date", "2020-01-01 ", false}, {"date", "2020-00-10", false}, {"date", "2020-11-28Z", false},
    };
    CHECK_EXAMPLES(examples);
}

static void times_have_a_zone_and_leap_seconds_their_minute(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"time", "08:30:06Z", true},
        {"time", "08:30:06z", true},
        {"time", "23:59:60Z", true},
        {"time", "22:59:60Z", false},
        {"time", "23:58:60Z", false},
        {"time", "23:59:60+00:00", true},
        {"time", "22:59:60+00:00", false},
        {"time", "01:29:60+01:30", true},
        {"time", "23:29:60+23:30", true},
        {"time", "23:59:60+01:00", false},
        {"time", "23:59:60+00:30", false},
        {"time", "15:59:60-08:00", true},
        {"time", "00:29:60-23:30", true},
        {"time", "23:59:60-01:00", false},
        {"time", "23:59:60-00:30", false},
        {"time", "23:20:50.52Z", true},
        {"time", "08:30:06.283185Z", true},
        {"time", "08:30:06+00:20", true},
        {"time", "08:30:06-08:00", true},
        {"time", "8:3:6Z", false},
        {"time", "24:00:00Z", false},
        {"time", "00:60:00Z", false},
        {"time", "00:00:61Z", false},
        {"time", "01:02:03+24:00", false},
        {"time", "01:02:03+00:60", false},
        {"time", "01:02:03Z+00:30", false},
        {"time", "08:30:06 PST", false},
        {"time", "01:01:01,1111", false},
        {"time", "12:00:00", false},
        {"time", "12:00:00.52", false},
        {"time", "1২:00:00Z", false},
        {"time", "08:30:06#00:20", false},
        {"time", "ab:cd:ef", false},
        {"time", "08:30:06.Z", false},
        {"time", "", false},
        {"time", "08:30:06-8:000", false},
        {"time", "08:30Z", false},
        {"time", "08:30:06+0800", false},
    };
    CHECK_EXAMPLES(examples);
}

static void moments_are_dates_with_times(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"date-time", "1963-06-19T08:30:06.283185Z", true},
        {"date-time", "1963-06-19t08:30:06.283185z", true},
        {"date-time", "1937-01-01T12:00:27.87+00:20", true},
        {"date-time", "1990-12-31T15:59:50.123-08:00", true},
        {"date-time", "1998-12-31T23:59:60Z", true},
        {"date-time", "1998-12-31T15:59:60.123-08:00", true},
        {"date-time", "1998-12-31T23:59:61Z", false},
        {"date-time", "1998-12-31T23:58:60Z", false},
        {"date-time", "1998-12-31T22:59:60Z", false},
        {"date-time", "1990-02-31T15:59:59.123-08:00", false},
        {"date-time", "1990-12-31T15:59:59-24:00", false},
        {"date-time", "1963-06-19T08:30:06.28123+01:00Z", false},
        {"date-time", "06/19/1963 08:30:06 PST", false},
        {"date-time", "2013-350T01:01:01", false},
        {"date-time", "1963-6-19T08:30:06.283185Z", false},
        {"date-time", "1963-06-1T08:30:06.283185Z", false},
        {"date-time", "1963-06-1৪T00:00:00Z", false},
        {"date-time", "1963-06-11T0৪:00:00Z", false},
        {"date-time", "+11963-06-19T08:30:06.283185Z", false},
        {"date-time", "1963-06-19 08:30:06Z", false},
        /* leap seconds stand at the end of a month, of UTC */
        {"date-time", "2017-01-01T06:59:60+07:00", true},
        {"date-time", "2016-12-31T18:59:60.5-05:00", true},
        {"date-time", "2024-03-01T00:59:60+01:00", true},
        {"date-time", "2024-02-29T23:59:60Z", true},
        {"date-time", "2024-02-28T23:59:60Z", false},
        {"date-time", "2016-12-30T23:59:60Z", false},
        {"date-time", "2016-12-31T23:59:60+07:00", false},
        {"date-time", "0000-12-31T23:59:60Z", true},
        {"date-time", "9999-12-31T23:59:60Z", true},
        {"date-time", "2024-01-01T00:00:00-00:00", true},
        {"date-time", "2024-01-01T00:00Z", false},
        {"date-time", "2024-01-01T00:00:00,5Z", false},
    };
    CHECK_EXAMPLES(examples);
}

static void durations_keep_the_order_of_their_units(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"duration", "P4DT12H30M5S", true},
        {"duration", "P4Y", true},
        {"duration", "PT0S", true},
        {"duration", "P0D", true},
        {"duration", "P1M", true},
        {"duration", "PT1M", true},
        {"duration", "PT36H", true},
        {"duration", "P1DT12H", true},
        {"duration", "P2W", true},
        {"duration", "P1Y2M3DT4H5M6S", true},
        {"duration", "PT1D", false},
        {"duration", "P", false},
        {"duration", "P1YT", false},
        {"duration", "PT", false},
        {"duration", "P2D1Y", false},
        {"duration", "P1D2H", false},
        {"duration", "P2S", false},
        {"duration", "P1Y2W", false},
        {"duration", "P٢Y", false},
        {"duration", "P1", false},
        {"duration", "4DT12H30M5S", false},
        {"duration", "P1Y2D", false},
        {"duration", "PT1H2S", false},
        {"duration", "P1.5D", false},
        {"duration", "", false},
        {"duration", "P-1D", false},
        {"duration", "P1W2D", false},
    };
    CHECK_EXAMPLES(examples);
}

static void mail_boxes_follow_their_grammar(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"email", "joe.bloggs@example.com", true},
        {"email", "2962", false},
        {"email", "te~st@example.com", true},
        {"email", "~test@example.com", true},
        {"email", "test~@example.com", true},
        {"email", "\"joe bloggs\"@example.com", true},
        {"email", "\"joe..bloggs\"@example.com", true},
        {"email", "\"joe@bloggs\"@example.com", true},
        {"email", "joe.bloggs@[127.0.0.1]", true},
        {"email", "joe.bloggs@[IPv6:::1]", true},
        {"email", "joe.bloggs@[127.0.0.300]", false},
        {"email", "joe.bloggs@invalid=domain.com", false},
        {"email", ".test@example.com", false},
        {"email", "test.@example.com", false},
        {"email", "te.s.t@example.com", true},
        {"email", "te..st@example.com", false},
        {"email", "user1@oceania.org, user2@oceania.org", false},
        {"email", "\"Winston Smith\" <winston.smith@recdep.minitrue> (Records Department)", false},
        {"email", "실례@실례.테스트", false},
        {"email", "@example.com", false},
        {"email", "a@", false},
        {"email", "\"a\\\"@example.com", false},
        {"email", "\"a\\ b\"@example.com", true},
        {"email", "\"\"@example.com", true},
        {"email", "a@[010.0.000.255]", true},
        {"email", "a@[256.0.0.1]", false},
        {"email", "a@[0001.0.0.1]", false},
        {"email", "a@[1.2.3.4.]", false},
        {"email", "a@[1.2.3.]", false},
        {"email", "a@[ipv6:2001:db8::1]", true},
        {"email", "a@[2001:db8::1]", false},
        {"email", "a@[IPv6:fe80::1%25eth0]", false},
        {"email", "a@[]", false},
        {"idn-email", "실례@실례.테스트", true},
        {"idn-email", "joe.bloggs@example.com", true},
        {"idn-email", "สมชาย@ตัวอย่าง.ไทย", true},
        {"idn-email", "2962", false},
        {"idn-email", "실례@〮실례.테스트", false},
    };
    CHECK_EXAMPLES(examples);
}

static void hosts_are_labels_of_letters_digits_and_hyphens(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"hostname", "www.example.com", true},
        {"hostname", "xn--4gbwdl.xn--wgbh1c", true},
        {"hostname", "-a-host-name-that-starts-with--", false},
        {"hostname", "not_a_valid_host_name", false},
        {"hostname",
         "a-vvvvvvvvvvvvvvvveeeeeeeeeeeeeeeerrrrrrrrrrrrrrrryyyyyyyyyyyyyyyy-long-host-name-component",
         false},
        {"hostname", "-hostname", false},
        {"hostname", "hostname-", false},
        {"hostname", "_hostname", false},
        {"hostname", "hostname_", false},
        {"hostname", "host_name", false},
        {"hostname", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk.com", true},
        {"hostname", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl.com", false},
        {"hostname", "hostname", true},
        {"hostname", "host-name", true},
        {"hostname", "h0stn4me", true},
        {"hostname", "1host", true},
        {"hostname", "hostnam3", true},
        {"hostname", "", false},
        {"hostname", ".", false},
        {"hostname", ".example", false},
        {"hostname", "example.", false},
        {"hostname", "a..b", false},
        {"hostname", "a．b", false},
        {"hostname", "xn--X", false},
        {"hostname", "xn--", false},
        {"hostname", "XN--aa---o47jg78q", false},
        {"hostname", "xn--ihqwcrb4cv8a8dqg056pqjye", true},
        {"hostname", "xn--hello-txk", false},
        {"hostname", "xn--hello-zed", false},
        {"hostname", "xn--hello-6bf", false},
        {"hostname", "xn--zca29lwxobi7a", true},
        {"hostname", "xn--qmbc", true},
        {"hostname", "xn--chb89f", false},
        {"hostname", "ไทย", false},
    };
    CHECK_EXAMPLES(examples);
}

static void international_hosts_follow_idna_2008(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"idn-hostname", "실례.테스트", true},
        {"idn-hostname", "ตัวอย่าง.ไทย", true},
        {"idn-hostname", "〮실례.테스트", false},
        {"idn-hostname", "실〮례.테스트", false},
        {"idn-hostname", "-> $1.00 <--", false},
        {"idn-hostname", "xn--ihqwcrb4cv8a8dqg056pqjye", true},
        {"idn-hostname", "xn--X", false},
        {"idn-hostname", "XN--aa---o47jg78q", false},
        {"idn-hostname", "-hello", false},
        {"idn-hostname", "hello-", false},
        {"idn-hostname", "-hello-", false},
        {"idn-hostname", "\u0903hello", false},
        {"idn-hostname", "\u0300hello", false},
        {"idn-hostname", "\u0488hello", false},
        {"idn-hostname", "\u00df\u03c2\u0f0b\u3007", true},
        {"idn-hostname", "\u06fd\u06fe", true},
        {"idn-hostname", "\u0640\u07fa", false},
        {"idn-hostname", "\u3031\u3032\u3033\u3034\u3035\u302e\u302f\u303b", false},
        {"idn-hostname", "a\u00b7l", false},
        {"idn-hostname", "\u00b7l", false},
        {"idn-hostname", "l\u00b7a", false},
        {"idn-hostname", "l\u00b7", false},
        {"idn-hostname", "l\u00b7l", true},
        {"idn-hostname", "\u03b1\u0375S", false},
        {"idn-hostname", "\u03b1\u0375", false},
        {"idn-hostname", "\u03b1\u0375\u03b2", true},
        {"idn-hostname", "A\u05f3\u05d1", false},
        {"idn-hostname", "\u05f3\u05d1", false},
        {"idn-hostname", "\u05d0\u05f3\u05d1", true},
        {"idn-hostname", "A\u05f4\u05d1", false},
        {"idn-hostname", "\u05f4\u05d1", false},
        {"idn-hostname", "\u05d0\u05f4\u05d1", true},
        {"idn-hostname", "def\u30fbabc", false},
        {"idn-hostname", "\u30fb", false},
        {"idn-hostname", "\u30fb\u3041", true},
        {"idn-hostname", "\u30fb\u30a1", true},
        {"idn-hostname", "\u30fb\u4e08", true},
        {"idn-hostname", "\u0628\u0660\u06f0", false},
        {"idn-hostname", "\u0628\u0660\u0628", true},
        {"idn-hostname", "\u06f00", true},
        {"idn-hostname", "\u0915\u200d\u0937", false},
        {"idn-hostname", "\u200d\u0937", false},
        {"idn-hostname", "\u0915\u094d\u200d\u0937", true},
        {"idn-hostname", "\u0915\u094d\u200c\u0937", true},
        {"idn-hostname", "\u0628\u064a\u200c\u0628\u064a", true},
        {"idn-hostname", "hostname", true},
        {"idn-hostname", "host-name", true},
        {"idn-hostname", "h0stn4me", true},
        {"idn-hostname", "1host", true},
        {"idn-hostname", "", false},
        {"idn-hostname", ".", false},
        {"idn-hostname", "\u3002", false},
        {"idn-hostname", "\uff0e", false},
        {"idn-hostname", "\uff61", false},
        {"idn-hostname", ".example", false},
        {"idn-hostname", "\u3002example", false},
        {"idn-hostname", "example\u3002", false},
        {"idn-hostname", "a.b", true},
        {"idn-hostname", "a\u3002b", true},
        {"idn-hostname", "a\uff0eb", true},
        {"idn-hostname", "a\uff61b", true},
        {"idn-hostname",
         "실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실실"
         "실실실실실실실실실실례."
         "테스트",
         false},
    };
    CHECK_EXAMPLES(examples);
}

static void addresses_are_written_in_full(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"ipv4", "192.168.0.1", true},
        {"ipv4", "127.0.0.0.1", false},
        {"ipv4", "256.256.256.256", false},
        {"ipv4", "127.0", false},
        {"ipv4", "0x7f000001", false},
        {"ipv4", "2130706433", false},
        {"ipv4", "087.10.0.1", false},
        {"ipv4", "87.10.0.1", true},
        {"ipv4", "1২7.0.0.1", false},
        {"ipv4", "192.168.1.0/24", false},
        {"ipv4", " 192.168.0.1", false},
        {"ipv4", "192.168.0.1\n", false},
        {"ipv6", "::1", true},
        {"ipv6", "12345::", false},
        {"ipv6", "::abef", true},
        {"ipv6", "::abcef", false},
        {"ipv6", "1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1", false},
        {"ipv6", "::laptop", false},
        {"ipv6", "::", true},
        {"ipv6", "::42:ff:1", true},
        {"ipv6", "d6::", true},
        {"ipv6", ":2:3:4:5:6:7:8", false},
        {"ipv6", "1:2:3:4:5:6:7:", false},
        {"ipv6", ":2:3:4::8", false},
        {"ipv6", "1:d6::42", true},
        {"ipv6", "1::d6::42", false},
        {"ipv6", "1::d6:192.168.0.1", true},
        {"ipv6", "1:2::192.168.0.1", true},
        {"ipv6", "1::2:192.168.256.1", false},
        {"ipv6", "1::2:192.168.ff.1", false},
        {"ipv6", "::ffff:192.168.0.1", true},
        {"ipv6", "1:2:3:4:5:::8", false},
        {"ipv6", "1:2:3:4:5:6:7:8", true},
        {"ipv6", "1:2:3:4:5:6:7", false},
        {"ipv6", "1", false},
        {"ipv6", "127.0.0.1", false},
        {"ipv6", "1:2:3:4:1.2.3", false},
        {"ipv6", "  ::1", false},
        {"ipv6", "::1  ", false},
        {"ipv6", "fe80::/64", false},
        {"ipv6", "fe80::a%eth1", false},
        {"ipv6", "1000:1000:1000:1000:1000:1000:255.255.255.255", true},
        {"ipv6", "100:100:100:100:100:100:255.255.255.255.255", false},
        {"ipv6", "100:100:100:100:100:100:100:255.255.255.255", false},
        {"ipv6", "1:2:3:4:5:6:7:৪", false},
        {"ipv6", "1:2::192.16৪.0.1", false},
        {"ipv6", "::ffff:087.10.0.1", false},
    };
    CHECK_EXAMPLES(examples);
}

static void uris_hold_ascii_and_iris_all_letters(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"uri", "http://foo.bar/?baz=qux#quux", true},
        {"uri", "http://foo.com/blah_(wikipedia)_blah#cite-1", true},
        {"uri", "http://foo.bar/?q=Test%20URL-encoded%20stuff", true},
        {"uri", "http://xn--nw2a.xn--j6w193g/", true},
        {"uri", "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com", true},
        {"uri", "http://223.255.255.254", true},
        {"uri", "ftp://ftp.is.co.za/rfc/rfc1808.txt", true},
        {"uri", "ldap://[2001:db8::7]/c=GB?objectClass?one", true},
        {"uri", "mailto:John.Doe@example.com", true},
        {"uri", "tel:+1-816-555-1212", true},
        {"uri", "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", true},
        {"uri", "//foo.bar/?baz=qux#quux", false},
        {"uri", "/abc", false},
        {"uri", "\\\\WINDOWS\\fileshare", false},
        {"uri", "abc", false},
        {"uri", "http:// shouldfail.com", false},
        {"uri", ":// should fail", false},
        {"uri", "bar,baz:foo", false},
        {"uri", "https://[@example.org/test.txt", false},
        {"uri", "https://example.org/foobar\\.txt", false},
        {"uri", "https://example.org/foobar<>.txt", false},
        {"uri", "https://example.org/foobar{}.txt", false},
        {"uri", "https://example.org/foobar^.txt", false},
        {"uri", "https://example.org/foobar`.txt", false},
        {"uri", "https://example.org/foo bar.txt", false},
        {"uri", "https://example.org/foobar|.txt", false},
        {"uri", "https://example.org/%2x", false},
        {"uri", "http://example.org:80a/", false},
        {"uri", "http://[v1.a:b]/", true},
        {"uri", "http://[::1%25eth0]/", false},
        {"uri", "http://ƒøø.ßår/", false},
        {"uri", "http://a/\"b\"", false},
        {"uri-reference", "/abc", true},
        {"uri-reference", "abc", true},
        {"uri-reference", "#fragment", true},
        {"uri-reference", "//foo.bar/?baz=qux#quux", true},
        {"uri-reference", "#frag\\ment", false},
        {"uri-reference", "\\\\WINDOWS\\fileshare", false},
        {"uri-reference", "https://[@example.org/test.txt", false},
        {"uri-reference", "abc#ห", false},
        {"uri-reference", "", true},
        {"iri", "http://ƒøø.ßår/?∂éœ=πîx#πîüx", true},
        {"iri", "http://ƒøø.com/blah_(wîkïpédiå)_blah#ßité-1", true},
        {"iri", "http://ƒøø.ßår/?q=Test%20URL-encoded%20stuff", true},
        {"iri", "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com", true},
        {"iri", "http://[2001:0db8:85a3:0000:0000:8a2e:0370:7334]", true},
        {"iri", "http://2001:0db8:85a3:0000:0000:8a2e:0370:7334", false},
        {"iri", "/abc", false},
        {"iri", "\\\\WINDOWS\\filëßåré", false},
        {"iri", "âππ", false},
        {"iri", "http://a/?\ue000", true},
        {"iri", "http://a/\ue000", false},
        {"iri-reference", "//ƒøø.ßår/?∂éœ=πîx#πîüx", true},
        {"iri-reference", "/âππ", true},
        {"iri-reference", "âππ", true},
        {"iri-reference", "#ƒrägmênt", true},
        {"iri-reference", "#ƒräg\\mênt", false},
        {"iri-reference", "\\\\WINDOWS\\filëßåré", false},
    };
    CHECK_EXAMPLES(examples);
}

static void templates_close_their_expressions(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"uri-template", "http://example.com/dictionary/{term:1}/{term}", true},
        {"uri-template", "http://example.com/dictionary/{term:1}/{term", false},
        {"uri-template", "http://example.com/dictionary", true},
        {"uri-template", "dictionary/{term:1}/{term}", true},
        {"uri-template", "{+path}/here{?x,y*}{&z:12}{#a.b}", true},
        {"uri-template", "{}", false},
        {"uri-template", "{a:0}", false},
        {"uri-template", "{a:12345}", false},
        {"uri-template", "{a b}", false},
        {"uri-template", "a}", false},
        {"uri-template", "a<b", false},
        {"uri-template", "%zz", false},
        {"uri-template", "{a.}", false},
        {"uri-template", "{a,}", false},
        {"uri-template", "{a*:3}", false},
        {"uri-template", "{a:3*}", false},
        {"uri-template", "{a*,b:9999,%61c}{;d.e_f*}", true},
        {"uri-template", "{.a}{/b}{?c}{&d}{=e}{!f}", true},
        {"uri-template", "{-a}", false},
        {"uri-template", "{{a}}", false},
        {"uri-template", "ไทย/{a}", true},
        {"uri-template", "", true},
    };
    CHECK_EXAMPLES(examples);
}

static void pointers_and_identifiers_have_their_form(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"uuid", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", true},
        {"uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", true},
        {"uuid", "00000000-0000-0000-0000-000000000000", true},
        {"uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", false},
        {"uuid", "2eb8aa08-aa98-11ea-73b441d16380", false},
        {"uuid", "2eb8aa08-aa98-11ea-b4ga-73b441d16380", false},
        {"uuid", "2eb8aa08aa9811eab4aa73b441d16380", false},
        {"uuid", "2eb8aa08aa98-11ea-b4aa73b441d16380", false},
        {"uuid", "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380", false},
        {"json-pointer", "", true},
        {"json-pointer", "/foo/bar~0/baz~1/%a", true},
        {"json-pointer", "/foo/bar~", false},
        {"json-pointer", "/foo//bar", true},
        {"json-pointer", "/", true},
        {"json-pointer", "/k\"l", true},
        {"json-pointer", "#", false},
        {"json-pointer", "#/", false},
        {"json-pointer", "a", false},
        {"json-pointer", "0", false},
        {"json-pointer", "/~0.1", true},
        {"json-pointer", "/~2", false},
        {"json-pointer", "/~~", false},
        {"relative-json-pointer", "1", true},
        {"relative-json-pointer", "0/foo/bar", true},
        {"relative-json-pointer", "2/0/baz/1/zip", true},
        {"relative-json-pointer", "0#", true},
        {"relative-json-pointer", "120/foo/bar", true},
        {"relative-json-pointer", "0+1/a", true},
        {"relative-json-pointer", "/foo/bar", false},
        {"relative-json-pointer", "-1/foo/bar", false},
        {"relative-json-pointer", "+1/foo/bar", false},
        {"relative-json-pointer", "0##", false},
        {"relative-json-pointer", "01/a", false},
        {"relative-json-pointer", "01#", false},
        {"relative-json-pointer", "", false},
        {"regex", "([abc])+\\s+$", true},
        {"regex", "^(abc]", false},
        {"regex", "^\\S(|(.|\\n)*\\S)\\Z", false},
        {"regex", "\\a", false},
        {"regex", "(?<=a+)b", true},
        {"regex", "(?i)a", false},
        {"regex", "a{2,1}", false},
    };
    CHECK_EXAMPLES(examples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_of_the_calendar),
        cmocka_unit_test(times_have_a_zone_and_leap_seconds_their_minute),
        cmocka_unit_test(moments_are_dates_with_times),
        cmocka_unit_test(durations_keep_the_order_of_their_units),
        cmocka_unit_test(mail_boxes_follow_their_grammar),
        cmocka_unit_test(hosts_are_labels_of_letters_digits_and_hyphens),
        cmocka_unit_test(international_hosts_follow_idna_2008),
        cmocka_unit_test(addresses_are_written_in_full),
        cmocka_unit_test(uris_hold_ascii_and_iris_all_letters),
        cmocka_unit_test(templates_close_their_expressions),
        cmocka_unit_test(pointers_and_identifiers_have_their_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
