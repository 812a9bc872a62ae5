"""Finding out by itself what the cells of a workbook mean, without guessing: what is not clear stays open."""
