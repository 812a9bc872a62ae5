"""The command line: parse, call, print."""

from xbrl_pipeline.cli.main import main

__all__ = ["main"]
