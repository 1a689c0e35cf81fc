# Unit ring: TAP programs in C, no server. Each is built on the domain libraries.
UNIT_LIBS = libsmm_support.la libsmm_campaign.la libsmm_wallet.la libsmm_auth.la libsmm_core.la libsmm_lib.la $(SMM_LIBS) $(APR_LIBS) $(APU_LIBS) -lpthread
# make check runs them as ./dev check unit does; what needs PostgreSQL is skipped unless SMM_TEST_PG is set
AM_TESTS_ENVIRONMENT = SMM_SRCDIR=$(abs_top_srcdir) SMMCTL=$(abs_top_builddir)/tools/smmctl SMM_VECTORS=$(abs_top_builddir)/tools/vectors; export SMM_SRCDIR SMMCTL SMM_VECTORS;
T_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh

# core: forms, routes, tokens
check_PROGRAMS += t/unit/test_form.t t/unit/test_match.t t/unit/test_token.t
t_unit_test_token_t_SOURCES = t/unit/test_token.c t/unit/tap.h
t_unit_test_token_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_token.t
t_unit_test_form_t_SOURCES = t/unit/test_form.c t/unit/tap.h
t_unit_test_form_t_LDADD = $(UNIT_LIBS)
t_unit_test_match_t_SOURCES = t/unit/test_match.c t/unit/tap.h
t_unit_test_match_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_form.t t/unit/test_match.t

include t/unit/jobs.mk
include t/unit/catalogue.mk
include t/unit/view.mk
include t/unit/db.mk

include t/unit/campaign.mk
include t/unit/auth.mk
include t/unit/wallet.mk
include t/unit/gateway.mk
include t/unit/staff.mk
