# libsmm_support: domain code (no httpd); mod_smm_support: hooks, routes, forms, views.
noinst_LTLIBRARIES += libsmm_support.la
libsmm_support_la_SOURCES = \
	modules/support/domain/config.c \
	modules/support/domain/document.c \
	modules/support/domain/people.c \
	modules/support/domain/system.c \
	modules/support/domain/stats.c \
	modules/support/domain/help.c \
	modules/support/domain/help_clean.c \
	modules/support/domain/help_load.c \
	modules/support/domain/search.c \
	modules/support/domain/ticket.c \
	modules/support/domain/ticket_read.c \
	modules/support/domain/xml_file.c

module_LTLIBRARIES += mod_smm_support.la
mod_smm_support_la_SOURCES = \
	modules/support/mod_smm_support.c \
	modules/support/audit_routes.c \
	modules/support/customer_act.c \
	modules/support/customer_routes.c \
	modules/support/forms.c \
	modules/support/help_routes.c \
	modules/support/home_routes.c \
	modules/support/overview_routes.c \
	modules/support/search_routes.c \
	modules/support/settings_routes.c \
	modules/support/system_routes.c \
	modules/support/ticket_routes.c \
	modules/support/views.c
mod_smm_support_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
mod_smm_support_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_support_la_LIBADD = libsmm_support.la $(SMM_LIBS)
