"""The gate for hostile files and the reading of cells."""
