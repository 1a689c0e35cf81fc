# view: renders a view model from a file, for tests, pictures and theme authors
check_PROGRAMS += t/unit/render
t_unit_render_SOURCES = t/unit/render.c
t_unit_render_LDADD = $(UNIT_LIBS)

check_PROGRAMS += t/unit/test_vm.t t/unit/test_view.t
t_unit_test_vm_t_SOURCES = t/unit/test_vm.c t/unit/tap.h
t_unit_test_vm_t_LDADD = $(UNIT_LIBS)
t_unit_test_view_t_SOURCES = t/unit/test_view.c t/unit/tap.h
t_unit_test_view_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_vm.t t/unit/test_view.t

check_PROGRAMS += t/unit/test_tz.t
t_unit_test_tz_t_SOURCES = t/unit/test_tz.c t/unit/tap.h
t_unit_test_tz_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_tz.t

# Compiled sheets: both engines give the same bytes
check_PROGRAMS += t/unit/test_xv_pages.t t/unit/test_xv.t
t_unit_test_xv_t_SOURCES = t/unit/test_xv.c t/unit/xv_cases.h t/unit/tap.h
t_unit_test_xv_t_LDADD = $(UNIT_LIBS)
t_unit_test_xv_pages_t_SOURCES = t/unit/test_xv_pages.c t/unit/xv_fuzz.h t/unit/xv_pages.h t/unit/tap.h
t_unit_test_xv_pages_t_LDADD = $(UNIT_LIBS)
# Instructions a page, by callgrind
check_PROGRAMS += t/unit/render_counts
t_unit_render_counts_SOURCES = t/unit/render_counts.c
t_unit_render_counts_LDADD = $(UNIT_LIBS)

check_PROGRAMS += t/unit/test_xv_markup.t
t_unit_test_xv_markup_t_SOURCES = t/unit/test_xv_markup.c t/unit/xv_pages.h t/unit/tap.h
t_unit_test_xv_markup_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_xv.t t/unit/test_xv_pages.t t/unit/test_xv_markup.t
# Documents as PDF, read back with poppler-utils
check_PROGRAMS += t/unit/test_pdf.t
t_unit_test_pdf_t_SOURCES = t/unit/test_pdf.c t/unit/tap.h
t_unit_test_pdf_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_pdf.t
# No sheet and no mail is left out of the comparison
check_PROGRAMS += t/unit/test_xv_cover.t
t_unit_test_xv_cover_t_SOURCES = t/unit/test_xv_cover.c t/unit/xv_fuzz.h t/unit/xv_pages.h t/unit/tap.h
t_unit_test_xv_cover_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_xv_cover.t
