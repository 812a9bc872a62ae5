"""The input of a run, read once: what is hashed here is what is checked and kept."""

import hashlib
import os
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.boards.store import find_register
from xbrl_pipeline.engine import OPTIONS, WHOLE_OPTIONS, Engine, engine_version
from xbrl_pipeline.inputs.forms import form_kind, read_form
from xbrl_pipeline.inputs.judged import JudgedForm, judge_form
from xbrl_pipeline.instance.reader import DOCTYPE, InstanceFile, parse_instance, read_instance
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.mapping.template.binding import find_fingerprint, has_codes
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.boards import Register
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, os_cause
from xbrl_pipeline.model.questions import Question
from xbrl_pipeline.model.report import TaxonomyRef
from xbrl_pipeline.taxonomy.catalog import EntryPoint
from xbrl_pipeline.taxonomy.elsewhere import FoundTaxonomy, open_place
from xbrl_pipeline.taxonomy.profiles import (
    ReportProfile,
    load_profile,
    profile_elsewhere,
    profile_of,
    report_profile,
)
from xbrl_pipeline.taxonomy.standing import rivals_of
from xbrl_pipeline.taxonomy.store import find_package, packages
from xbrl_pipeline.template.fingerprint import Fingerprint
from xbrl_pipeline.validation.rulebook import RuleSet, load_rules
from xbrl_pipeline.workbook.cells import Workbook
from xbrl_pipeline.workbook.gate import Admitted, admit
from xbrl_pipeline.workbook.reader import read_admitted

if TYPE_CHECKING:  # importing all of recognition would make an instance wait for it
    from xbrl_pipeline.recognise.known import Memory

INSTANCES: Final = frozenset({".xbrl", ".xml"})
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_NEAR: Final = 3  # folders above an instance in which its taxonomy may lie for it to be proposed
_OF_SUITES: Final = "xbrl21"  # what the XBRL 2.1 suite expects
_AS_INSTALLED: Final = "c11r"
_RECOGNISED: Final = "mapping.yaml"


@dataclass(frozen=True, slots=True)
class TaxonomyChoice:
    """What a user says of the taxonomy: which one, and which filing rules go with it ("none" for none).

    ``calculations`` is how sums are checked by a taxonomy that is not installed.
    """

    taxonomy: str = ""
    place: FoundTaxonomy | None = None
    filing_rules: str | None = None
    calculations: str = _OF_SUITES
    whole_set: bool = True

    def takes(self, path: Path) -> bool:
        """Tell whether a file is judged with a taxonomy from elsewhere: an instance, or a part of that taxonomy."""
        return self.place is not None and path.suffix.lower() in INSTANCES | {".xsd"}

    def applied(self, profile: ReportProfile) -> ReportProfile:
        """Return a profile with the chosen filing rules; how the taxonomy was given decides nothing.

        Rules of the Chamber of Commerce are for its own reports, also where another year's rules are chosen. Others
        are judged by them only where neither a profile nor the address of the entry point tells whose report it is.
        """
        if self.filing_rules is None:
            return profile
        chosen = None if self.filing_rules == "none" else self.filing_rules
        nobodys = profile.filing_rules is None and not profile.of_other_domain
        return profile.model_copy(update={"filing_rules": chosen, "kvk": profile.kvk or (self.whole_set and nobodys)})


