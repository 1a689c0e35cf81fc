# libsmm_core: everything that knows APR but not httpd; linked into the module, smmctl and the unit tests.
noinst_LTLIBRARIES += libsmm_core.la
libsmm_core_la_SOURCES =
nodist_libsmm_core_la_SOURCES = gen/catalog_gen.c
libsmm_core_la_LIBADD = libsmm_lib.la

# The named statements, compiled into a table and a header of ids.
CATALOG = $(wildcard $(srcdir)/sql/catalog/*.sql $(srcdir)/sql/catalog/*/*.sql)
MIGRATIONS = $(wildcard $(srcdir)/sql/migrations/*.sql)
BUILT_SOURCES += gen/smm_sql.h gen/catalog_gen.c
CLEANFILES += gen/smm_sql.h gen/catalog_gen.c gen/.stamp
gen/.stamp: $(CATALOG) $(MIGRATIONS) $(srcdir)/scripts/gen-catalog
	@mkdir -p gen
	$(AM_V_GEN)$(PERL_BIN) $(srcdir)/scripts/gen-catalog $(srcdir)/sql gen && touch $@
gen/smm_sql.h gen/catalog_gen.c: gen/.stamp ;

module_LTLIBRARIES += mod_smm_core.la
mod_smm_core_la_SOURCES = modules/core/mod_smm_core.c
mod_smm_core_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
mod_smm_core_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_core_la_LIBADD = libsmm_core.la $(SMM_LIBS)

# db: the only caller of mod_dbd, sqlite3 and libpq
include modules/core/db/local.mk
# view: view models, themes, text functions, assets, mail rendering
include modules/core/view/local.mk
include modules/core/pdf/local.mk

# form, route: parsing and matching, without httpd
libsmm_core_la_SOURCES += \
	modules/core/form/pairs.c \
	modules/core/form/multipart.c \
	modules/core/form/fill.c \
	modules/core/form/syntax.c \
	modules/core/route/match.c \
	modules/core/route/metrics.c \
	modules/core/cfg/secret_file.c \
	modules/core/session/store.c \
	modules/core/session/token.c
mod_smm_core_la_SOURCES += \
	modules/core/cfg/cfg.c \
	modules/core/cfg/cmds.c \
	modules/core/cfg/items.c \
	modules/core/cfg/panel.c \
	modules/core/form/mod_smm_form.c \
	modules/core/route/access.c \
	modules/core/route/around.c \
	modules/core/route/answer.c \
	modules/core/route/body.c \
	modules/core/route/dispatch.c \
	modules/core/route/limit.c \
	modules/core/route/machine.c \
	modules/core/route/page.c \
	modules/core/route/table.c \
	modules/core/session/authz.c \
	modules/core/session/mod_smm_session.c
# job, http, mail, settings, event
include modules/core/job/local.mk
# verify: registry of invariant checks
libsmm_core_la_SOURCES += modules/core/verify/verify.c
