# wallet: money and ledger
check_PROGRAMS += t/unit/test_ledger.t
t_unit_test_ledger_t_SOURCES = t/unit/test_ledger.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_ledger_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_ledger_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_ledger.t
