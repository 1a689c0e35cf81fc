# campaigns: order, dispatch, sync, terminate, providers
libsmm_campaign_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/campaign -I$(srcdir)/modules/campaign/domain
libsmm_campaign_la_SOURCES += \
	modules/campaign/domain/api_params.c \
	modules/campaign/domain/change.c \
	modules/campaign/domain/dispatch.c \
	modules/campaign/domain/link.c \
	modules/campaign/domain/place.c \
	modules/campaign/domain/read.c \
	modules/campaign/domain/register.c \
	modules/campaign/domain/resolve.c \
	modules/campaign/domain/sync.c \
	modules/campaign/domain/terminate.c \
	modules/campaign/domain/verify.c \
	modules/campaign/provider/api_v2.c \
	modules/campaign/provider/registry.c \
	modules/campaign/provider/sandbox.c \
	modules/campaign/provider/v2_parse.c
mod_smm_campaign_la_SOURCES += \
	modules/campaign/api.c \
	modules/campaign/forms.c \
	modules/campaign/routes.c \
	modules/campaign/staff.c \
	modules/campaign/views.c
