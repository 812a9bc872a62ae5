"""Every kind of channel there is: ours, and those of plugins."""

from xbrl_pipeline.base.plugins import CHANNELS, plugins_of
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.channels import ChannelKind, folder, portal


def channel_kinds() -> dict[str, ChannelKind]:
    """Return the kinds by name; a plugin takes no name of ours."""
    found = {kind.name: kind for kind in (plugin.load() for plugin in plugins_of(CHANNELS))}
    return found | {kind.name: kind for kind in (portal.KIND, folder.KIND)}


def find_kind(name: str) -> ChannelKind:
    """Return a kind by its name; another name is a PipelineError that says which there are."""
    kinds = channel_kinds()
    if name not in kinds:
        raise PipelineError("submission.unknown_channel", ExitCode.USAGE, name=name, known=tuple(sorted(kinds)))
    return kinds[name]
