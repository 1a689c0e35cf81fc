# support: what staff do by the panel's pages
check_PROGRAMS += t/unit/test_staff.t
t_unit_test_staff_t_SOURCES = t/unit/test_staff.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_staff_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/support/domain
t_unit_test_staff_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_staff.t
