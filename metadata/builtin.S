/* The texts of metadata/profiles/ as they stand, and the table of them: an array of struct profile_file. */
#include "metadata/embed.inc"

    table builtin_files
    embed "catalog.json", "metadata/profiles/catalog.json"
    embed "ckan.json", "metadata/profiles/ckan.json"
    embed "common.json", "metadata/profiles/common.json"
    embed "dictionary.json", "metadata/profiles/dictionary.json"
    embed "thai-gdc-1.4.json", "metadata/profiles/thai-gdc-1.4.json"
    embed "thai-gdc-2.1.json", "metadata/profiles/thai-gdc-2.1.json"
    embed "thai-gdc-2.2.json", "metadata/profiles/thai-gdc-2.2.json"
    table_end builtin_files, builtin_file_count
