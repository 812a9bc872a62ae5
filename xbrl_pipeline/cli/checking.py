"""What ``run`` and ``validate`` share: their options as one, and what a check needs, open until it ends."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xbrl_pipeline.cli.many import engine_settings, jobs_for, print_left_out, print_line

if TYPE_CHECKING:  # importing the engine would make --help wait
    from xbrl_pipeline.batch.options import Keep, RunOptions
    from xbrl_pipeline.batch.outcome import FileOutcome
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.inputs.named import DisplayNames
    from xbrl_pipeline.inputs.plan import Input
    from xbrl_pipeline.inputs.sources import TaxonomyChoice


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The options that both commands take, as they stand on the command line."""

    paths: tuple[Path, ...]
    mapping: Path | None
    rules: Path | None
    previous: Path | None
    taxonomy: str
    filing_rules: str | None
    strict: bool
    lists: tuple[Path, ...]
    jobs: int | None
    jsonl: bool
    no_cache: bool
    keep: bool
    cluster: str | None
    shared: bool
    time_limit: float
    memory_limit: int
    lang: str
    quiet: bool


def gathered(paths: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Hand a command what both take as one ``CheckOptions``; ``paths`` is what the command calls the files."""

    def gather(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def gathering(**options: Any) -> int:  # noqa: ANN401 - as click gives them
            options["paths"] = options.pop(paths)
            given = CheckOptions(**{field.name: options.pop(field.name) for field in fields(CheckOptions)})
            return command(given, **options)

        return gathering

    return gather


@dataclass(frozen=True)
class Begun:
    """Everything that a check needs, and the files and folders that were named."""

    given: CheckOptions
    files: tuple[Path, ...]
    inputs: "tuple[Input, ...]"
    names: "DisplayNames"
    engine: "Engine"
    options: "RunOptions"

    @cached_property
    def unread(self) -> tuple[Path, ...]:
        """The files that are no input, by the names that a user knows; asked when all is done and made."""
        given = self.given
        return self.names.left_out(self.files, self.inputs, (given.mapping, given.rules, given.previous, *given.lists))

    def outcomes(self, keep: "Keep | None" = None) -> "Iterator[FileOutcome]":
        """Check all inputs, and write the lines of JSON where these were asked for."""
        from xbrl_pipeline.batch.checking import check_all
        from xbrl_pipeline.reporting.lines import outcome_line

        texts = self.options.messages
        for outcome in check_all(self.inputs, self.engine, replace(self.options, keep=keep)):
            if self.given.jsonl:
                print_line(outcome_line(self.names.shown(outcome.path), outcome, texts, kept=keep is not None))
            yield outcome
        if self.given.jsonl:
            print_left_out(self.unread, texts)


@contextmanager
def begin(given: CheckOptions, choose: "Callable[[], AbstractContextManager[TaxonomyChoice]]") -> Iterator[Begun]:
    """Open what was named, with the taxonomy that was chosen and an engine."""
    from xbrl_pipeline.batch.options import ClusterChoice, RunOptions
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.inputs.named import opened
    from xbrl_pipeline.inputs.plan import plan
    from xbrl_pipeline.inputs.sources import read_side_inputs
    from xbrl_pipeline.messages import messages

    settings = engine_settings(
        time_limit=given.time_limit, memory_limit=given.memory_limit, no_cache=given.no_cache, keep=given.keep
    )
    with (
        opened(given.paths, given.lists) as (files, names),
        choose() as choice,
        Engine(settings=settings) as engine,
    ):
        inputs = plan(files, given.mapping, names.short)
        beside = read_side_inputs(given.rules, given.previous, choice, number=len(inputs))
        workers = jobs_for(len(inputs), given.jobs)
        cluster = ClusterChoice(given.cluster, given.shared) if given.cluster else None
        options = RunOptions(
            messages(given.lang), given.strict, workers, beside, names.told, names.shown, cluster=cluster
        )
        yield Begun(given, files, inputs, names, engine, options)
