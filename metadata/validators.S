/* The text of metadata/validators.json: a struct slice. */
#include "metadata/embed.inc"

    .section .rodata
1:  .incbin "metadata/validators.json"
2:  .byte 0

    .section .data.rel.ro, "aw"
    .balign 16
    .global validators_text
validators_text:
    WORD 1b, 2b - 1b
