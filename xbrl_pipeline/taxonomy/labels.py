"""Labels of a taxonomy, by role and language."""

from collections.abc import Mapping

Labels = dict[tuple[str, str], str]  # (role, language) -> text; role is the last step of its URI


def best_label(labels: Mapping[tuple[str, str], str], lang: str, role: str = "label") -> str | None:
    """Return a label in a language, else the standard one; failing that in Dutch, English, or whatever there is."""
    for wanted in (lang, "nl", "en", ""):
        for kind in (role, "label"):
            found = labels.get((kind, wanted)) or _variant(labels, kind, wanted)
            if found is not None:
                return found
    return None


def _variant(labels: Mapping[tuple[str, str], str], role: str, lang: str) -> str | None:
    """Return a label in a regional variant of a language (``en-GB``)."""
    return next((text for (kind, tongue), text in labels.items() if kind == role and tongue.startswith(lang)), None)
