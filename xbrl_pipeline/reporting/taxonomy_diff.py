"""What became of a taxonomy, as a page, as JSON and as text."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.taxonomy_changes import ChangeKind, TaxonomyChange, TaxonomyChanges
from xbrl_pipeline.reporting.pages import render


def diff_html(changes: TaxonomyChanges, messages: Messages) -> bytes:
    """Write the changes as a page of its own: one table for each kind."""
    return render("taxonomy_diff.html.j2", messages, changes=changes, groups=_groups(changes))


def diff_json(changes: TaxonomyChanges, messages: Messages) -> bytes:
    """Write the changes for programs; ``messages`` is there because every writer has it."""
    data = asdict(changes) | {"lang": messages.lang, "counts": {kind: len(group) for kind, group in _groups(changes)}}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def diff_lines(changes: TaxonomyChanges, messages: Messages) -> Iterator[str]:
    """Give the changes as lines of text."""
    yield messages.text("diff.title", before=changes.before, after=changes.after)
    for kind, group in _groups(changes):
        yield ""
        yield f"{messages.text(f'diff.{kind}')} ({len(group)})"
        for change in group:
            to = f" → {', '.join(change.to)}" if change.to else ""
            yield f"  {change.name}{to}  {change.label}"
            if change.note:
                yield f"      {change.note}"
            for detail in change.details:
                yield f"      {messages.text(f'diff.{detail.what}')}: {detail.before} → {detail.after}"
    if not changes.changes:
        yield messages.text("diff.none")


def _groups(changes: TaxonomyChanges) -> list[tuple[ChangeKind, tuple[TaxonomyChange, ...]]]:
    return [(kind, group) for kind in ChangeKind if (group := changes.of(kind))]
