/* Files that are part of the program: each stands between NAME and NAME_end. */
    .section .rodata
    .global portal_schema_thai_gdc
    .global portal_schema_thai_gdc_end
portal_schema_thai_gdc:
    .incbin "portal/schemas/thai-gdc-2.1.json"
portal_schema_thai_gdc_end:
    .byte 0
    .global portal_style
    .global portal_style_end
portal_style:
    .incbin "portal/pages/style.css"
portal_style_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
