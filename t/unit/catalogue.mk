# catalogue: names
check_PROGRAMS += t/unit/test_nametag.t
t_unit_test_nametag_t_SOURCES = t/unit/test_nametag.c t/unit/tap.h
t_unit_test_nametag_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_nametag.t

# catalogue: imports, search
check_PROGRAMS += t/unit/test_import.t
t_unit_test_import_t_SOURCES = t/unit/test_import.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_import_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/campaign/domain
t_unit_test_import_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_import.t
