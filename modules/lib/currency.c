/* SPDX-License-Identifier: Apache-2.0 */
/* The table of currencies, and amounts shown in them. */
#include "config.h"
#include <string.h>
#include <strings.h>
#include "smm_currency.h"

#define RATE_DECIMALS 12

/* ISO 4217, by code. clang-format would make one long column of it. */
/* clang-format off */
static const smm_currency_t all[] = {
    {"AED", 2, "UAE dirham"},
    {"AFN", 2, "Afghan afghani"},
    {"ALL", 2, "Albanian lek"},
    {"AMD", 2, "Armenian dram"},
    {"AOA", 2, "Angolan kwanza"},
    {"ARS", 2, "Argentine peso"},
    {"AUD", 2, "Australian dollar"},
    {"AWG", 2, "Aruban florin"},
    {"AZN", 2, "Azerbaijani manat"},
    {"BAM", 2, "Bosnian convertible mark"},
    {"BBD", 2, "Barbados dollar"},
    {"BDT", 2, "Bangladeshi taka"},
    {"BHD", 3, "Bahraini dinar"},
    {"BIF", 0, "Burundian franc"},
    {"BMD", 2, "Bermudian dollar"},
    {"BND", 2, "Brunei dollar"},
    {"BOB", 2, "Bolivian boliviano"},
    {"BRL", 2, "Brazilian real"},
    {"BSD", 2, "Bahamian dollar"},
    {"BTN", 2, "Bhutanese ngultrum"},
    {"BWP", 2, "Botswana pula"},
    {"BYN", 2, "Belarusian ruble"},
    {"BZD", 2, "Belize dollar"},
    {"CAD", 2, "Canadian dollar"},
    {"CDF", 2, "Congolese franc"},
    {"CHF", 2, "Swiss franc"},
    {"CLF", 4, "Chilean unit of account"},
    {"CLP", 0, "Chilean peso"},
    {"CNY", 2, "Chinese yuan"},
    {"COP", 2, "Colombian peso"},
    {"CRC", 2, "Costa Rican colón"},
    {"CUP", 2, "Cuban peso"},
    {"CVE", 2, "Cape Verdean escudo"},
    {"CZK", 2, "Czech koruna"},
    {"DJF", 0, "Djiboutian franc"},
    {"DKK", 2, "Danish krone"},
    {"DOP", 2, "Dominican peso"},
    {"DZD", 2, "Algerian dinar"},
    {"EGP", 2, "Egyptian pound"},
    {"ERN", 2, "Eritrean nakfa"},
    {"ETB", 2, "Ethiopian birr"},
    {"EUR", 2, "Euro"},
    {"FJD", 2, "Fijian dollar"},
    {"FKP", 2, "Falkland Islands pound"},
    {"GBP", 2, "Pound sterling"},
    {"GEL", 2, "Georgian lari"},
    {"GHS", 2, "Ghanaian cedi"},
    {"GIP", 2, "Gibraltar pound"},
    {"GMD", 2, "Gambian dalasi"},
    {"GNF", 0, "Guinean franc"},
    {"GTQ", 2, "Guatemalan quetzal"},
    {"GYD", 2, "Guyanese dollar"},
    {"HKD", 2, "Hong Kong dollar"},
    {"HNL", 2, "Honduran lempira"},
    {"HTG", 2, "Haitian gourde"},
    {"HUF", 2, "Hungarian forint"},
    {"IDR", 2, "Indonesian rupiah"},
    {"ILS", 2, "Israeli shekel"},
    {"INR", 2, "Indian rupee"},
    {"IQD", 3, "Iraqi dinar"},
    {"IRR", 2, "Iranian rial"},
    {"ISK", 0, "Icelandic króna"},
    {"JMD", 2, "Jamaican dollar"},
    {"JOD", 3, "Jordanian dinar"},
    {"JPY", 0, "Japanese yen"},
    {"KES", 2, "Kenyan shilling"},
    {"KGS", 2, "Kyrgyz som"},
    {"KHR", 2, "Cambodian riel"},
    {"KMF", 0, "Comorian franc"},
    {"KPW", 2, "North Korean won"},
    {"KRW", 0, "South Korean won"},
    {"KWD", 3, "Kuwaiti dinar"},
    {"KYD", 2, "Cayman Islands dollar"},
    {"KZT", 2, "Kazakhstani tenge"},
    {"LAK", 2, "Lao kip"},
    {"LBP", 2, "Lebanese pound"},
    {"LKR", 2, "Sri Lankan rupee"},
    {"LRD", 2, "Liberian dollar"},
    {"LSL", 2, "Lesotho loti"},
    {"LYD", 3, "Libyan dinar"},
    {"MAD", 2, "Moroccan dirham"},
    {"MDL", 2, "Moldovan leu"},
    {"MGA", 2, "Malagasy ariary"},
    {"MKD", 2, "Macedonian denar"},
    {"MMK", 2, "Myanmar kyat"},
    {"MNT", 2, "Mongolian tögrög"},
    {"MOP", 2, "Macanese pataca"},
    {"MRU", 2, "Mauritanian ouguiya"},
    {"MUR", 2, "Mauritian rupee"},
    {"MVR", 2, "Maldivian rufiyaa"},
    {"MWK", 2, "Malawian kwacha"},
    {"MXN", 2, "Mexican peso"},
    {"MYR", 2, "Malaysian ringgit"},
    {"MZN", 2, "Mozambican metical"},
    {"NAD", 2, "Namibian dollar"},
    {"NGN", 2, "Nigerian naira"},
    {"NIO", 2, "Nicaraguan córdoba"},
    {"NOK", 2, "Norwegian krone"},
    {"NPR", 2, "Nepalese rupee"},
    {"NZD", 2, "New Zealand dollar"},
    {"OMR", 3, "Omani rial"},
    {"PAB", 2, "Panamanian balboa"},
    {"PEN", 2, "Peruvian sol"},
    {"PGK", 2, "Papua New Guinean kina"},
    {"PHP", 2, "Philippine peso"},
    {"PKR", 2, "Pakistani rupee"},
    {"PLN", 2, "Polish złoty"},
    {"PYG", 0, "Paraguayan guaraní"},
    {"QAR", 2, "Qatari riyal"},
    {"RON", 2, "Romanian leu"},
    {"RSD", 2, "Serbian dinar"},
    {"RUB", 2, "Russian ruble"},
    {"RWF", 0, "Rwandan franc"},
    {"SAR", 2, "Saudi riyal"},
    {"SBD", 2, "Solomon Islands dollar"},
    {"SCR", 2, "Seychellois rupee"},
    {"SDG", 2, "Sudanese pound"},
    {"SEK", 2, "Swedish krona"},
    {"SGD", 2, "Singapore dollar"},
    {"SHP", 2, "Saint Helena pound"},
    {"SLE", 2, "Sierra Leonean leone"},
    {"SOS", 2, "Somali shilling"},
    {"SRD", 2, "Surinamese dollar"},
    {"SSP", 2, "South Sudanese pound"},
    {"STN", 2, "São Tomé dobra"},
    {"SVC", 2, "Salvadoran colón"},
    {"SYP", 2, "Syrian pound"},
    {"SZL", 2, "Swazi lilangeni"},
    {"THB", 2, "Thai baht"},
    {"TJS", 2, "Tajikistani somoni"},
    {"TMT", 2, "Turkmen manat"},
    {"TND", 3, "Tunisian dinar"},
    {"TOP", 2, "Tongan paʻanga"},
    {"TRY", 2, "Turkish lira"},
    {"TTD", 2, "Trinidad and Tobago dollar"},
    {"TWD", 2, "New Taiwan dollar"},
    {"TZS", 2, "Tanzanian shilling"},
    {"UAH", 2, "Ukrainian hryvnia"},
    {"UGX", 0, "Ugandan shilling"},
    {"USD", 2, "US dollar"},
    {"UYI", 0, "Uruguayan indexed peso"},
    {"UYU", 2, "Uruguayan peso"},
    {"UYW", 4, "Uruguayan wage unit"},
    {"UZS", 2, "Uzbekistani som"},
    {"VED", 2, "Venezuelan digital bolívar"},
    {"VES", 2, "Venezuelan bolívar"},
    {"VND", 0, "Vietnamese đồng"},
    {"VUV", 0, "Vanuatu vatu"},
    {"WST", 2, "Samoan tala"},
    {"XAF", 0, "Central African CFA franc"},
    {"XCD", 2, "East Caribbean dollar"},
    {"XOF", 0, "West African CFA franc"},
    {"XPF", 0, "CFP franc"},
    {"YER", 2, "Yemeni rial"},
    {"ZAR", 2, "South African rand"},
    {"ZMW", 2, "Zambian kwacha"},
    {"ZWG", 2, "Zimbabwe Gold"},
};
/* clang-format on */
#define ALL ((int)(sizeof(all) / sizeof(all[0])))

