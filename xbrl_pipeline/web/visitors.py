"""Whoever is at the browser, in which language, and who that is for ``submission``, which says what a person may do."""

from dataclasses import dataclass

from starlette.requests import Request

from xbrl_pipeline.messages import LANGUAGES, Messages, messages
from xbrl_pipeline.submission.identity import IdentitySource, Subject
from xbrl_pipeline.web.sessions import Session

LANG_COOKIE = "taal"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person in one session."""

    session: Session
    texts: Messages

    @property
    def subject(self) -> Subject:
        """The person as the queue knows it: what assignments and four eyes go by."""
        return Subject(self.session.subject, IdentitySource(self.session.source))

    @property
    def name(self) -> str:
        """What the person is called on a page."""
        return self.session.subject


def language_of(request: Request) -> str:
    """Return the language of a browser: the one that was chosen here, else Dutch."""
    chosen = request.cookies.get(LANG_COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def texts_for(request: Request) -> Messages:
    """Return the sentences in the language of a browser."""
    return messages(language_of(request))
