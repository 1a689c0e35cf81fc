# campaigns: states, answers of providers, links, orders and refunds on a real database
check_PROGRAMS += t/unit/test_campaign_state.t t/unit/test_v2_parse.t t/unit/test_campaign_link.t t/unit/test_campaign.t t/unit/test_api_params.t
TESTS += t/unit/test_campaign_state.t t/unit/test_v2_parse.t t/unit/test_campaign_link.t t/unit/test_campaign.t \
	t/unit/test_api_params.t
CAMPAIGN_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/modules/campaign -I$(srcdir)/modules/campaign/domain -I$(srcdir)/t/unit
t_unit_test_campaign_state_t_SOURCES = t/unit/test_campaign_state.c t/unit/tap.h
t_unit_test_campaign_state_t_LDADD = $(UNIT_LIBS)
t_unit_test_v2_parse_t_SOURCES = t/unit/test_v2_parse.c t/unit/tap.h
t_unit_test_v2_parse_t_CPPFLAGS = $(CAMPAIGN_CPPFLAGS)
t_unit_test_v2_parse_t_LDADD = $(UNIT_LIBS)
t_unit_test_campaign_link_t_SOURCES = t/unit/test_campaign_link.c t/unit/tap.h
t_unit_test_campaign_link_t_CPPFLAGS = $(CAMPAIGN_CPPFLAGS)
t_unit_test_campaign_link_t_LDADD = $(UNIT_LIBS)
t_unit_test_campaign_t_SOURCES = t/unit/test_campaign.c t/unit/tap.h t/unit/unit_db.h
t_unit_test_campaign_t_CPPFLAGS = $(CAMPAIGN_CPPFLAGS)
t_unit_test_campaign_t_LDADD = $(UNIT_LIBS)
t_unit_test_api_params_t_SOURCES = t/unit/test_api_params.c t/unit/tap.h
t_unit_test_api_params_t_CPPFLAGS = $(CAMPAIGN_CPPFLAGS)
t_unit_test_api_params_t_LDADD = $(UNIT_LIBS)
