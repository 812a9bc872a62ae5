"""What the ``taxonomy`` commands do. Apart from the commands themselves, so that their help needs none of this."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from xbrl_pipeline.cli import taxonomy_view as view
from xbrl_pipeline.cli.progress import counting
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.messages.plain import escaped, visible
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.model.taxonomy_changes import TaxonomyChanges
from xbrl_pipeline.reporting.taxonomy_diff import diff_html, diff_json, diff_lines
from xbrl_pipeline.taxonomy import store
from xbrl_pipeline.taxonomy.changes import compare, publishers_list
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import choose_entry_point, usual_entry_point


def list_packages(*, as_json: bool, lang: str) -> int:
    """Show each package with its entry points."""
    found = store.packages()
    if as_json:
        _print([view.package_data(item, lang) for item in found])
    for item in () if as_json else found:
        _echo(view.package_lines(item, messages(lang)))
    return ExitCode.VALID


def add_package(
    file: Path,
    name: str,
    only: tuple[str, ...],
    *,
    replacing: bool,
    checking: bool,
    as_json: bool,
    lang: str,
    quiet: bool,
) -> int:
    """Check a package and keep it."""
    texts = messages(lang)
    with counting(texts, quiet=quiet) as count:
        taken = store.add(
            file,
            name=name,
            only=only,
            replacing=replacing,
            checking=checking,
            progress=lambda stage, done, total: count(f"taxonomy.adding.{stage}", done, total),
        )
    if as_json:
        told = {"known": taken.known, "replaced": list(taken.replaced)}
        _print(view.package_data(taken.package, lang) | told)
    elif not quiet:
        code = "taxonomy.known" if taken.known else "taxonomy.added"
        click.echo(texts.text(code, id=taken.package.id, name=taken.package.name(lang)))
        for other in taken.replaced:
            click.echo(texts.text("taxonomy.replaced", id=taken.package.id, other=other))
        _describe(taken.package, texts)
    return ExitCode.VALID


def remove_package(taxonomy: str, *, as_json: bool, lang: str) -> int:
    """Take an added package out."""
    package = store.remove(taxonomy)
    if as_json:
        _print({"id": package.id, "sha256": package.sha256})
    else:
        click.echo(messages(lang).text("taxonomy.removed", id=package.id))
    return ExitCode.VALID


def verify_packages(*, as_json: bool, lang: str) -> int:
    """Hash every package again."""
    texts = messages(lang)
    checked = store.verify()
    if as_json:
        _print([{"id": each.package.id, "sha256": each.package.sha256, "sound": each.sound} for each in checked])
    for each in () if as_json else checked:
        click.echo(f"{each.package.id}  {texts.text('taxonomy.sound' if each.sound else 'taxonomy.changed')}")
    return ExitCode.VALID if all(each.sound for each in checked) else ExitCode.NOT_VALIDATED


def show(taxonomy: str, name: str | None, report: str, *, as_json: bool, lang: str) -> int:
    """Show a package, or an element or role of one of its reports."""
    package = store.find_package(taxonomy)
    if name is None and not report and usual_entry_point(package) is None:
        _show_package(package, as_json=as_json, lang=lang)
        return ExitCode.VALID
    entry = choose_entry_point(package, report)
    with Engine() as engine:
        model = store.compiled_model(package, entry.url, engine)
    if name is None:
        _show_model(model, as_json=as_json, lang=lang)
    else:
        _show_part(model, name, as_json=as_json, lang=lang)
    return ExitCode.VALID


def diff(before: str, after: str, kind: str, out: Path | None, *, as_json: bool, lang: str) -> int:
    """Compare two entry points."""
    texts = messages(lang)
    (old, _), (new, package) = _model_named(before, after), _model_named(after, before)
    changes = compare(old, new, publishers_list(package), lang)
    writers = {"html": diff_html, "json": diff_json, "text": _diff_text}
    data = writers["json" if as_json else kind](changes, texts)
    if out is None:
        click.echo(data.decode(), nl=False)
    else:
        _save(out, data)
    return ExitCode.VALID


def _diff_text(changes: TaxonomyChanges, texts: Messages) -> bytes:
    return "".join(f"{line}\n" for line in diff_lines(changes, texts)).encode()


def _save(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(path), cause=error.strerror or "") from error
    click.echo(visible(str(path)))


def _model_named(text: str, other: str) -> tuple[TaxonomyModel, store.Package]:
    """Return the model of ``PACKAGE:REPORT``; without a report the only one, or the one the other side names."""
    name, _, report = text.partition(":")
    package = store.find_package(name)
    entry = choose_entry_point(package, report or other.partition(":")[2])
    with Engine() as engine:
        return store.compiled_model(package, entry.url, engine), package


def _show_package(package: store.Package, *, as_json: bool, lang: str) -> None:
    if as_json:
        _print(view.package_data(package, lang))
    else:
        _describe(package, messages(lang))


def _describe(package: store.Package, texts: Messages) -> None:
    _echo(view.package_lines(package, texts))
    _echo(view.remark_lines(package, texts))


def _show_model(model: TaxonomyModel, *, as_json: bool, lang: str) -> None:
    if as_json:
        _print(view.model_data(model, lang))
    else:
        _echo(view.model_lines(model, lang))


def _show_part(model: TaxonomyModel, name: str, *, as_json: bool, lang: str) -> None:
    """Show a concept or another element by its name, or a role by the end of its address."""
    element, role = model.find_any(name), model.find_role(name)
    if element is None and role is None:
        raise PipelineError("taxonomy.no_such_name", ExitCode.USAGE, taxonomy=model.package, name=name)
    if as_json:
        _print(view.concept_data(model, element, lang) if element else role and view.role_data(model, role, lang))
    elif element is not None:
        _echo(view.concept_lines(model, element, lang))
    elif role is not None:
        _echo(view.role_lines(model, role, lang))


def _print(data: object) -> None:
    click.echo(escaped(json.dumps(data, ensure_ascii=False, indent=2)))


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(visible(line))
