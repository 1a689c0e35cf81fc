# libsmm_auth: domain code (no httpd); mod_smm_auth: hooks, routes, forms, views.
noinst_LTLIBRARIES += libsmm_auth.la
libsmm_auth_la_SOURCES =

module_LTLIBRARIES += mod_smm_auth.la
mod_smm_auth_la_SOURCES = modules/auth/mod_smm_auth.c
mod_smm_auth_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
mod_smm_auth_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_auth_la_LIBADD = libsmm_auth.la
