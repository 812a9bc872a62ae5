"""The store of taxonomy packages, the compiled model and the report profiles."""
