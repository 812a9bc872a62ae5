"""What no schema can see: figures that are allowed and yet odd. Never errors, and never part of the verdict."""

from xbrl_pipeline.validation.plausibility.judge import figures_of, find_oddities, find_ties, measure

__all__ = ["figures_of", "find_oddities", "find_ties", "measure"]