const smm_currency_t *smm_currency_find(const char *code)
{
    int lo = 0, hi = ALL - 1;

    if (!code || strlen(code) != 3)
        return NULL;
    while (lo <= hi) {
        int mid = (lo + hi) / 2, way = strcasecmp(code, all[mid].code);

        if (way == 0)
            return &all[mid];
        if (way < 0)
            hi = mid - 1;
        else
            lo = mid + 1;
    }
    return NULL;
}

const smm_currency_t *smm_currency_nth(int n)
{
    return n >= 0 && n < ALL ? &all[n] : NULL;
}

int smm_currency_exponent(const char *code)
{
    const smm_currency_t *c = smm_currency_find(code);

    return c ? c->exponent : 2;
}

static int64_t ten_to(int n)
{
    int64_t v = 1;

    while (n-- > 0)
        v *= 10;
    return v;
}

const char *smm_shown_text(char out[SMM_USD_TEXT], int64_t micro, const smm_shown_t *as)
{
    int64_t v = 0, few = 10;
    int digits = as->exponent;

    for (;; digits++) {
        if (smm_muldiv_half_up(micro, as->rate_e6, ten_to(12 - digits), &v) != 0)
            return NULL;
        if (micro == 0 || v >= few || v <= -few || digits >= 6)
            break;
        few = 100; /* one figure says too little of a price per 1000: three, then */
    }
    while (digits > as->exponent && v % 10 == 0) {
        v /= 10;
        digits--;
    }
    return smm_minor_text(out, v, digits);
}

