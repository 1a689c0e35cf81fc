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
	modules/core/view/mail.c \
	modules/core/view/xv_arena.c \
	modules/core/view/xv_compile.c \
	modules/core/view/xv_core.c \
	modules/core/view/xv_element.c \
	modules/core/view/xv_eval.c \
	modules/core/view/xv_load.c \
	modules/core/view/xv_nodes.c \
	modules/core/view/xv_num.c \
	modules/core/view/xv_out.c \
	modules/core/view/xv_parse.c \
	modules/core/view/xv_run.c
