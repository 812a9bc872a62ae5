"""Findings to HTML, XLSX and JSON."""
