# bench: built by t/bench/run only, never by all or check.
gen/.bench-stamp: $(wildcard $(srcdir)/t/bench/sql/*/*.sql) $(srcdir)/scripts/gen-catalog
	@mkdir -p gen
	$(AM_V_GEN)$(PERL_BIN) $(srcdir)/scripts/gen-catalog $(srcdir)/t/bench/sql gen smm_bench_catalog && touch $@
gen/smm_bench_catalog.h gen/smm_bench_catalog.c: gen/.bench-stamp ;
CLEANFILES += gen/smm_bench_catalog.h gen/smm_bench_catalog.c gen/.bench-stamp

EXTRA_LTLIBRARIES = t/bench/mod_smm_bench.la
t_bench_mod_smm_bench_la_SOURCES = t/bench/mod_smm_bench.c t/bench/people.c t/bench/mod_smm_bench.h
nodist_t_bench_mod_smm_bench_la_SOURCES = gen/smm_bench_catalog.c
t_bench_mod_smm_bench_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
t_bench_mod_smm_bench_la_LDFLAGS = $(MODULE_LDFLAGS) -rpath $(abs_builddir)
t/bench/mod_smm_bench_la-mod_smm_bench.lo t/bench/mod_smm_bench_la-people.lo: gen/smm_bench_catalog.h gen/smm_sql.h

EXTRA_PROGRAMS = t/bench/delay
t_bench_delay_SOURCES = t/bench/delay.c

EXTRA_PROGRAMS += t/bench/ledger
t_bench_ledger_SOURCES = t/bench/ledger.c
t_bench_ledger_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)
t_bench_ledger_LDADD = $(UNIT_LIBS)

bench-programs: t/bench/mod_smm_bench.la t/bench/delay$(EXEEXT) t/bench/ledger$(EXEEXT)
.PHONY: bench-programs
