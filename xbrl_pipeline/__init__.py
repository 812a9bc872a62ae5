"""Excel annual accounts of Dutch school boards in, validated XBRL and a queue entry out."""

from typing import Final

VERSION: Final = "0.1.0"