@dataclass(frozen=True, slots=True)
class SideInputs:
    """What goes with the inputs of a run: a rule set, last year's report to compare with, a choice of taxonomy.

    And the register of boards, where the user keeps one.
    """

    rules: RuleSet | None = None
    previous: InstanceFile | None = None
    choice: TaxonomyChoice = TaxonomyChoice()
    boards: Register | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What every input has: its bytes, the report that it is, and what goes with it."""

    path: Path
    data: bytes
    profile: ReportProfile
    beside: SideInputs = SideInputs()
    name: str = ""  # as reports call it, where that is more than the name of the file

    @property
    def given(self) -> bytes:
        """The bytes as they were given."""
        return self.data

    @property
    def shown(self) -> str:
        """What reports call the input."""
        return self.name or self.path.name

    @property
    def place(self) -> FoundTaxonomy | None:
        """The taxonomy, where it is not an installed one."""
        return self.beside.choice.place

    @property
    def taxonomy(self) -> TaxonomyRef:
        """The taxonomy that the report is checked against."""
        entry_point = self.profile.entry_point
        if self.place is not None:
            return TaxonomyRef(self.place.name, entry_point, self.place.sha256, installed=False)
        package = find_package(self.profile.taxonomy)
        return TaxonomyRef(package.id, entry_point, package.sha256)

    @property
    def rivals(self) -> tuple[str, ...]:
        """Other installed packages that claim the same entry point."""
        if self.place is not None:
            return ()
        entry_points = (EntryPoint(self.profile.entry_point),)
        return tuple(sorted({package.id for package in rivals_of(entry_points, self.profile.taxonomy).values()}))

    @property
    def calculations(self) -> str:
        """How sums are checked by a taxonomy that is not installed."""
        return self.beside.choice.calculations

    @property
    def rules_ahead(self) -> str:
        """The NT whose filing rules nobody could check, unless the user said which to take instead."""
        return "" if self.beside.choice.filing_rules is not None else self.profile.rules_ahead

    @property
    def rules_instead(self) -> str:
        """The NT whose filing rules the engine does not know, where the user chose others for it."""
        return self.profile.year_ahead if self.place is None and self.profile.filing_rules is not None else ""

    @property
    def options(self) -> tuple[str, ...]:
        """What the engine is asked to check."""
        rules = self.profile.filing_rules
        sets = "FR-NL, FG-NL, FR-KVK, BR-KVK" if self.profile.kvk else "FR-NL, FG-NL"
        own = (f"filing-rules={rules} ({sets})",) if rules is not None else ()
        if self.place is None:
            return (*OPTIONS, *own)
        units = ("utr",) if self.place.is_package else ()
        base = "none" if own else "checked"
        return (*WHOLE_OPTIONS, f"calcs={self.calculations}", *units, f"base-taxonomy={base}", *own)

    @property
    def rules(self) -> RuleSet | None:
        """The rule set, where one was given."""
        return self.beside.rules

    @property
    def previous(self) -> InstanceFile | None:
        """Last year's report, where it was given."""
        return self.beside.previous

    @property
    def boards(self) -> Register | None:
        """The register of boards, where one is kept; what is judged by a taxonomy from elsewhere is nobody's filing."""
        return self.beside.boards if self.place is None else None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything the outcome depends on, but for the language."""
        versions = (identity(), engine_version(), self.profile.model_dump_json(), self.taxonomy.sha256)
        beside = (self.rules.data if self.rules else b"", self.previous.data if self.previous else b"")
        kept = (self.boards.sha256.encode(),) if self.boards else ()
        parts = (self.shown.encode(), self.data, self._mapping, *beside, *(text.encode() for text in versions))
        parts += kept
        return sha256(b"".join(hashlib.sha256(part).digest() for part in parts))

    @property
    def _mapping(self) -> bytes:
        return b""


@dataclass(frozen=True, slots=True)
class UsedMapping:
    """The mapping of a workbook, as somebody wrote it or as it was recognised."""

    file: MappingFile
    path: Path
    data: bytes
    questions: tuple[Question, ...] = ()  # what is open where it was recognised
    remembered: "tuple[Memory, ...]" = ()  # earlier answers that it rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookSource(_Given):
    """A workbook with its mapping, or with the codes of our own template."""

    file: Admitted
    mapping: UsedMapping | Fingerprint
    book: Workbook | None = None  # where finding out what it is took reading it

    def cells(self) -> Workbook:
        """Return the cells, read once at most."""
        return self.book or read_admitted(self.file)

    @property
    def _mapping(self) -> bytes:
        return self.mapping.data if isinstance(self.mapping, UsedMapping) else b""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSource(_Given):
    """A report that is XBRL already. In another ``form`` than an instance, ``data`` is the instance that it holds."""

    instance: InstanceFile
    form: JudgedForm | None = None

    @property
    def given(self) -> bytes:
        """The bytes as they were given."""
        return self.data if self.form is None else self.form.whole


Source = WorkbookSource | InstanceSource


def is_instance(path: Path) -> bool:
    """Tell whether a file is an instance by its name; all else is a workbook."""
    return path.suffix.lower() in INSTANCES


@contextmanager
def choose(taxonomy: str, filing_rules: str | None, calculations: str | None) -> Iterator[TaxonomyChoice]:
    """Find the taxonomy that was asked for: the installed one with that id, else the folder or package there."""
    if taxonomy and taxonomy not in {package.id for package in packages()}:
        with open_place(Path(taxonomy)) as place:
            usual = _AS_INSTALLED if place.is_package else _OF_SUITES
            yield TaxonomyChoice("", place, filing_rules, calculations or usual)
        return
    if calculations is not None:
        raise PipelineError("taxonomy.only_elsewhere", ExitCode.USAGE)
    yield TaxonomyChoice(taxonomy, None, filing_rules)


def choose_installed(taxonomy: str, filing_rules: str | None = None) -> TaxonomyChoice:
    """Take an installed taxonomy with the rules that belong to it, or with those of the year that the user names."""
    known = tuple(package.id for package in packages())
    if taxonomy and taxonomy not in known:
        raise PipelineError("taxonomy.not_for_filing", ExitCode.USAGE, where=taxonomy, known=known)
    return TaxonomyChoice(taxonomy, filing_rules=filing_rules, whole_set=False)


NOTHING_BESIDE: Final = SideInputs()


def read_side_inputs(
    rules: Path | None, previous: Path | None, choice: TaxonomyChoice | None = None, *, number: int = 1
) -> SideInputs:
    """Read what stands beside ``number`` inputs, and the register; last year's report can only stand beside one."""
    if previous is not None and number > 1:
        raise PipelineError("input.previous_for_many", ExitCode.USAGE)
    return SideInputs(
        None if rules is None else load_rules(rules),
        None if previous is None else read_instance(previous),
        choice or TaxonomyChoice(),
        find_register(),
    )


