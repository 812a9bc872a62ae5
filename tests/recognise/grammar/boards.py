"""Invented boards: names, numbers, places."""

from __future__ import annotations

from dataclasses import dataclass

from .draw import Draw

PLACES = (
    "Verzinswoude",
    "Fictiedam",
    "Schijnhuizen",
    "Voorbeeldrecht",
    "Bedachtveen",
    "Sprookstad",
    "Droombeek",
    "Luchthoven",
    "Modelburg",
    "Nergenshuizen",
    "Papierdorp",
    "Denkendrecht",
)
SECTOR_NAMES = {
    "po": (
        "Stichting Voorbeeldonderwijs {p}",
        "Stichting Fictief Primair Onderwijs {p}",
        "Stichting Verzonnen Basisscholen {p}",
        "Vereniging Fictieve School {p}",
        "Stichting Denkbeeldig Openbaar Onderwijs {p}",
    ),
    "vo": (
        "Stichting Voorbeeldcollege {p}",
        "Stichting Fictief Voortgezet Onderwijs {p}",
        "Stichting Verzonnen Lyceum {p}",
    ),
    "mbo": (
        "Stichting ROC Voorbeeld {p}",
        "Stichting Fictief Beroepsonderwijs {p}",
        "Stichting Denkbeeldig Vakcollege {p}",
    ),
    "hbo": ("Stichting Voorbeeldhogeschool {p}", "Stichting Fictieve Hogeschool {p}"),
    "wo": ("Stichting Voorbeelduniversiteit {p}", "Fictieve Universiteit {p}"),
    "swv": (
        "Stichting Samenwerkingsverband Voorbeeld {p}",
        "Coöperatie Fictief Passend Onderwijs {p}",
        "Stichting Verzonnen Samenwerkingsverband {p}",
    ),
}
STREETS = ("Schijnstraat", "Verzinlaan", "Modelplein", "Droomweg", "Fantasiepad", "Voorbeeldkade")


@dataclass(frozen=True)
class Board:
    """Who the accounts are of."""

    name: str
    number: str
    kvk: str
    seat: str
    street: str
    postcode: str
    form: str
    sector: str


def invent(draw: Draw, sector: str, seed: int) -> Board:
    """An invented board."""
    place = draw.pick(PLACES)
    name = draw.pick(SECTOR_NAMES[sector]).format(p=place)
    form = next(
        (f for f in ("Stichting", "Vereniging", "Coöperatie") if name.startswith(f)), "Publiekrechtelijke rechtspersoon"
    )
    return Board(
        name,
        f"{draw.pick((97, 99))}{draw.whole(0, 999):03d}",
        f"99{draw.whole(0, 999999):06d}",
        place,
        f"{draw.pick(STREETS)} {draw.whole(1, 240)}",
        f"{draw.whole(9900, 9999)} ZZ",
        form,
        sector,
    )
