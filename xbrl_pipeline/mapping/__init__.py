"""Which cell means which fact, and the ledger that accounts for every cell."""
