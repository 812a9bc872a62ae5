"""A report for practice is known by what it names, whatever stands around it."""

import pytest

from xbrl_pipeline.submission.instance import is_practice

OURS = "http://www.onderwijstaxonomie.example/ot2025/rapport.xsd"
REAL = "http://www.nltaxonomie.nl/nt20/ocw/rapport.xsd"


def _naming(*addresses: str, more: str = "") -> bytes:
    references = "".join(f'<link:schemaRef xlink:type="simple" xlink:href="{each}"/>' for each in addresses)
    return (
        '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:link="http://www.xbrl.org/2003/linkbase">{references}{more}</xbrli:xbrl>'
    ).encode()


@pytest.mark.parametrize(
    ("instance", "practice"),
    [
        (_naming(OURS), True),
        (_naming(REAL), False),
        (_naming(REAL, OURS), True),
        (_naming(OURS.upper().replace("HTTP", "http")), True),
        (_naming(REAL, more=f"<!-- {OURS} -->"), False),
        (_naming(REAL + "?x=.example"), False),
        (b"<geen xml", False),
    ],
)
def test_a_report_of_a_taxonomy_for_practice_is_recognised(instance: bytes, practice: bool) -> None:
    assert is_practice(instance) is practice
