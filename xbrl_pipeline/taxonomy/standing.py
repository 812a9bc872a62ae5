"""What a package can be trusted for: whether it is our own, one that an authority has released, or anybody's.

A package says itself which addresses it holds. So one that cuts the rules out of a released taxonomy looks the same by
name and address; only its contents tell.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from xbrl_pipeline.base.handwritten import read_handwritten
from xbrl_pipeline.taxonomy.bundle import address_of
from xbrl_pipeline.taxonomy.catalog import EntryPoint, Rewrite
from xbrl_pipeline.taxonomy.packages import Package, packages

_PRACTICE: Final = ".example"  # a domain that nobody can own (RFC 2606)


class Standing(StrEnum):
    """What is known of a package."""

    SHIPPED = "shipped"  # came with the program
    RELEASED = "released"  # every document is that of a release of an authority
    RIVAL = "rival"  # claims an entry point that another installed package has too
    UNKNOWN = "unknown"


TRUSTED: Final = (Standing.SHIPPED, Standing.RELEASED)


@dataclass(frozen=True, slots=True)
class Release:
    """A release of an authority, by its documents: how it is zipped and described makes no difference."""

    name: str
    documents: str  # SHA-256, see ``documents_digest``


def standing_of(package: Package) -> Standing:
    """Return what is known of an installed package."""
    if package.shipped:
        return Standing.SHIPPED
    if documents_digest(package) in {release.documents for release in releases()}:
        return Standing.RELEASED
    return Standing.RIVAL if rivals_of(package.entry_points, package.id) else Standing.UNKNOWN


def rivals_of(entry_points: tuple[EntryPoint, ...], but: str = "") -> dict[str, Package]:
    """Return the installed packages that claim one of these entry points, by its address."""
    others = [package for package in packages() if package.id != but]
    addresses = [url for entry in entry_points for url in (entry.url, *entry.documents)]
    claims = ((url, package) for url in addresses for package in others)
    return {url: package for url, package in claims if package.entry_point(url) is not None}


def is_practice(address: str) -> bool:
    """Tell whether an entry point is of a taxonomy for practice: no receiver takes a report of one."""
    return (urlsplit(address).hostname or "").endswith(_PRACTICE)


@cache
def releases() -> tuple[Release, ...]:
    """Return the releases that are known by hash."""
    table: Any = read_handwritten(files(__package__).joinpath("releases.yaml").read_text("utf-8"))[1]
    return tuple(Release(**entry) for entry in table)


def documents_digest(package: Package) -> str:
    """Return the SHA-256 over the address and the bytes of every document of a package, in the order of addresses."""
    return _digest(package.path, package.sha256, package.rules)


@cache
def _digest(path: Path, _sha256: str, rules: tuple[Rewrite, ...]) -> str:
    whole = hashlib.sha256()
    with zipfile.ZipFile(path) as archive:
        inside = ((name.partition("/")[2], name) for name in archive.namelist())
        known = {address_of(rules, within): name for within, name in inside}
        for address in sorted(each for each in known if each is not None):
            whole.update(hashlib.sha256(_bare(address).encode()).digest())
            whole.update(hashlib.sha256(archive.read(known[address])).digest())
    return whole.hexdigest()


def _bare(address: str) -> str:
    return address.partition("://")[2]
