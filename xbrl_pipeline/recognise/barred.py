"""What a workbook shows and the taxonomy has no place for: a budget of a line that is only reported as it was."""

from xbrl_pipeline.mapping.trial_balance.totals import is_reportable
from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.recognise.lexicon import START
from xbrl_pipeline.recognise.recognition import Barred, Recognition
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile


def find_barred(recognition: Recognition, model: TaxonomyModel, profile: ReportProfile) -> frozenset[Barred]:
    """Return the lines with the scope and period in which the taxonomy does not take them."""

    def name(prefixed: str) -> QName:
        prefix, _, local = prefixed.rpartition(":")
        return QName(model.prefixes[prefix], local)

    members = {"separate": profile.separate_member, "consolidated": profile.consolidated_member}
    found: set[Barred] = set()
    for block in recognition.blocks:
        for period in block.reading.periods.reported:
            scope = period.scope or block.reading.scope or "separate"
            dimensions = [Dimension(name(profile.statement_axis), name(members[scope]))]
            if period.means == "budget":
                dimensions.append(Dimension(name(profile.budget_axis), name(profile.budget_member)))
            for line in {judged.line for judged in block.rows if judged.line is not None}:
                concept = model.find(line[1].removesuffix(START))
                if concept is not None and not is_reportable(model, concept.name, tuple(sorted(dimensions))):
                    found.add((line[1], scope, str(period.means)))
    return frozenset(found)
