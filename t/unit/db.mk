# db: on SQLite always, on PostgreSQL when SMM_TEST_PG has a conninfo
gen/.test-stamp: $(wildcard $(srcdir)/t/unit/sql/*/*.sql $(srcdir)/t/unit/sql/*/*/*.sql) $(srcdir)/scripts/gen-catalog
	@mkdir -p gen
	$(AM_V_GEN)$(PERL_BIN) $(srcdir)/scripts/gen-catalog $(srcdir)/t/unit/sql gen smm_test_catalog && touch $@
gen/smm_test_catalog.h gen/smm_test_catalog.c: gen/.test-stamp ;
BUILT_SOURCES += gen/smm_test_catalog.h gen/smm_test_catalog.c
CLEANFILES += gen/smm_test_catalog.h gen/smm_test_catalog.c gen/.test-stamp

check_PROGRAMS += t/unit/test_db.t
t_unit_test_db_t_SOURCES = t/unit/test_db.c t/unit/db_fixture.h
nodist_t_unit_test_db_t_SOURCES = gen/smm_test_catalog.c
t_unit_test_db_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_db.t

check_PROGRAMS += t/unit/test_catalog.t
t_unit_test_catalog_t_SOURCES = t/unit/test_catalog.c t/unit/db_fixture.h
nodist_t_unit_test_catalog_t_SOURCES = gen/smm_test_catalog.c
t_unit_test_catalog_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_catalog.t

check_PROGRAMS += t/unit/test_db_fault.t
t_unit_test_db_fault_t_SOURCES = t/unit/test_db_fault.c t/unit/db_fixture.h t/unit/pg_proxy.h
nodist_t_unit_test_db_fault_t_SOURCES = gen/smm_test_catalog.c
t_unit_test_db_fault_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_db_fault.t

check_PROGRAMS += t/unit/test_db_load.t
t_unit_test_db_load_t_SOURCES = t/unit/test_db_load.c t/unit/db_fixture.h
nodist_t_unit_test_db_load_t_SOURCES = gen/smm_test_catalog.c
t_unit_test_db_load_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_db_load.t

check_PROGRAMS += t/unit/test_memo.t
t_unit_test_memo_t_SOURCES = t/unit/test_memo.c
t_unit_test_memo_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_memo.t
