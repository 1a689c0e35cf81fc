# Jobs, outbound HTTP, mail, settings and secrets, events, idempotency keys.
libsmm_core_la_SOURCES += \
	modules/core/db/backup.c \
	modules/core/db/export.c \
	modules/core/event/event.c \
	modules/core/settings/idem.c \
	modules/core/settings/secret.c \
	modules/core/settings/settings.c \
	modules/core/settings/verify.c \
	modules/core/http/egress.c \
	modules/core/http/http.c \
	modules/core/mail/mail.c \
	modules/core/mail/mime.c \
	modules/core/mail/transport.c \
	modules/core/job/job.c \
	modules/core/job/worker.c
mod_smm_core_la_SOURCES += modules/core/job/mod_smm_watchdog.c
