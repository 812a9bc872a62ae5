"""What a cold engine says of each instance: recorded once, kept small, compared with ever after."""

import hashlib
import json
import lzma
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from tests.engine.corpus.cases import OURS, Case, real_home
from xbrl_pipeline.engine import OPTIONS, EngineResult, Record, ValidateJob, engine_version
from xbrl_pipeline.engine.records import Ref
from xbrl_pipeline.taxonomy.profiles import ReportProfile, load_profile, profile_of
from xbrl_pipeline.taxonomy.store import find_package

FOLDER: Final = Path(__file__).resolve().parent / "recorded"
Log = dict[str, Any]
_FORM: Final = 2  # of a log; raise it when logs come to hold something else
_ELSEWHERE: Final = re.compile(r"^.*/(?=instance\.xbrl$)")  # the folder of this run
_NUMBERED: Final = re.compile(r"0x[0-9a-f]+")


@dataclass
class Recording:
    """The logs of one taxonomy, by the SHA-256 of the instance; of no use for another package or engine."""

    taxonomy: str
    package: str  # SHA-256
    engine: str
    options: list[str]
    form: int = 1
    logs: dict[str, Log] = field(default_factory=dict)


def path_of(taxonomy: str) -> Path:
    """Return where a recording is kept: with the tests, or beside the real taxonomy that is not ours to give away."""
    return (FOLDER if taxonomy in OURS else real_home()) / f"{taxonomy}.json.xz"


def read(taxonomy: str) -> Recording | None:
    """Return the recording for the installed package, of whatever engine; None where there is none."""
    path, fresh = path_of(taxonomy), empty(taxonomy)
    if not path.is_file():
        return None
    found = Recording(**json.loads(lzma.decompress(path.read_bytes())))
    return found if replace(found, logs={}, engine=fresh.engine) == fresh else None


def empty(taxonomy: str) -> Recording:
    """Return a recording to be filled."""
    return Recording(taxonomy, find_package(taxonomy).sha256, engine_version(), list(OPTIONS), _FORM)


def write(recording: Recording) -> None:
    """Write a recording, the same bytes for the same logs."""
    path = path_of(recording.taxonomy)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(vars(recording), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(lzma.compress(text.encode(), preset=9))


def key_of(case: Case) -> str:
    """Return the key of an instance."""
    return hashlib.sha256(case.data).hexdigest()


def job_of(case: Case, taxonomy: str, folder: Path) -> ValidateJob:
    """Write an instance in a folder of its own, always under the same name: engines repeat names in their messages."""
    place = folder / key_of(case)[:24]
    place.mkdir(parents=True, exist_ok=True)
    path = place / "instance.xbrl"
    path.write_bytes(case.data)
    profile = _profile(case, taxonomy)
    return ValidateJob(path, find_package(taxonomy).paths, profile.filing_rules, profile.entry_point)


def log_of(result: EngineResult, job: ValidateJob) -> Log:
    """Describe a result; where Arelle crashes, what it still says differs from one cold run to the next."""
    place = str(job.instance.parent)
    records = [] if result.failure else sorted(_record(record, place) for record in result.records)
    return {
        "records": records,
        "assertions": result.assertions,
        "facts": result.facts,
        "failure": result.failure,
    }


def _profile(case: Case, taxonomy: str) -> ReportProfile:
    found = profile_of(case.report) if ":" in case.report else load_profile(taxonomy, case.report)
    if found is None:
        raise LookupError(case.report)
    return found


def _record(record: Record, place: str) -> list[str]:
    text = _NUMBERED.sub("0x", record.text.replace(f"{place}/", ""))
    refs = sorted(record.refs, key=_ref)  # of a variable with several facts Arelle names any one
    return [record.code, record.level, text, "\n".join(map(_ref, refs)), _bindings(record, refs)]


def _ref(ref: Ref) -> str:
    document = _ELSEWHERE.sub("", ref.document)
    return f"{ref.element} {document} {ref.line} {ref.fact} {ref.value}"


def _bindings(record: Record, refs: list[Ref]) -> str:
    """Tell which variable bound the fact of which reference, by its place: all of it, in little space."""
    places = {ref.fact: str(place) for place, ref in reversed(list(enumerate(refs)))}
    return " ".join(f"{name}={places.get(fact, fact)}" for name, fact in record.bindings)
