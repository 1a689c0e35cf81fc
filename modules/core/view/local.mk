# View models, themes, text functions, assets, mail rendering: all of it without httpd.
libsmm_core_la_SOURCES += \
	modules/core/view/vm.c \
	modules/core/view/vm_xml.c \
	modules/core/view/i18n.c \
	modules/core/view/text.c \
	modules/core/view/func.c \
	modules/core/view/sheet.c \
	modules/core/view/render.c \
	modules/core/view/asset.c \
	modules/core/view/theme.c \
	modules/core/view/mail.c
