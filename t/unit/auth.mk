# accounts
check_PROGRAMS += t/unit/test_auth.t
t_unit_test_auth_t_SOURCES = t/unit/test_auth.c t/unit/tap.h
t_unit_test_auth_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)
t_unit_test_auth_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_auth.t
