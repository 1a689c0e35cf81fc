# gateways: shared helpers, vectors of signatures and states
check_PROGRAMS += t/unit/test_gw_util.t
t_unit_test_gw_util_t_SOURCES = t/unit/test_gw_util.c t/unit/tap.h
t_unit_test_gw_util_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
t_unit_test_gw_util_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_gw_util.t

check_PROGRAMS += t/unit/test_gateways.t
t_unit_test_gateways_t_SOURCES = t/unit/test_gateways.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_gateways_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
t_unit_test_gateways_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_gateways.t

dist_check_SCRIPTS += t/unit/gateway_vectors.t
TESTS += t/unit/gateway_vectors.t
