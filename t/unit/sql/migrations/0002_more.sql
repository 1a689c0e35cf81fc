-- :step
CREATE INDEX ledger_acct ON ledger (acct)
