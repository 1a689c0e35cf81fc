# libsmm_auth: domain code (no httpd); mod_smm_auth: hooks, routes, forms, views.
noinst_LTLIBRARIES += libsmm_auth.la
libsmm_auth_la_SOURCES = \
	modules/auth/domain/account.c \
	modules/auth/domain/apikey.c \
	modules/auth/domain/mails.c \
	modules/auth/domain/password.c \
	modules/auth/domain/profile.c \
	modules/auth/domain/recover.c \
	modules/auth/domain/regions.c \
	modules/auth/domain/signin.c \
	modules/auth/domain/signup.c \
	modules/auth/domain/status.c

module_LTLIBRARIES += mod_smm_auth.la
mod_smm_auth_la_SOURCES = \
	modules/auth/mod_smm_auth.c \
	modules/auth/forms.c \
	modules/auth/own.c \
	modules/auth/routes.c \
	modules/auth/sign.c \
	modules/auth/views.c
mod_smm_auth_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
mod_smm_auth_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_auth_la_LIBADD = libsmm_auth.la $(SMM_LIBS)
