# jobs: outbound HTTP, queue, settings, mail
check_PROGRAMS += t/unit/test_http.t
t_unit_test_http_t_SOURCES = t/unit/test_http.c t/unit/tap.h
t_unit_test_http_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_http.t
check_PROGRAMS += t/unit/test_job.t
t_unit_test_job_t_SOURCES = t/unit/test_job.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_job_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_job.t
check_PROGRAMS += t/unit/test_settings.t
t_unit_test_settings_t_SOURCES = t/unit/test_settings.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_settings_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_settings.t
check_PROGRAMS += t/unit/test_mail.t
t_unit_test_mail_t_SOURCES = t/unit/test_mail.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_mail_t_LDADD = $(UNIT_LIBS)
TESTS += t/unit/test_mail.t
