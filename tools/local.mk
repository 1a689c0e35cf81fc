# smmctl: the command line, made of the same domain code.
bin_PROGRAMS += tools/smmctl
tools_smmctl_SOURCES = tools/smmctl.c tools/smmctl_backup.c tools/smmctl_data.c tools/smmctl_people.c tools/smmctl_register.c \
	tools/smmctl_gateways.c tools/smmctl_int.h tools/smmctl_register.h
tools_smmctl_LDADD = $(UNIT_LIBS)

# vectors: the panel's own code over vector files (./dev vectors FILE...).
noinst_PROGRAMS += tools/vectors
tools_vectors_SOURCES = tools/vectors.c tools/vectors_money.c tools/vectors_tax.c tools/vectors_billing.c tools/vectors_names.c tools/vectors_coins.c tools/vectors_dates.c tools/vectors_gstr1.c tools/vectors_topup.c tools/vectors_tds.c \
	tools/vectors_gateway.c tools/vectors_upi.c tools/vectors_bip21.c tools/vectors_int.h
tools_vectors_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
tools_vectors_LDADD = $(UNIT_LIBS)

# demo: fills the instances of ./dev run and of the test rings. Not installed.
noinst_PROGRAMS += tools/demo
tools_demo_SOURCES = tools/demo.c tools/smmctl_register.c
tools_demo_LDADD = $(UNIT_LIBS)

# gwcall: one call of a gateway's client, for the tests against simulators. Not installed.
noinst_PROGRAMS += tools/gwcall
tools_gwcall_SOURCES = tools/gwcall.c
tools_gwcall_LDADD = $(UNIT_LIBS)
