"""The queue's own check: from the input in a dossier to a dossier of our own, in full and in a fresh process.

Nothing of what a dossier says of itself is believed. Taken from it are the input (workbook, mapping, last year's
report, or the instance itself), the names under which reports show it, its language, and when it was made: they decide
what the files look like, never what is found.
"""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.batch.dossiers import dossier_files, fingerprint_of, is_strict
from xbrl_pipeline.dossier.files import read_manifest, read_report_file
from xbrl_pipeline.dossier.names import ACCOUNT, INSTANCE, MANIFEST, MAPPING, PAGE, PREVIOUS, REPORT, RULES, SOURCE
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import SideInputs, Source, open_source, read_side_inputs, refuse_form
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import Phrase, PipelineError
from xbrl_pipeline.model.report import FileRef, Report
from xbrl_pipeline.pipeline import Product, check
from xbrl_pipeline.reporting.pages import refuse_strange_scripts
from xbrl_pipeline.submission.checking import CheckedDossier
from xbrl_pipeline.submission.instance import BOARD, IDENTIFIER, refuse_hidden, values_in
from xbrl_pipeline.taxonomy.profiles import ReportProfile

_LONGEST: Final = 200  # characters of a name
_MOST_BYTES: Final = 255  # of the name of a file: no system here has longer ones
_YEAR: Final = re.compile(r"20[0-9]{2}")
COLD: Final = EngineSettings(warm=False)


@dataclass(frozen=True, slots=True)
class Recheck:
    """Checks dossiers again. ``rules``: the rule set of the house, if it has one; no other counts."""

    rules: Path | None = None
    engine: EngineSettings = COLD

    def __call__(self, brought: Mapping[str, bytes] | Path, lang: str = "nl") -> CheckedDossier:
        """Make our own dossier of what was brought, or of a workbook or an instance."""
        return self._first(brought, lang) if isinstance(brought, Path) else self._again(brought)

    def _first(self, path: Path, lang: str) -> CheckedDossier:
        texts = messages(lang)
        with Engine(settings=self.engine) as engine:
            refuse_form(path)
            source = open_source(path, Input(path).mapping_path(), engine, texts, read_side_inputs(self.rules, None))
            product = check(source, engine, texts)
            files, _ = dossier_files(source, product, fingerprint_of(source, lang, strict=False), texts)
        _refuse_strange(files)
        return _checked(files, source, product)

    def _again(self, brought: Mapping[str, bytes]) -> CheckedDossier:
        claims = _claims(brought)
        texts = messages(claims.lang)
        with (
            tempfile.TemporaryDirectory(prefix=scratch_prefix("pipeline")) as folder,
            Engine(settings=self.engine) as engine,
        ):
            laid = _Laid(Path(folder), brought, claims)
            beside = self._beside(laid)
            given = laid.input()
            refuse_form(given)
            source = open_source(given, laid.mapping(), engine, texts, beside)
            source = replace(source, name=claims.shown)
            refuse_hidden(brought[INSTANCE])
            _whose(brought[INSTANCE], source.profile, claims.year)  # what contradicts itself needs no engine
            product = check(source, engine, texts, strict=claims.strict)
            product = replace(product, report=_as_claimed(product.report, claims))
            files, _ = dossier_files(source, product, fingerprint_of(source, claims.lang, strict=claims.strict), texts)
        _refuse_strange(files)
        return _checked(files, source, product)

    def _beside(self, laid: "_Laid") -> SideInputs:
        """Take the house's rules and last year's report; a dossier that was made by other rules is refused."""
        house = None if self.rules is None else self.rules.read_bytes()
        if laid.brought.get(RULES) != house:
            raise PipelineError("submission.other_rules", file="-" if self.rules is None else str(self.rules))
        return read_side_inputs(laid.rules(), laid.previous())


def _refuse_strange(files: Mapping[str, bytes]) -> None:
    for name in (PAGE, ACCOUNT):
        if name in files:
            refuse_strange_scripts(files[name])


@dataclass(frozen=True, slots=True)
class _Claims:
    """What a dossier says of itself and what shows in its files; all of it has a grammar or a length."""

    shown: str
    mapping: str
    rules: str
    previous: str
    lang: str
    strict: bool
    created: datetime
    cached: bool
    year: int | None
    boards: FileRef | None


