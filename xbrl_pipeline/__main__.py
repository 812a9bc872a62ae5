"""``python -m xbrl_pipeline`` is the command line."""

from xbrl_pipeline.cli import main

if __name__ == "__main__":
    main()
