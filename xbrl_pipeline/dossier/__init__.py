"""The dossier: the names of its files, their schema, and one that was read and is what its manifest says."""
