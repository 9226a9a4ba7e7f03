/* The texts of metadata/meta/ as they stand, and the table of them: an array of struct meta_file. */
#include "metadata/embed.inc"

    table meta_files
    embed "https://json-schema.org/draft/2020-12/schema", "metadata/meta/draft2020-12/schema.json"
    embed "https://json-schema.org/draft/2020-12/meta/core", "metadata/meta/draft2020-12/meta/core.json"
    embed "https://json-schema.org/draft/2020-12/meta/applicator", "metadata/meta/draft2020-12/meta/applicator.json"
    embed "https://json-schema.org/draft/2020-12/meta/unevaluated", "metadata/meta/draft2020-12/meta/unevaluated.json"
    embed "https://json-schema.org/draft/2020-12/meta/validation", "metadata/meta/draft2020-12/meta/validation.json"
    embed "https://json-schema.org/draft/2020-12/meta/meta-data", "metadata/meta/draft2020-12/meta/meta-data.json"
    embed "https://json-schema.org/draft/2020-12/meta/format-annotation", "metadata/meta/draft2020-12/meta/format-annotation.json"
    embed "https://json-schema.org/draft/2020-12/meta/format-assertion", "metadata/meta/draft2020-12/meta/format-assertion.json"
    embed "https://json-schema.org/draft/2020-12/meta/content", "metadata/meta/draft2020-12/meta/content.json"
    embed "https://json-schema.org/draft/2019-09/schema", "metadata/meta/draft2019-09/schema.json"
    embed "https://json-schema.org/draft/2019-09/meta/core", "metadata/meta/draft2019-09/meta/core.json"
    embed "https://json-schema.org/draft/2019-09/meta/applicator", "metadata/meta/draft2019-09/meta/applicator.json"
    embed "https://json-schema.org/draft/2019-09/meta/validation", "metadata/meta/draft2019-09/meta/validation.json"
    embed "https://json-schema.org/draft/2019-09/meta/meta-data", "metadata/meta/draft2019-09/meta/meta-data.json"
    embed "https://json-schema.org/draft/2019-09/meta/format", "metadata/meta/draft2019-09/meta/format.json"
    embed "https://json-schema.org/draft/2019-09/meta/content", "metadata/meta/draft2019-09/meta/content.json"
    embed "http://json-schema.org/draft-07/schema", "metadata/meta/draft-07.json"
    table_end meta_files, meta_file_count
