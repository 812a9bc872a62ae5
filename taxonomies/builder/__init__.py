"""Builds a taxonomy package from the source tables that an accountant can read."""
