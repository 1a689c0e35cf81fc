# libsmm_campaign: domain code (no httpd); mod_smm_campaign: hooks, routes, forms, views.
noinst_LTLIBRARIES += libsmm_campaign.la
libsmm_campaign_la_SOURCES =

module_LTLIBRARIES += mod_smm_campaign.la
mod_smm_campaign_la_SOURCES = modules/campaign/mod_smm_campaign.c
mod_smm_campaign_la_CPPFLAGS = $(HTTPD_CPPFLAGS)
mod_smm_campaign_la_LDFLAGS = $(MODULE_LDFLAGS)
mod_smm_campaign_la_LIBADD = libsmm_campaign.la $(SMM_LIBS)

include modules/campaign/catalogue.mk
include modules/campaign/campaign.mk
