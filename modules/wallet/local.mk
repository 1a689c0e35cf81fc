# libsmm_wallet: domain code (no httpd); mod_smm_wallet: hooks, routes, forms, views.
noinst_LTLIBRARIES += libsmm_wallet.la
libsmm_wallet_la_SOURCES =

module_LTLIBRARIES += mod_smm_wallet.la
mod_smm_wallet_la_SOURCES = modules/wallet/mod_smm_wallet.c
mod_smm_wallet_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
mod_smm_wallet_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_wallet_la_LIBADD = libsmm_wallet.la