def open_source(
    path: Path,
    mapping: Path | None,
    engine: Engine,
    messages: Messages,
    beside: SideInputs = NOTHING_BESIDE,
    *,
    formulas: bool = True,
) -> Source:
    """Read any input. A workbook without a mapping or codes of ours is recognised as far as that goes.

    Without ``formulas`` a report in another form than an instance is not judged by them: enough for its facts.
    """
    if form_kind(path) and not beside.choice.takes(path):
        return read_form_source(path, engine, beside, formulas=formulas)
    if is_instance(path) or beside.choice.takes(path):
        return read_instance_source(path, beside)
    return open_workbook(path, mapping, engine, messages, beside)


def open_report(path: Path, engine: Engine, beside: SideInputs = NOTHING_BESIDE) -> InstanceSource:
    """Read all of a report that is no workbook, in any form; one that cannot be read whole is a PipelineError."""
    other = form_kind(path) and not beside.choice.takes(path)
    source = read_form_source(path, engine, beside) if other else read_instance_source(path, beside)
    refuse_part(source)
    return source


def refuse_part(source: Source) -> None:
    """Refuse a report of which a part is not read, where it is not judged: what is left would pass for all of it."""
    if not isinstance(source, InstanceSource):
        return
    if source.instance.flaw is not None:
        raise source.instance.flaw
    if source.form is not None and source.form.misread:
        raise PipelineError("form.misread", ExitCode.INVALID, path=source.path.name, told=source.form.misread)


def open_workbook(
    path: Path, mapping: Path | None, engine: Engine, messages: Messages, beside: SideInputs = NOTHING_BESIDE
) -> WorkbookSource:
    """Read a workbook; one without a mapping or codes of ours is recognised as far as that goes."""
    if mapping is not None:
        return _chosen(_read_mapped(path, mapping), beside)
    file = admit(path)
    book = read_admitted(file)
    found = _of_template(file, book) or _recognised(file, book, beside.choice.taxonomy, engine, messages)
    return _chosen(found, beside)


def read_source(path: Path, mapping: Path | None, beside: SideInputs = NOTHING_BESIDE) -> Source:
    """Read an input that says itself which report it is: an instance, a workbook with its mapping, or our template."""
    if is_instance(path) or beside.choice.takes(path):
        return read_instance_source(path, beside)
    return read_workbook_source(path, mapping, beside)


