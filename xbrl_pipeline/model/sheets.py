"""Marks by which sheets of our own are known, wherever they turn up."""

from typing import Final

LISTING: Final = "xbrl-pipeline:findings"  # the corner of the list of findings in an annotated workbook
