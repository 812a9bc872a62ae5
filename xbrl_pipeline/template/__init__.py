"""Workbooks made from a taxonomy: what stands where (plain data), and writing it."""
