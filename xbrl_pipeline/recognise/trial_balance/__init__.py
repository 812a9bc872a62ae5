"""A trial balance without a mapping: which accounts and columns it has, and to which line each account belongs."""
