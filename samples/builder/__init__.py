"""Sample workbooks of invented school boards: tables in, workbooks and mapping files out."""
