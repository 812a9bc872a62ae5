"""The tables of the queue over the years, in steps."""
