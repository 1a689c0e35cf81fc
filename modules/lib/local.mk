# Stateless code: money, decimal text, time, names. No httpd, no database. Linked into core and exported.
noinst_LTLIBRARIES += libsmm_lib.la
libsmm_lib_la_SOURCES = \
	modules/lib/version.c

# money room
libsmm_lib_la_SOURCES += \
	modules/lib/money.c \
	modules/lib/currency.c \
	modules/lib/eta.c \
	modules/lib/time.c \
	modules/lib/tz.c \
	modules/lib/billing.c \
	modules/lib/topup.c \
	modules/lib/tds.c \
	modules/lib/csv.c \
	modules/lib/csv_out.c \
	modules/lib/words.c

# coins and memberships
libsmm_lib_la_SOURCES += modules/lib/coins.c

# account room
libsmm_lib_la_SOURCES += modules/lib/gstin.c

# tax identities and dates
libsmm_lib_la_SOURCES += modules/lib/tax_dates.c modules/lib/tax_id.c

# catalogue room: service names
libsmm_lib_la_SOURCES += \
	modules/lib/nametag.c \
	modules/lib/nametag_fold.c \
	modules/lib/nametag_rules.c

# campaign room
libsmm_lib_la_SOURCES += modules/lib/campaign_state.c
