"""Last year's report beside this one: whether it is that, and its amounts by this year's names."""

from collections.abc import Iterable

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.instance.last_year import LastYear, read_last_year
from xbrl_pipeline.instance.reader import InstanceFile
from xbrl_pipeline.model.taxonomy_changes import ChangeKind
from xbrl_pipeline.taxonomy.changes import compare, publishers_list
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.packages import packages
from xbrl_pipeline.taxonomy.profiles import profile_of
from xbrl_pipeline.taxonomy.renaming import Renaming
from xbrl_pipeline.taxonomy.store import load_model


def open_last_year(given: InstanceFile, model: TaxonomyModel, engine: Engine) -> LastYear:
    """Return the amounts of last year's report, also where its taxonomy is another one."""
    return read_last_year(given.data, renaming(given.schema_refs, model, engine))


def renaming(entry_points: Iterable[str], model: TaxonomyModel, engine: Engine) -> Renaming:
    """Return how names of a report, which says its entry points, are called in another taxonomy.

    As ``taxonomy diff`` finds them, or by the publisher's list where only that is here.
    """
    told = tuple(entry_points)
    if model.entry_point in told:
        return Renaming(model, {})
    package = next((each for each in packages() if each.id == model.package), None)
    listed = publishers_list(package) if package is not None else ()
    before = next((profile for url in told if (profile := profile_of(url, ""))), None)
    if before is None:
        return Renaming(model, {item.before: item.after[0] for item in listed if len(item.after) == 1})
    changes = compare(load_model(before, engine), model, listed)
    return Renaming(model, {_local(change.name): _local(change.to[0]) for change in changes.of(ChangeKind.RENAMED)})


def _local(name: str) -> str:
    return name.rpartition(":")[2]
