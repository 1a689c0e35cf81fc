/* SPDX-License-Identifier: Apache-2.0 */
/* Statements as banks write them: rows, amounts, days; whole files with their mapping. */
#include <string.h>
#include <apr_strings.h>
#include "tap.h"
#include "smm_csv.h"
#include "smm_csv_out.h"
#include "smm_statement.h"
#include "smm_time.h"

static smm_csv_t csv;

static const char *all(const char *text, size_t len, char sep)
{
    const char *out = "";
    smm_csv_e e;
    int i;

    smm_csv_begin(&csv, text, len, sep);
    while ((e = smm_csv_next(&csv)) != SMM_CSV_END) {
        if (e == SMM_CSV_BAD) {
            out = apr_pstrcat(tap_pool, out, "!\n", NULL);
            continue;
        }
        for (i = 0; i < csv.n; i++)
            out = apr_pstrcat(tap_pool, out, i ? "·" : "", csv.cell[i], NULL);
        out = apr_pstrcat(tap_pool, out, "\n", NULL);
    }
    return out;
}

#define ROWS(text, sep) all(text, sizeof(text) - 1, sep)

static void rows(void)
{
    char *big;

    is(ROWS("a,b\r\nc,d\n", ','), "a·b\nc·d\n", "two rows, both line ends");
    is(ROWS("a,b\rc,d", ','), "a·b\nc·d\n", "old line ends, no last one");
    is(ROWS("\xef\xbb\xbf"
            "a;b",
            0),
       "a·b\n", "byte order mark, separator found");
    is(ROWS("\"a,\"\"x\"\"\",b\n", ','), "a,\"x\"·b\n", "quotes");
    is(ROWS("\"a\nb\",c\n", ','), "a b·c\n", "a line end inside quotes is a blank");
    is(ROWS("a,\"b", ','), "!\n", "an open quote");
    is(ROWS("a\0b,c\nd\n", ','), "!\nd\n", "a NUL spoils its row only");
    is(ROWS(" a , b \n\n ,\nc\n", ','), "a·b\nc\n", "blanks are cut, blank rows left out");
    is(ROWS("a,,b,\n", ','), "a··b·\n", "empty cells count");
    is(ROWS("d;1,50;x\nd;2,50;y\n", 0), "d·1,50·x\nd·2,50·y\n",
       "semicolons win over decimal commas");
    is(ROWS("a\tb\n1\t2\n", 0), "a·b\n1·2\n", "tabs");
    is(ROWS("", ','), "", "nothing");
    big = apr_pcalloc(tap_pool, 20001);
    memset(big, 'x', 20000);
    is(all(big, 20000, ','), "!\n", "a row longer than the bound");
    memset(big, ',', 20000);
    is_int((smm_csv_begin(&csv, big, 20000, ','), smm_csv_next(&csv)), SMM_CSV_END,
           "only separators");
    is_int(csv.n, SMM_CSV_CELLS, "cells are bounded");
}

static void amount(const char *text, char decimal, int64_t want)
{
    int64_t v = -777;

    if (smm_statement_amount(text, decimal, 2, &v) != 0)
        v = -777;
    is_int(v, want, apr_psprintf(tap_pool, "%s with %c", text, decimal));
}

static void amounts(void)
{
    amount("1,234.56", '.', 123456);
    amount("1.234,56", ',', 123456);
    amount("1 234,50", ',', 123450);
    amount("1\xc2\xa0"
           "234,5",
           ',', 123450);
    amount("1'234.50", '.', 123450);
    amount("1,00,000.00", '.', 10000000);
    amount("826", '.', 82600);
    amount("826.0", '.', 82600);
    amount("826.000", '.', 82600);
    amount("₹ 826.00", '.', 82600);
    amount("INR 826.00", '.', 82600);
    amount("826.00 Cr", '.', 82600);
    amount("826.00 Dr", '.', -82600);
    amount("826.00 CR.", '.', 82600);
    amount("+826.00", '.', 82600);
    amount("-826.00", '.', -82600);
    amount("\xe2\x88\x92"
           "826.00",
           '.', -82600);
    amount("(826.00)", '.', -82600);
    amount("$0.01", '.', 1);
    amount("0.00", '.', 0);
    amount("826.001", '.', -777);
    amount("826,00", '.', -777);
    amount("1,00,00", '.', -777);
    amount("1,2", '.', -777);
    amount("1,2345", '.', -777);
    amount("1.2.3", '.', -777);
    amount("", '.', -777);
    amount("abc", '.', -777);
    amount(".50", '.', -777);
    amount("1e5", '.', -777);
    amount("(826.00", '.', -777);
    amount("92233720368547758.07", '.', INT64_MAX);
    amount("92233720368547758.08", '.', -777);
    amount("99999999999999999999", '.', -777);
    amount("12 Nov", '.', -777);
}

static void day(const char *text, const char *order, const char *want)
{
    char buf[SMM_TIME_TEXT];
    int64_t d;

    is(smm_statement_date(text, order, &d) == 0 ? smm_date_text(buf, smm_date_of_days(d)) : "no",
       want, apr_psprintf(tap_pool, "%s as %s", text, order));
}

