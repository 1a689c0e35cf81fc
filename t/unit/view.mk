# view: renders a view model from a file, for tests, pictures and theme authors
check_PROGRAMS += t/unit/render
t_unit_render_SOURCES = t/unit/render.c
t_unit_render_LDADD = $(UNIT_LIBS)
