"""Roles, authorisation and the queue."""
