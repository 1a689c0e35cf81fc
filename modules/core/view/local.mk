# View models, themes, text functions, assets, mail rendering: all of it without httpd.
libsmm_core_la_SOURCES += \
	modules/core/view/vm.c \
	modules/core/view/vm_xml.c