def read_workbook_source(path: Path, mapping: Path | None, beside: SideInputs = NOTHING_BESIDE) -> WorkbookSource:
    """Read a workbook with its mapping, or our template."""
    if mapping is not None:
        return _chosen(_read_mapped(path, mapping), beside)
    file = admit(path)
    template = _of_template(file, read_admitted(file))
    if template is None:
        raise _no_mapping(path)
    return _chosen(template, beside)


def _chosen(source: WorkbookSource, beside: SideInputs) -> WorkbookSource:
    """Add what goes with a run; a workbook that is meant for another taxonomy than was chosen is a PipelineError."""
    choice = beside.choice
    wanted = choice.place.name if choice.place is not None else choice.taxonomy
    if wanted not in ("", source.profile.taxonomy):
        raise PipelineError("taxonomy.not_this_one", path=str(source.path), wanted=wanted, own=source.profile.taxonomy)
    return replace(source, beside=beside, profile=choice.applied(source.profile))


def read_instance_source(path: Path, beside: SideInputs = NOTHING_BESIDE) -> InstanceSource:
    """Read a report that is XBRL already; anything else is a PipelineError that says what it is."""
    choice = beside.choice
    if choice.place is not None and choice.takes(path):
        instance, profile = _instance_elsewhere(path, choice.place, choice.filing_rules)
    else:
        instance, profile = _instance_installed(path, choice)
    return InstanceSource(
        path=path, data=instance.data, profile=choice.applied(profile), beside=beside, instance=instance
    )


def read_form_source(
    path: Path, engine: Engine, beside: SideInputs = NOTHING_BESIDE, *, formulas: bool = True
) -> InstanceSource:
    """Read a report in another form than an instance, by an installed taxonomy, and judge it as it is."""
    if beside.choice.place is not None:
        raise PipelineError("form.elsewhere", ExitCode.USAGE, path=path.name)
    form = read_form(path)
    named = InstanceFile(path.name, b"", form.references, {}, 0, form.references)
    profile = beside.choice.applied(_profile_of(path, named, beside.choice))
    judged = judge_form(form, profile, engine, path, formulas=formulas)
    instance = parse_instance(judged.instance, judged.name)
    return InstanceSource(
        path=path, data=judged.instance, profile=profile, beside=beside, instance=instance, form=judged
    )


def refuse_form(path: Path) -> None:
    """Refuse a report in another form than an instance where it is to be filed, and say what to do with it."""
    kind = form_kind(path)
    if kind:
        raise PipelineError(kind, path=path.name)


def _instance_elsewhere(path: Path, place: FoundTaxonomy, rules: str | None) -> tuple[InstanceFile, ReportProfile]:
    """Read an instance as it lies in the copy of the taxonomy; a reference that leads out of it is a PipelineError.

    A DOCTYPE breaks a filing rule where some were chosen; XBRL itself allows it, and then it is refused.
    """
    found = place.copied(path)
    instance = read_instance(found, whole=True, flawed=True)
    if instance.flaw is not None and instance.flaw.code == DOCTYPE and rules in (None, "none"):
        raise instance.flaw
    for reference in instance.references:
        if place.leads_out(path, reference):
            raise PipelineError("instance.leads_out", path=path.name, url=reference, place=place.name)
    return instance, profile_elsewhere(place.name, next(iter(instance.schema_refs), ""))


def _instance_installed(path: Path, choice: TaxonomyChoice) -> tuple[InstanceFile, ReportProfile]:
    """Read an instance of an installed taxonomy; one that is so ill-formed that it names none is a PipelineError."""
    instance = read_instance(path, flawed=True)
    try:
        return instance, _profile_of(path, instance, choice)
    except PipelineError as error:
        raise instance.flaw or error from None


def _read_mapped(path: Path, mapping: Path) -> WorkbookSource:
    file = admit(path)
    found = load_mapping(mapping)
    profile = load_profile(found.taxonomy, found.report)
    used = UsedMapping(found, mapping, _read(mapping))
    return WorkbookSource(path=path, data=file.data, profile=profile, file=file, mapping=used)


