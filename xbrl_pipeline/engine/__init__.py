"""The only importer of Arelle: load, validate, compile; records out, never findings."""
