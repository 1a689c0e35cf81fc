# db: the only caller of mod_dbd, sqlite3 and libpq.
libsmm_core_la_SOURCES += \
	modules/core/db/crash.c \
	modules/core/db/db.c \
	modules/core/db/list.c \
	modules/core/db/log.c \
	modules/core/db/memo.c \
	modules/core/db/migrate.c \
	modules/core/db/open.c \
	modules/core/db/pgsql.c \
	modules/core/db/pgsql_pipe.c \
	modules/core/db/row.c \
	modules/core/db/sqlite.c \
	modules/core/db/sqlite_group.c \
	modules/core/db/unit.c \
	modules/core/db/verify.c
mod_smm_core_la_SOURCES += modules/core/db/mod_smm_dbd.c
