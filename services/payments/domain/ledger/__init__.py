"""The ledger (sổ kế toán): accounts, balanced entries, and the folds of them."""
