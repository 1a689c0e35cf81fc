# catalogue: services, providers' price lists, imports, pages
libsmm_campaign_la_SOURCES += \
	modules/campaign/domain/service_store.c \
	modules/campaign/domain/service_edit.c \
	modules/campaign/domain/provider_store.c \
	modules/campaign/domain/import_rows.c \
	modules/campaign/domain/import_file.c \
	modules/campaign/domain/import.c \
	modules/campaign/domain/catalogue_demo.c \
	modules/campaign/domain/catalogue_snapshot.c \
	modules/campaign/domain/catalogue_find.c