def _no_mapping(path: Path) -> PipelineError:
    return PipelineError("input.no_mapping", path=str(path), expected=f"{path.stem}.mapping.yaml")


def _of_template(file: Admitted, book: Workbook) -> WorkbookSource | None:
    """Find the fingerprint of our own template in a workbook; codes without one are a PipelineError."""
    found = find_fingerprint(book)
    if found is None and has_codes(book):
        raise PipelineError("template.no_fingerprint", path=str(file.path))
    if found is None:
        return None
    profile = report_profile(find_package(found.taxonomy), found.entry_point)
    return WorkbookSource(path=file.path, data=file.data, profile=profile, file=file, mapping=found, book=book)


def _recognised(file: Admitted, book: Workbook, taxonomy: str, engine: Engine, messages: Messages) -> WorkbookSource:
    """Make a mapping for a workbook that nobody has mapped; one in which nothing is recognised is a PipelineError."""
    from xbrl_pipeline.recognise.proposals import Proposer  # noqa: PLC0415 - see above
    from xbrl_pipeline.recognise.recognition import UserChoices  # noqa: PLC0415

    proposal = Proposer(book, UserChoices(taxonomy=taxonomy), engine, messages).start()
    if proposal.recognition.empty:
        raise _no_mapping(file.path)
    if proposal.blocking:
        told = tuple(one_line(question.text) for question in proposal.blocking)
        gaps = {"questions": told, "command": suggest_command(file.path)}
        raise PipelineError("question.blocking", ExitCode.NOT_VALIDATED, path=str(file.path), **gaps)
    mapping = UsedMapping(
        proposal.draft(messages).mapping,
        Path(_RECOGNISED),
        proposal.text(messages).encode(),
        proposal.questions,
        tuple(proposal.remembered.used.values()),
    )
    return WorkbookSource(
        path=file.path, data=file.data, profile=proposal.profile, file=file, mapping=mapping, book=book
    )


def suggest_command(path: Path) -> str:
    """Return the command with which a person answers what is open about a workbook."""
    mapping = path.with_name(f"{path.stem}.mapping.yaml")
    return f"xbrl-pipeline mapping suggest {_quoted(path)} --review review.xlsx --out {_quoted(mapping)}"


def _profile_of(path: Path, instance: InstanceFile, choice: TaxonomyChoice) -> ReportProfile:
    """Find the installed report that the schemaRef names, in one package where that was chosen."""
    if not instance.schema_refs:
        raise PipelineError("instance.no_schema_ref", path=instance.name)
    found = next((profile for url in instance.schema_refs if (profile := profile_of(url, choice.taxonomy))), None)
    if found is None:
        url = instance.schema_refs[0]
        folder = _folder_of_both(path, url)
        code = "instance.taxonomy_beside" if folder else "instance.taxonomy_missing"
        code = "instance.taxonomy_other" if choice.taxonomy else code
        rules = f"--filing-rules {choice.filing_rules} " if choice.filing_rules else ""
        gaps = {"url": url, "taxonomy": choice.taxonomy, "rules": rules, "folder": folder, "file": _quoted(path)}
        raise PipelineError(code, ExitCode.NOT_VALIDATED, path=instance.name, **gaps)
    return found


def _folder_of_both(path: Path, url: str) -> str:
    """Return the folder that holds an instance and what it refers to, if that is near enough for a user to mean it.

    Only the names are looked at. What lies there is nobody's business until the user points at it.
    """
    if _ADDRESS.match(url):
        return ""
    steps = posixpath.normpath(unquote(url).replace("\\", "/")).split("/")
    up = steps.count("..")
    folder = Path(os.path.normpath(path.parent.joinpath(*[".."] * up)))
    near = up <= _NEAR and folder.resolve() not in (Path(folder.anchor or "/"), Path.home())
    return _quoted(folder) if near else ""


def _quoted(path: Path) -> str:
    """Write a path so that it can be copied into a command."""
    return f'"{path}"' if " " in str(path) else str(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PipelineError("input.missing", path=str(path)) from error
    except OSError as error:
        raise PipelineError("input.unreadable", path=str(path), cause=os_cause(error)) from error


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
