# catalogue: services, providers' price lists, imports, pages
libsmm_campaign_la_SOURCES += \
	modules/campaign/domain/service_store.c \
	modules/campaign/domain/service_edit.c \
	modules/campaign/domain/service_figures.c \
	modules/campaign/domain/provider_store.c \
	modules/campaign/domain/import_rows.c \
	modules/campaign/domain/import_file.c \
	modules/campaign/domain/import.c \
	modules/campaign/domain/catalogue_demo.c \
	modules/campaign/domain/catalogue_snapshot.c \
	modules/campaign/domain/catalogue_find.c
mod_smm_campaign_la_SOURCES += \
	modules/campaign/catalogue_forms.c \
	modules/campaign/catalogue_page.c \
	modules/campaign/catalogue_providers.c \
	modules/campaign/catalogue_query.c \
	modules/campaign/catalogue_register.c \
	modules/campaign/catalogue_routes.c \
	modules/campaign/catalogue_staff.c \
	modules/campaign/catalogue_views.c
