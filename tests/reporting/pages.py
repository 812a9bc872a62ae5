"""Reading a page the way a browser and a screen reader would."""

import base64
import hashlib
import re
from itertools import pairwise

from lxml import html


def parse(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode())


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def texts(tree: html.HtmlElement, path: str) -> list[str]:
    return [text(each) for each in tree.iterfind(path)]


def headings(tree: html.HtmlElement) -> list[tuple[int, str]]:
    return [(int(each.tag[1]), text(each)) for each in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]


def check_soundness(page: bytes) -> None:
    """What holds for every page: one h1, no level skipped, unique ids, scoped heads, landmarks, a strict policy."""
    tree = parse(page)
    levels = [level for level, _ in headings(tree)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(head.get("scope") for head in tree.iter("th"))
    assert all(len(list(tree.iter(landmark))) == 1 for landmark in ("main", "header", "footer"))
    assert {name for each in tree.iter() for name in (each.get("aria-labelledby") or "").split()} <= set(ids)
    assert all(link.get("href", "")[1:] in ids for link in tree.iter("a") if link.get("href", "").startswith("#"))
    check_closed(page)


def check_closed(page: bytes) -> None:
    """Nothing comes from elsewhere; the policy names exactly the style sheet and the one script there may be."""
    source = page.decode()
    tree = parse(page)
    assert not list(tree.iter("img", "link", "iframe", "object", "embed", "base"))
    assert not [form for form in tree.iter("form") if form.get("action") or form.get("method")]
    assert not [
        name for each in tree.iter() for name in each.attrib if name.startswith("on") or name in {"style", "src"}
    ]
    assert not re.search(r"url\(|@import", source)
    assert all(not re.match(r"[a-z]+:|//", link.get("href", "")) for link in tree.iter("a"))
    style = source.split("<style>")[1].split("</style>")[0]
    scripts = [script.text or "" for script in tree.iter("script")]
    assert source.count("<style") == 1
    assert source.count("<script") == len(scripts) <= 1
    assert not [script for script in scripts if "innerHTML" in script or "eval" in script]
    allowed = "".join(f"script-src '{_digest(script)}'; " for script in scripts)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith(f"default-src 'none'; {allowed}style-src '{_digest(style)}';")


def _digest(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
