# libsmm_wallet: domain code (no httpd); mod_smm_wallet: hooks, routes, forms, views.
noinst_LTLIBRARIES += libsmm_wallet.la
libsmm_wallet_la_SOURCES = \
	modules/wallet/domain/adjust.c \
	modules/wallet/domain/adjust_two.c \
	modules/wallet/domain/coins.c \
	modules/wallet/domain/affiliate.c \
	modules/wallet/domain/payout.c \
	modules/wallet/domain/bonus.c \
	modules/wallet/domain/coupon.c \
	modules/wallet/domain/growth_init.c \
	modules/wallet/domain/finance.c \
	modules/wallet/domain/growth_verify.c \
	modules/wallet/domain/books_verify.c \
	modules/wallet/domain/ledger.c \
	modules/wallet/domain/chain.c \
	modules/wallet/domain/wallet_verify.c \
	modules/wallet/domain/wallet_init.c \
	modules/wallet/domain/invoice.c \
	modules/wallet/domain/document.c \
	modules/wallet/domain/credit_note.c \
	modules/wallet/domain/gstr1.c \
	modules/wallet/domain/gstr1_write.c \
	modules/wallet/domain/gstr1_csv.c \
	modules/wallet/domain/join.c \
	modules/wallet/domain/postpay.c \
	modules/wallet/domain/postpay_bill.c \
	modules/wallet/domain/gateway.c \
	modules/wallet/domain/bill.c \
	modules/wallet/domain/bill_settings.c \
	modules/wallet/domain/tax_gst.c \
	modules/wallet/domain/sez.c \
	modules/wallet/domain/excess.c \
	modules/wallet/domain/tax_rule.c \
	modules/wallet/domain/payment.c \
	modules/wallet/domain/payment_fetch.c \
	modules/wallet/domain/payment_back.c \
	modules/wallet/domain/payment_mail.c \
	modules/wallet/domain/payment_staff.c \
	modules/wallet/domain/quote.c \
	modules/wallet/domain/crypto.c \
	modules/wallet/domain/crypto_pool.c \
	modules/wallet/domain/crypto_staff.c \
	modules/wallet/domain/qr.c \
	modules/wallet/domain/suggest.c \
	modules/wallet/domain/claim.c \
	modules/wallet/domain/claim_check.c \
	modules/wallet/domain/claim_staff.c \
	modules/wallet/domain/statement.c \
	modules/wallet/domain/statement_read.c \
	modules/wallet/domain/settle.c \
	modules/wallet/domain/refund.c \
	modules/wallet/domain/tds_read.c \
	modules/wallet/domain/tds_claim.c \
	modules/wallet/domain/tds_mail.c \
	modules/wallet/domain/display.c \
	modules/wallet/domain/display_file.c \
	modules/wallet/domain/display_feed.c \
	modules/wallet/gateway/bank.c \
	modules/wallet/gateway/wire.c \
	modules/wallet/gateway/payoneer.c \
	modules/wallet/gateway/paytm.c \
	modules/wallet/gateway/paytm_sign.c \
	modules/wallet/gateway/upi.c \
	modules/wallet/gateway/upi_link.c \
	modules/wallet/gateway/sandbox.c \
	modules/wallet/gateway/stripe.c \
	modules/wallet/gateway/paypal.c \
	modules/wallet/gateway/paypal_cert.c \
	modules/wallet/gateway/razorpay.c \
	modules/wallet/gateway/tazapay.c \
	modules/wallet/gateway/btcpay.c \
	modules/wallet/gateway/bitpay.c \
	modules/wallet/gateway/bitpay_sign.c \
	modules/wallet/gateway/bip21.c \
	modules/wallet/gateway/coin_kind.c \
	modules/wallet/gateway/coin_address.c \
	modules/wallet/gateway/crypto_manual.c \
	modules/wallet/gateway/nowpayments.c \
	modules/wallet/gateway/coingate.c \
	modules/wallet/gateway/np_json.c \
	modules/wallet/gateway/sandbox_domain.c \
	modules/wallet/gateway/gateways.c \
	modules/wallet/gateway/gw_util.c \
	modules/wallet/gateway/hmac.c
libsmm_wallet_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/wallet -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway

module_LTLIBRARIES += mod_smm_wallet.la
mod_smm_wallet_la_SOURCES = modules/wallet/mod_smm_wallet.c \
	modules/wallet/forms.c \
	modules/wallet/routes.c \
	modules/wallet/staff_routes.c \
	modules/wallet/refund_routes.c \
	modules/wallet/tds_routes.c \
	modules/wallet/postpay_routes.c \
	modules/wallet/join_routes.c \
	modules/wallet/notify_routes.c \
	modules/wallet/gateway_routes.c \
	modules/wallet/tax_routes.c \
	modules/wallet/sez_routes.c \
	modules/wallet/currency_routes.c \
	modules/wallet/currency_staff.c \
	modules/wallet/claim_routes.c \
	modules/wallet/claim_views.c \
	modules/wallet/crypto_routes.c \
	modules/wallet/crypto_views.c \
	modules/wallet/statement_routes.c \
	modules/wallet/money_routes.c \
	modules/wallet/views.c \
	modules/wallet/document_views.c \
	modules/wallet/document_file.c \
	modules/wallet/document_routes.c \
	modules/wallet/gst_routes.c \
	modules/wallet/zip_stream.c \
	modules/wallet/growth_routes.c \
	modules/wallet/offer_routes.c \
	modules/wallet/adjust_routes.c \
	modules/wallet/ledger_routes.c \
	modules/wallet/finance_routes.c \
	modules/wallet/gateway/sandbox_service.c
mod_smm_wallet_la_CPPFLAGS = $(HTTPD_CPPFLAGS) -I$(srcdir)/modules/wallet -I$(srcdir)/modules/wallet/domain -I$(srcdir)/modules/wallet/gateway
mod_smm_wallet_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_wallet_la_LIBADD = libsmm_wallet.la $(SMM_LIBS)
