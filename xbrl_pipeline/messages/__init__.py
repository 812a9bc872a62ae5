"""Every sentence a user can read, in Dutch and English, by code."""

from xbrl_pipeline.messages.catalogue import LANGUAGES, Messages, messages
from xbrl_pipeline.messages.notation import amount, clock, day, period_words

__all__ = ["LANGUAGES", "Messages", "amount", "clock", "day", "messages", "period_words"]
