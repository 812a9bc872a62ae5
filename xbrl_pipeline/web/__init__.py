"""The workbench: a small server over the same doors as the command line. It has no SQL and no rule of its own."""
