# Documents as PDF, by cairo and pango.
libsmm_core_la_SOURCES += \
	modules/core/pdf/pdf.c \
	modules/core/pdf/pdf_set.c
