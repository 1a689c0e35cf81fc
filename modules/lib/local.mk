# Stateless code: money, decimal text, time, names. No httpd, no database. Linked into core and exported.
noinst_LTLIBRARIES += libsmm_lib.la
libsmm_lib_la_SOURCES = \
	modules/lib/version.c
