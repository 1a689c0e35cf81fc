# catalogue: names
check_PROGRAMS += t/unit/test_nametag.t
t_unit_test_nametag_t_SOURCES = t/unit/test_nametag.c t/unit/tap.h
t_unit_test_nametag_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_nametag.t
