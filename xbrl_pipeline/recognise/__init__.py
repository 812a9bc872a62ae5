"""A workbook without a mapping: what its cells mean, without guessing; what is not clear is asked."""
