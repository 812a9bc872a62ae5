"""What may be judged by a taxonomy that is loaded already: an instance that brings nothing of its own along."""

from pathlib import Path

import pytest

from xbrl_pipeline.engine.guard import is_plain

ENTRY = "http://www.onderwijstaxonomie.example/rapport.xsd"
NAMESPACES = (
    'xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
NAMED = f'<link:schemaRef xlink:type="simple" xlink:href="{ENTRY}"/>'
PLAIN = f"<xbrl {NAMESPACES}>{NAMED}</xbrl>"
CHANGES = {
    "another entry point": (ENTRY, f"{ENTRY}.other"),
    "a second one": (NAMED, NAMED * 2),
    "none": (NAMED, ""),
    "a linkbase": (NAMED, f'{NAMED}<link:linkbaseRef xlink:type="simple" xlink:href="eigen.xml"/>'),
    "a footnote": (NAMED, f'{NAMED}<link:footnoteLink xlink:type="extended"/>'),
    "a schema location": ("<xbrl ", '<xbrl xsi:schemaLocation="urn:x eigen.xsd" '),
    "a schema location deep inside": (NAMED, f'{NAMED}<a><b xsi:noNamespaceSchemaLocation="eigen.xsd"/></a>'),
    "a doctype": ("<xbrl ", '<!DOCTYPE xbrl [<!ENTITY e "1">]><xbrl '),
    "another root": ("xbrl>", "verslag>"),
    "an open end": ("</xbrl>", ""),
}


def judged(text: str, folder: Path) -> bool:
    path = folder / "instance.xbrl"
    path.write_text(text, "utf-8")
    return is_plain(path, ENTRY)


def test_an_instance_that_names_this_entry_point_and_nothing_else_is_plain(tmp_path: Path) -> None:
    assert judged(PLAIN, tmp_path)


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_brings_more_along_is_not(what: str, tmp_path: Path) -> None:
    before, after = CHANGES[what]
    changed = PLAIN.replace(before, after)
    assert changed != PLAIN
    assert not judged(changed, tmp_path)


def test_a_file_that_is_not_there_is_not(tmp_path: Path) -> None:
    assert not is_plain(tmp_path / "weg.xbrl", ENTRY)
