"""What goes between a run and the machines of its cluster.

A machine unpickles nothing that a run made up: a parcel is JSON, held against the shapes below. What comes back is made
by our own program there, and is read with a list of what may stand in it.
"""

import hashlib
import io
import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path, PosixPath, PurePosixPath
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from xbrl_pipeline.batch.outcome import Made

_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]
_Name = Annotated[str, StringConstraints(pattern=r"^[^/\x00]{1,255}$")]
_OURS: Final = ("xbrl_pipeline.model.", "xbrl_pipeline.batch.outcome", "xbrl_pipeline.batch.dossiers")
_ERRORS: Final = ("tblib.pickling_support", "unpickle_exception_with_attrs")  # how errors travel beside Dask
_PLAIN: Final = (date, datetime, timedelta, timezone, Decimal, Fraction, Path, PosixPath, PurePosixPath, frozenset, set)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class SentPackage(_Shape):
    """A taxonomy package: the machine asks for its bytes where it does not have them."""

    id: _Id
    sha256: _Sha256
    record: bytes


class Setup(_Shape):
    """What holds for every input of a run."""

    lang: str
    strict: bool
    keep: bool
    cached: bool
    time_limit: float = Field(ge=1)
    memory_limit: int = Field(ge=64)
    taxonomy: str
    filing_rules: str | None
    calculations: str
    whole_set: bool
    rules: bytes | None
    rules_name: _Name
    previous: bytes | None
    previous_name: _Name
    boards: bytes | None
    packages: tuple[SentPackage, ...]
    staging: str = ""  # where dossiers are made, where machines share files with the run

    @property
    def home_key(self) -> str:
        """The name of the state folder in which exactly these packages are there."""
        return hashlib.sha256("".join(sorted(each.sha256 for each in self.packages)).encode()).hexdigest()[:16]


class SentInput(_Shape):
    """One input: its bytes, and those of its mapping; only names where machines share files with the run."""

    number: int = Field(ge=0)
    path: str  # as the run knows it
    name: str
    file: _Name
    data: bytes | None = None
    mapping: bytes | None = None
    mapping_name: _Name | None = None
    mapping_path: str | None = None
    finished: tuple[str, ...] = ()  # fingerprints of dossiers that the run has of these bytes


class InputParcel(_Shape):
    """Some inputs of one taxonomy."""

    program: str
    engine: str
    setup: Setup
    inputs: tuple[SentInput, ...]

    def packed(self) -> bytes:
        """Return it as bytes."""
        return self.model_dump_json().encode()

    @classmethod
    def unpacked(cls, data: bytes) -> "InputParcel":
        """Read what came over the line; whatever is no parcel is a ValueError."""
        return cls.model_validate_json(data)


def pack_answers(answers: dict[int, tuple[Made, dict[str, bytes]]]) -> bytes:
    """Pack what came of inputs, by number: with the files of the dossier where one was made in no shared place."""
    return pickle.dumps(answers, protocol=5)


def read_answers(data: bytes) -> dict[int, tuple[Made, dict[str, bytes]]]:
    """Read what a machine of the cluster made; anything but values of our own is an UnpicklingError."""
    found: Any = _Unpickler(io.BytesIO(data)).load()
    if not isinstance(found, dict):
        raise pickle.UnpicklingError
    return found


class _Unpickler(pickle.Unpickler):  # noqa: S301 - this is what makes it safe
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as pickle has it
        """Give classes of our model and plain values, and nothing that does something when it is called."""
        found = _class(module, name)
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


@cache
def _class(module: str, name: str) -> Any:  # noqa: ANN401 - mostly a type
    plain = next((each for each in _PLAIN if (each.__module__, each.__qualname__) == (module, name)), None)
    if plain is not None or not module.startswith((*_OURS, _ERRORS[0])):
        return plain
    found: Any = import_module(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) or (module, name) == _ERRORS else None
