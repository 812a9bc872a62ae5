"""``convert``: a workbook to an instance, with its facts and its ledger."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import lang_option, mapping_option, out_option, quiet_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

TARGETS = click.Choice(["xbrl", "xbrl-json", "xbrl-csv", "package"])


@click.command("convert", help=words("convert.help"))
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--to", "target", type=TARGETS, default=None, help=words("convert.to"))
@mapping_option
@out_option("out")
@lang_option
@quiet_option
def command(workbook: Path, target: str | None, mapping: Path | None, out: Path, lang: str, quiet: bool) -> int:
    """Write instance.xbrl, facts.json and ledger.json, all or none; or a report in the form that was asked for."""
    if target is not None:
        return _recast(workbook, target, mapping, out, lang, quiet=quiet)
    from xbrl_pipeline.base.files import write_all
    from xbrl_pipeline.cli.findings import finding_lines, ledger_line
    from xbrl_pipeline.dossier.files import facts_json, ledger_json
    from xbrl_pipeline.dossier.names import FACTS, INSTANCE, LEDGER
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.inputs.plan import Input
    from xbrl_pipeline.inputs.sources import open_workbook
    from xbrl_pipeline.instance.writer import write_instance
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.findings import Severity
    from xbrl_pipeline.pipeline import convert
    from xbrl_pipeline.validation.folding import gather

    texts = messages(lang)
    chosen = Input(workbook, mapping).workbook_mapping()
    with Engine() as engine:
        source = open_workbook(workbook, chosen, engine, texts)
        mapped, model = convert(source, engine, texts)
    for line in (line for finding in gather(mapped.findings, texts) for line in finding_lines(finding, texts)):
        click.echo(visible(line), err=True)
    if not quiet:
        click.echo(ledger_line(mapped.ledger, texts))
    if any(finding.severity is Severity.ERROR for finding in mapped.findings):
        raise PipelineError("convert.no_instance", ExitCode.INVALID)
    data = write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile)
    files = {INSTANCE: data, FACTS: facts_json(mapped.facts), LEDGER: ledger_json(mapped.ledger)}
    write_all(out, files)
    if not quiet:
        click.echo(texts.text("cli.convert.written", path=str(out / INSTANCE), facts=len(mapped.facts)))
    return ExitCode.VALID


def _recast(path: Path, target: str, mapping: Path | None, out: Path, lang: str, *, quiet: bool) -> int:
    """Write any report in another form, named after it."""
    from xbrl_pipeline.base.files import write_all
    from xbrl_pipeline.cli.findings import finding_lines
    from xbrl_pipeline.cli.progress import busy
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.forms import FormTarget, instance_of, recast
    from xbrl_pipeline.inputs.plan import Input
    from xbrl_pipeline.inputs.sources import open_source
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.validation.folding import gather

    texts = messages(lang)
    with busy(texts, "cli.busy.form", quiet=quiet) as stop, Engine() as engine:
        source = open_source(path, Input(path, mapping).mapping_path(), engine, texts, formulas=False)
        data, findings = instance_of(source, engine, texts)
        if not data:
            stop()
            for line in (line for finding in gather(findings, texts) for line in finding_lines(finding, texts)):
                click.echo(visible(line), err=True)
            raise PipelineError("convert.no_instance", ExitCode.INVALID)
        made = recast(data, source.profile, FormTarget(target), path.stem, engine)
        write_all(out, made.files)
    if not quiet:
        names = tuple(str(out / name) for name in made.files)
        click.echo(texts.text("cli.convert.recast", paths=names, facts=made.facts))
    return ExitCode.VALID
