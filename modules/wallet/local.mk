# libsmm_wallet: domain code (no httpd); mod_smm_wallet: hooks, routes, forms, views.
noinst_LTLIBRARIES += libsmm_wallet.la
libsmm_wallet_la_SOURCES = \
	modules/wallet/domain/ledger.c \
	modules/wallet/domain/chain.c \
	modules/wallet/domain/wallet_verify.c
libsmm_wallet_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet -I$(srcdir)/modules/wallet/domain

module_LTLIBRARIES += mod_smm_wallet.la
mod_smm_wallet_la_SOURCES = modules/wallet/mod_smm_wallet.c
mod_smm_wallet_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
mod_smm_wallet_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_wallet_la_LIBADD = libsmm_wallet.la