/* Digits and one point into v × 10^decimals; blanks at both ends are dropped. */
static int read_decimal(const char *s, int64_t *v, int *decimals)
{
    int seen = 0, point = 0;

    *v = 0;
    *decimals = 0;
    s += strspn(s, " \t");
    for (; (*s >= '0' && *s <= '9') || (*s == '.' && !point); s++) {
        if (*s == '.') {
            point = 1;
            continue;
        }
        if (__builtin_mul_overflow(*v, 10, v) || __builtin_add_overflow(*v, *s - '0', v))
            return -1;
        seen++;
        *decimals += point;
    }
    s += strspn(s, " \t\r\n");
    return *s || !seen || *decimals > RATE_DECIMALS ? -1 : 0;
}

/** a × b / c, half-up, when that is a rate. */
static int rate_of(int64_t a, int64_t b, int64_t c, int64_t *out)
{
    int64_t rate;

    if (smm_muldiv_half_up(a, b, c, &rate) != 0 || rate <= 0 || rate > SMM_SHOWN_RATE_MAX)
        return -1;
    *out = rate;
    return 0;
}

int smm_shown_rate(const char *text, int64_t *rate_e6)
{
    int64_t v;
    int d;

    if (read_decimal(text, &v, &d) != 0)
        return -1;
    return rate_of(v, 1000000, ten_to(d), rate_e6);
}

int smm_shown_inverse(const char *text, int64_t *rate_e6)
{
    int64_t v;
    int d;

    if (read_decimal(text, &v, &d) != 0 || v == 0)
        return -1;
    return rate_of(1000000, ten_to(d), v, rate_e6);
}

int smm_shown_cross(const char *units, const char *usd, int64_t *rate_e6)
{
    int64_t a, b;
    int da, db;

    if (read_decimal(units, &a, &da) != 0 || read_decimal(usd, &b, &db) != 0 || b == 0)
        return -1;
    /* a / 10^da / (b / 10^db) × 1e6 as one division: the power of ten goes where it is whole */
    db = 6 + db - da;
    if (db < 0 && (-db > 12 || __builtin_mul_overflow(b, ten_to(-db), &b)))
        return -1;
    return rate_of(a, db > 0 ? ten_to(db) : 1, b, rate_e6);
}

int smm_shown_jump(int64_t before_e6, int64_t after_e6)
{
    int64_t most, least;

    if (smm_muldiv_floor(before_e6, 100 + SMM_SHOWN_MOVE, 100, &most) != 0 ||
        smm_muldiv_ceil(before_e6, 100 - SMM_SHOWN_MOVE, 100, &least) != 0)
        return 1;
    return after_e6 > most || after_e6 < least;
}
