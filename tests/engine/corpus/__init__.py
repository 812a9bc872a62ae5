"""Instances with every kind of defect, always the same, and what a cold engine says of them."""
