# wallet: money and ledger
check_PROGRAMS += t/unit/test_ledger.t
t_unit_test_ledger_t_SOURCES = t/unit/test_ledger.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_ledger_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_ledger_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_ledger.t

check_PROGRAMS += t/unit/test_money.t
t_unit_test_money_t_SOURCES = t/unit/test_money.c t/unit/tap.h
t_unit_test_money_t_LDADD = libsmm_lib.la $(APR_LIBS)
TESTS += t/unit/test_money.t

check_PROGRAMS += t/unit/test_currency.t
t_unit_test_currency_t_SOURCES = t/unit/test_currency.c t/unit/tap.h
t_unit_test_currency_t_LDADD = libsmm_lib.la $(APR_LIBS)
TESTS += t/unit/test_currency.t

check_PROGRAMS += t/unit/test_display.t
t_unit_test_display_t_SOURCES = t/unit/test_display.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_display_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_display_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_display.t

check_PROGRAMS += t/unit/test_payment.t
t_unit_test_payment_t_SOURCES = t/unit/test_payment.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_payment_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
t_unit_test_payment_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_payment.t

check_PROGRAMS += t/unit/test_coins.t
t_unit_test_coins_t_SOURCES = t/unit/test_coins.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h
t_unit_test_coins_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_coins.t

check_PROGRAMS += t/unit/test_bonus.t
t_unit_test_bonus_t_SOURCES = t/unit/test_bonus.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h
t_unit_test_bonus_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_bonus_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_bonus.t
check_PROGRAMS += t/unit/test_csv.t
t_unit_test_csv_t_SOURCES = t/unit/test_csv.c t/unit/tap.h
t_unit_test_csv_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_csv_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_csv.t

check_PROGRAMS += t/unit/test_claim.t
t_unit_test_claim_t_SOURCES = t/unit/test_claim.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_claim_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
t_unit_test_claim_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_claim.t

check_PROGRAMS += t/unit/test_growth.t
t_unit_test_growth_t_SOURCES = t/unit/test_growth.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h
t_unit_test_growth_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/auth/domain
t_unit_test_growth_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_growth.t

check_PROGRAMS += t/unit/test_finance.t
t_unit_test_finance_t_SOURCES = t/unit/test_finance.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h
t_unit_test_finance_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_finance_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_finance.t
check_PROGRAMS += t/unit/test_document.t
t_unit_test_document_t_SOURCES = t/unit/test_document.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h
t_unit_test_document_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_document_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_document.t

check_PROGRAMS += t/unit/test_tax.t
t_unit_test_tax_t_SOURCES = t/unit/test_tax.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_pay.h t/unit/unit_wallet.h t/unit/unit_raw.h
t_unit_test_tax_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_tax_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_tax.t

check_PROGRAMS += t/unit/test_fees.t
t_unit_test_fees_t_SOURCES = t/unit/test_fees.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_pay.h t/unit/unit_wallet.h t/unit/unit_raw.h
t_unit_test_fees_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_fees_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_fees.t

check_PROGRAMS += t/unit/test_tax_more.t
t_unit_test_tax_more_t_SOURCES = t/unit/test_tax_more.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_pay.h t/unit/unit_wallet.h t/unit/unit_raw.h
t_unit_test_tax_more_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_tax_more_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_tax_more.t
check_PROGRAMS += t/unit/test_refund.t
t_unit_test_refund_t_SOURCES = t/unit/test_refund.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_refund_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
t_unit_test_refund_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_refund.t
check_PROGRAMS += t/unit/test_ledger_model.t
t_unit_test_ledger_model_t_SOURCES = t/unit/test_ledger_model.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_ledger_model_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_ledger_model_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_ledger_model.t
check_PROGRAMS += t/unit/test_tds.t
t_unit_test_tds_t_SOURCES = t/unit/test_tds.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h
t_unit_test_tds_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_tds_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_tds.t
check_PROGRAMS += t/unit/test_join.t
t_unit_test_join_t_SOURCES = t/unit/test_join.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h t/unit/unit_wallet.h
t_unit_test_join_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_join_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_join.t
check_PROGRAMS += t/unit/test_move.t
t_unit_test_move_t_SOURCES = t/unit/test_move.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h t/unit/unit_wallet.h
t_unit_test_move_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_move_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_move.t
check_PROGRAMS += t/unit/test_postpay.t
t_unit_test_postpay_t_SOURCES = t/unit/test_postpay.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h t/unit/unit_wallet.h
t_unit_test_postpay_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_postpay_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_postpay.t
check_PROGRAMS += t/unit/test_verify.t
t_unit_test_verify_t_SOURCES = t/unit/test_verify.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_raw.h
t_unit_test_verify_t_CPPFLAGS = $(CAMPAIGN_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_verify_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_verify.t

check_PROGRAMS += t/unit/test_coin_kind.t
t_unit_test_coin_kind_t_SOURCES = t/unit/test_coin_kind.c t/unit/tap.h
t_unit_test_coin_kind_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
t_unit_test_coin_kind_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_coin_kind.t

check_PROGRAMS += t/unit/test_crypto.t
t_unit_test_crypto_t_SOURCES = t/unit/test_crypto.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_crypto_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
t_unit_test_crypto_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_crypto.t

check_PROGRAMS += t/unit/test_membership.t
t_unit_test_membership_t_SOURCES = t/unit/test_membership.c t/unit/tap.h t/unit/unit_db.h t/unit/unit_pay.h t/unit/unit_wallet.h t/unit/unit_raw.h
t_unit_test_membership_t_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet/domain
t_unit_test_membership_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_membership.t