static void days(void)
{
    day("23/11/2026", "dmy", "2026-11-23");
    day("23-11-26", "dmy", "2026-11-23");
    day("23.11.2026", "dmy", "2026-11-23");
    day("23-Nov-2026", "dmy", "2026-11-23");
    day("23 November 2026", "dmy", "2026-11-23");
    day("2026-11-23", "ymd", "2026-11-23");
    day("2026-11-23T10:00:00Z", "ymd", "2026-11-23");
    day("2026/11/23 10:00", "ymd", "2026-11-23");
    day("11/23/2026", "mdy", "2026-11-23");
    day("Nov/23/2026", "mdy", "2026-11-23");
    day("1/2/26", "dmy", "2026-02-01");
    day("29/02/2028", "dmy", "2028-02-29");
    day("29/02/2026", "dmy", "no");
    day("23/13/2026", "dmy", "no");
    day("00/11/2026", "dmy", "no");
    day("23/11/026", "dmy", "no");
    day("23/11", "dmy", "no");
    day("23/11/2026x", "dmy", "no");
    day("", "dmy", "no");
    day("Nov/23/2026", "dmy", "no");
    day("99999/11/2026", "dmy", "no");
}

static const smm_stmt_bank_t bank = {.name = "Test Bank",
                                     .currency = "INR",
                                     .separator = "auto",
                                     .decimal = "point",
                                     .date_order = "dmy",
                                     .skip = 1,
                                     .col_date = 1,
                                     .col_text = 2,
                                     .col_reference = 3,
                                     .col_amount = 5};

static void files(void)
{
    static const char text[] = "Date,Narration,Ref,Debit,Credit\n"
                               "23/11/2026,UPI/RAVI/pay P12,600000000001,,826.00\n"
                               "23/11/2026,RENT,77,500.00,\n"
                               "23/11/2026,cash,,,100.00\n"
                               "23/11/2026,cash,,,100.00\n"
                               "23/11/2026,charge,,,-5.00\n"
                               "somewhen,x,y,,1.00\n"
                               "23/11/2026,x,y,,much\n";
    smm_stmt_bank_t b = bank;
    smm_statement_t s, again;
    smm_result_t r = smm_statement_read(tap_pool, &b, text, strlen(text), &s);

    is_int(r.code, SMM_OK, "a file");
    is_int(s.n, 3, "three lines of money that came in");
    is_int(s.out, 2, "two rows of money that left");
    is_int(s.faults, 2, "two rows that cannot be read");
    is_int(s.note[0].row, 7, "… the first is row 7");
    is_int(s.heads, 5, "the first row names the columns");
    is(s.line[0].key, "600000000001", "its reference");
    is_int(s.line[0].amount_minor, 82600, "its amount");
    ok(s.line[1].key == NULL, "a line without a reference has no key");
    ok(strcmp(s.line[1].hash, s.line[2].hash) != 0, "equal lines of a file are two lines");
    smm_statement_read(tap_pool, &b, text, strlen(text), &again);
    is(again.line[2].hash, s.line[2].hash, "… and the same two when the file is read again");
    ok(smm_stmt_names(&s.line[0], "600000000001"), "a line names its reference");
    ok(!smm_stmt_names(&s.line[0], "60000000000"), "… not a part of it");
    s.line[0].key = NULL;
    s.line[0].text = "UPI/600000000001/RAVI";
    ok(smm_stmt_names(&s.line[0], "600000000001"), "… as a word of its text, too");
    s.line[0].text = "UPI/6000000000012/RAVI";
    ok(!smm_stmt_names(&s.line[0], "600000000001"), "… as a whole word only");
    s.line[0].text = "pay P12";
    ok(!smm_stmt_names(&s.line[0], "P12"), "… a short word proves nothing");
    b.col_amount = 1;
    is_int(smm_statement_read(tap_pool, &b, text, strlen(text), &s).code, SMM_INVALID,
           "date and amount in one column are refused");
    b.col_amount = 41;
    is_int(smm_statement_read(tap_pool, &b, text, strlen(text), &s).code, SMM_INVALID,
           "so is column 41");
    b = bank;
    is_int(smm_statement_read(tap_pool, &b, "", 0, &s).code, SMM_INVALID, "so is an empty file");
    {
        char *big = apr_palloc(tap_pool, SMM_STMT_BYTES + 2);

        memset(big, '\n', SMM_STMT_BYTES + 1);
        is_int(smm_statement_read(tap_pool, &b, big, SMM_STMT_BYTES + 1, &s).code, SMM_INVALID,
               "so is a large one");
    }
}

static void written(void)
{
    static const char *const row[] = {"plain", "a,b", "say \"hi\"", "two\nlines", "", NULL};
    static const char *const formula[] = {"=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "1=1", NULL};
    smm_csv_out_t o;

    smm_csv_out(&o, tap_pool);
    smm_csv_row(&o, row);
    is(smm_csv_done(&o), "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n",
       "quoted where it must be");
    smm_csv_out(&o, tap_pool);
    smm_csv_row(&o, formula);
    is(smm_csv_done(&o), "'=1+1,'+1,'-1,'@a,'\t=1,\"'\r=1\",1=1\r\n", "no text is a formula");
    smm_csv_out(&o, tap_pool);
    smm_csv_cell(&o, NULL);
    smm_csv_int(&o, INT64_MIN);
    smm_csv_usd(&o, -1500000);
    smm_csv_row_end(&o);
    smm_csv_bare(&o, "2026-11-26");
    smm_csv_row_end(&o);
    is(smm_csv_done(&o), ",-9223372036854775808,-1.50\r\n2026-11-26\r\n",
       "numbers of ours are no formulas");
}

int main(void)
{
    tap_init();
    written();
    rows();
    amounts();
    days();
    files();
    return tap_done();
}
