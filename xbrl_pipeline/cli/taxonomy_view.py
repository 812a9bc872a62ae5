"""What ``taxonomy list`` and ``taxonomy show`` say, as plain data and as lines of text."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy.model import Concept, Hypercube, LinkRole, Rule, Sum, TaxonomyModel
from xbrl_pipeline.taxonomy.standing import standing_of
from xbrl_pipeline.taxonomy.store import Package

Data = dict[str, Any]


def package_data(package: Package, lang: str) -> Data:
    """Describe a package with its entry points in words."""
    return {
        "id": package.id,
        "sha256": package.sha256,
        "name": package.name(lang),
        "version": package.version,
        "shipped": package.shipped,
        "standing": standing_of(package).value,
        "source": package.source,
        "needs": list(package.needs),
        "entry_points": [{"url": entry.url, "name": entry.name(lang)} for entry in package.entry_points],
        "missing": list(package.missing),
        "remarks": [
            {"code": each.code, "level": each.level, "text": each.text, "entry_points": list(each.entry_points)}
            for each in package.remarks
        ],
    }


def package_lines(package: Package, texts: Messages) -> Iterator[str]:
    """Give a package with its entry points as lines."""
    yield f"{package.id}  {package.name(texts.lang)}"
    yield f"    sha256 {package.sha256}"
    yield f"    {texts.text(f'taxonomy.standing.{standing_of(package)}')}"
    for entry in package.entry_points:
        yield f"    · {entry.name(texts.lang)}"
        yield f"      {entry.url}"


def remark_lines(package: Package, texts: Messages) -> Iterator[str]:
    """Give what was said of the taxonomy when it was installed: each kind once, with how often."""
    if package.missing:
        yield texts.text("taxonomy.lacking", missing=package.missing)
    if package.remarks:
        yield texts.text("taxonomy.remarks", count=len(package.remarks))
    counts = Counter(remark.code for remark in package.remarks)
    for code, count in sorted(counts.items()):
        text = next(remark.text for remark in package.remarks if remark.code == code)
        yield "    " + texts.text("taxonomy.remark", code=code, count=count, text=" ".join(text.split())[:200])


def model_data(model: TaxonomyModel, lang: str) -> Data:
    """Describe an entry point: its roles as trees, and every concept that can be reported."""
    return {
        "taxonomy": model.package,
        "entry_point": model.entry_point,
        "counts": {
            "concepts": len(model.concepts),
            "roles": len(model.roles),
            "rules": len(model.rules),
            "sums": len(model.sums),
        },
        "roles": [role_data(model, role, lang) for role in model.roles.values()],
        "concepts": [
            {"concept": each.name.local, "prefix": each.prefix, "kind": each.kind.value, "label": each.label(lang)}
            for each in model.concepts.values()
        ],
    }


def model_lines(model: TaxonomyModel, lang: str) -> Iterator[str]:
    """Give all roles as trees; a taxonomy that presents nothing as a plain list of its concepts."""
    for role in model.roles.values():
        yield from role_lines(model, role, lang)
        yield ""
    if not model.roles:
        yield from (_line(each, each.label(lang), 0) for each in model.concepts.values())


def role_data(model: TaxonomyModel, role: LinkRole, lang: str) -> Data:
    """Describe a role: its tree, its hypercubes, and the rules that stand in it."""
    lines = [
        {
            "depth": line.depth,
            "concept": _name(model, line.name),
            "label": _label(model, line.name, lang, line.preferred),
        }
        for line in role.lines
    ]
    tables = [table_data(model, table) for table in model.tables if table.role == role.uri]
    rules = [rule.id for rule in model.rules.values() if rule.role == role.uri]
    return {"role": role.uri, "label": role.label(lang), "lines": lines, "tables": tables, "rules": rules}


def role_lines(model: TaxonomyModel, role: LinkRole, lang: str) -> Iterator[str]:
    """Give a role as a tree."""
    yield f"{role.label(lang)}  ({role.uri})"
    for line in role.lines:
        element = model.element(line.name)
        label = _label(model, line.name, lang, line.preferred)
        yield _line(element, label, line.depth + 1) if element is not None else label


def concept_data(model: TaxonomyModel, concept: Concept, lang: str) -> Data:
    """Describe everything that is known of one element."""
    return {
        "concept": _name(model, concept.name),
        "namespace": concept.name.namespace,
        "kind": concept.kind.value,
        "type": None if concept.type is None else _name(model, concept.type),
        "period": "instant" if concept.instant else "duration",
        "balance": concept.balance,
        "labels": [{"role": role, "lang": tongue, "text": text} for (role, tongue), text in concept.labels.items()],
        "references": [dict(reference) for reference in concept.references],
        "codes": [{"value": code.value, "label": code.label(lang)} for code in model.codes_of(concept)],
        "pattern": concept.pattern,
        "max_length": concept.max_length,
        "roles": [role.uri for role in model.roles.values() if any(line.name == concept.name for line in role.lines)],
        "tables": [table_data(model, table) for table in model.tables_of(concept.name)],
        "sums": [sum_data(model, each) for each in model.sums if _takes_part(each, concept.name)],
        "rules": [rule_data(rule) for rule in model.rules.values() if concept.name in rule.subjects],
    }


def concept_lines(model: TaxonomyModel, concept: Concept, lang: str) -> Iterator[str]:
    """Give one element as lines: ``key: value``."""
    data = concept_data(model, concept, lang)
    yield f"{data['concept']}  {concept.label(lang)}"
    for key in ("kind", "type", "period", "balance", "pattern", "max_length"):
        if data[key] is not None:
            yield f"    {key}: {data[key]}"
    for label in data["labels"]:
        yield f"    {label['lang']} {label['role']}: {label['text']}"
    for reference in concept.references:
        yield f"    → {' '.join(text for _, text in reference)}"
    for code in data["codes"]:
        yield f"    = {code['value']}  {code['label'] if code['label'] != code['value'] else ''}".rstrip()
    for each in data["tables"]:
        yield f"    # {each['role']}: {', '.join(axis['axis'] for axis in each['axes'])}"
    for each in data["sums"]:
        yield f"    Σ {each['total']} = {' '.join(part['sign'] + ' ' + part['concept'] for part in each['parts'])}"
    for rule in data["rules"]:
        yield f"    ! {rule['id']} ({rule['severity']}): {rule['messages'].get(lang, rule['test'])}"


def table_data(model: TaxonomyModel, table: Hypercube) -> Data:
    """Describe a hypercube: which members each axis takes."""
    axes = [
        {
            "axis": _name(model, axis.name),
            "typed": axis.typed,
            "members": [_name(model, member) for member in axis.members],
            "default": None if axis.default is None else _name(model, axis.default),
        }
        for axis in table.axes
    ]
    name = _name(model, table.hypercube)
    return {"role": table.role, "hypercube": name, "excludes": table.excludes, "closed": table.closed, "axes": axes}


def sum_data(model: TaxonomyModel, item: Sum) -> Data:
    """Describe a total."""
    parts = [
        {"concept": _name(model, name), "weight": str(weight), "sign": "-" if weight < 0 else "+"}
        for name, weight in item.parts
    ]
    return {"role": item.role, "rule": item.rule, "total": _name(model, item.total), "parts": parts}


def rule_data(rule: Rule) -> Data:
    """Describe a rule."""
    return {"id": rule.id, "severity": rule.severity.value, "test": rule.test, "messages": rule.messages}


def _takes_part(item: Sum, name: QName) -> bool:
    return item.total == name or any(part == name for part, _ in item.parts)


def _name(model: TaxonomyModel, name: QName) -> str:
    element = model.element(name)
    prefix = element.prefix if element is not None else next(
        (prefix for prefix, namespace in model.prefixes.items() if namespace == name.namespace), ""
    )  # fmt: skip
    return f"{prefix}:{name.local}".removeprefix(":")


def _label(model: TaxonomyModel, name: QName, lang: str, role: str) -> str:
    element = model.element(name)
    return name.local if element is None else element.label(lang, role)


def _line(element: Concept, label: str, depth: int) -> str:
    return f"{'  ' * depth}{label}  [{element.prefix}:{element.name.local}, {element.kind.value}]"
