"""A trial balance instead of statements: accounts onto lines, nothing left over, and totals that tie."""
