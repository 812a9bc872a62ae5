"""Last year's report beside this one: whether it is that, and its amounts by this year's names."""

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.instance.last_year import LastYear, read_last_year
from xbrl_pipeline.instance.reader import InstanceFile
from xbrl_pipeline.model.taxonomy_changes import ChangeKind
from xbrl_pipeline.taxonomy.changes import compare, publishers_list
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.packages import packages
from xbrl_pipeline.taxonomy.profiles import profile_of
from xbrl_pipeline.taxonomy.store import load_model


def open_last_year(given: InstanceFile, model: TaxonomyModel, engine: Engine) -> LastYear:
    """Return the amounts of last year's report, also where its taxonomy is another one."""
    return read_last_year(given.data, model, _renamed(given, model, engine))


def _renamed(given: InstanceFile, model: TaxonomyModel, engine: Engine) -> dict[str, str]:
    """Return the new local names: as ``taxonomy diff`` finds them, or the publisher's list where only that is here."""
    if model.entry_point in given.schema_refs:
        return {}
    package = next((each for each in packages() if each.id == model.package), None)
    listed = publishers_list(package) if package is not None else ()
    before = next((profile for url in given.schema_refs if (profile := profile_of(url, ""))), None)
    if before is None:
        return {item.before: item.after[0] for item in listed if len(item.after) == 1}
    changes = compare(load_model(before, engine), model, listed)
    return {_local(change.name): _local(change.to[0]) for change in changes.of(ChangeKind.RENAMED)}


def _local(name: str) -> str:
    return name.rpartition(":")[2]