def _claims(brought: Mapping[str, bytes]) -> _Claims:
    report = read_report_file(brought[REPORT])
    manifest = read_manifest(brought[MANIFEST])
    if report.lang not in LANGUAGES or report.created.tzinfo is None:
        raise PipelineError("dossier.field", file=REPORT, field="lang, created")
    if manifest.created != report.created:
        raise PipelineError("dossier.field", file=MANIFEST, field="created")
    names = (report.input, report.mapping, report.rules, report.previous)
    shown, mapping, rules, previous = ("" if each is None else _name(each.path) for each in names)
    engine = report.engine
    cached = engine is not None and engine.cached
    strict = is_strict(manifest.fingerprint)
    year = report.entity.verslagjaar
    boards = None if report.boards is None else FileRef(_name(report.boards.path), report.boards.sha256)
    return _Claims(shown, mapping, rules, previous, report.lang, strict, report.created, cached, year, boards)


def _name(text: str) -> str:
    """Return the name of a file as reports show it; one that could mean another place or deceive is refused."""
    last = PurePosixPath(text).name
    long = len(text) > _LONGEST or len(last.encode("utf-8", "surrogatepass")) > _MOST_BYTES
    if not last or last in {".", ".."} or "\\" in text or long or one_line(text) != text:
        raise PipelineError("dossier.field", file=REPORT, field="path")
    return text


@dataclass(frozen=True, slots=True)
class _Laid:
    """The input of a dossier, laid out in a private folder under the names that reports show."""

    folder: Path
    brought: Mapping[str, bytes]
    claims: _Claims

    def input(self) -> Path:
        """Return the workbook, or the instance where that is what was checked."""
        sources = [name for name in self.brought if PurePosixPath(name).stem == SOURCE]
        if len(sources) > 1:
            raise PipelineError("submission.checking.strange", file=max(sources))
        kept = sources[0] if sources else INSTANCE
        laid = self._lay("input", kept, self.claims.shown)
        wanted = (PurePosixPath(kept).suffix,) if sources else (".xbrl", ".xml")
        if laid is None or laid.suffix.lower() not in wanted:
            raise PipelineError("dossier.field", file=REPORT, field="input")
        return laid

    def mapping(self) -> Path | None:
        """Return the mapping, where the workbook has one."""
        return self._lay("mapping", MAPPING, self.claims.mapping)

    def rules(self) -> Path | None:
        """Return the rule set."""
        return self._lay("rules", RULES, self.claims.rules)

    def previous(self) -> Path | None:
        """Return last year's report."""
        return self._lay("previous", PREVIOUS, self.claims.previous)

    def _lay(self, place: str, kept: str, name: str) -> Path | None:
        if kept not in self.brought:
            return None
        if not name:
            raise PipelineError("dossier.field", file=REPORT, field=place)
        path = self.folder / place / PurePosixPath(name).name
        path.parent.mkdir()
        path.write_bytes(self.brought[kept])
        return path


def _as_claimed(report: Report, claims: _Claims) -> Report:
    """Give our report the moment of the brought one, so that the same findings give the same bytes.

    And the name of its register, where that says the same: a list may be called otherwise with somebody else.
    """
    engine = None if report.engine is None else replace(report.engine, cached=claims.cached)
    same = report.boards is not None and claims.boards is not None and report.boards.sha256 == claims.boards.sha256
    boards = claims.boards if same else report.boards
    return replace(report, created=claims.created, engine=engine, boards=boards)


def _checked(files: Mapping[str, bytes], source: Source, product: Product) -> CheckedDossier:
    report = product.report
    if product.instance is None:
        raise PipelineError(f"submission.own_verdict.{report.verdict}")
    refuse_hidden(product.instance)
    whose = _whose(product.instance, source.profile, report.entity.verslagjaar)
    return CheckedDossier(files, *whose, report=source.profile.report)


def _whose(instance: bytes, profile: ReportProfile, otherwise: int | None) -> tuple[str, str, int]:
    """Return board, KvK number and year as the instance itself says, in every place where it says so.

    ``otherwise``: the year, where the report has no concept for its last day.
    """
    kvk, end = (name.rpartition(":")[2] for name in (profile.identifier_concept, profile.period_end_concept))
    told = values_in(instance, [BOARD, IDENTIFIER, *filter(None, (kvk, end))])
    board = _only(told[BOARD], "board")
    number = _only(tuple(sorted({*told.get(kvk, ()), *told[IDENTIFIER]})), "kvk")
    years = tuple(sorted({day[:4] for day in told.get(end, ())})) or (str(otherwise or ""),)
    return board, number, _year(_only(years, "year"))


def _only(values: tuple[str, ...], what: str) -> str:
    if len(values) != 1 or not values[0]:
        told = tuple(one_line(value, _LONGEST) or "-" for value in values or ("",))
        raise PipelineError("submission.not_one", what=Phrase(f"submission.checking.{what}"), values=told)
    return values[0]


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise PipelineError("submission.not_one", what=Phrase("submission.checking.year"), values=(text,))
    return int(text)
