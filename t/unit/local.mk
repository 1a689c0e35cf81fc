# Unit ring: TAP programs in C, no server. Each is built on the domain libraries.
UNIT_LIBS = libsmm_support.la libsmm_campaign.la libsmm_wallet.la libsmm_auth.la libsmm_core.la libsmm_lib.la $(SMM_LIBS) $(APR_LIBS) $(APU_LIBS) -lpthread
T_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
