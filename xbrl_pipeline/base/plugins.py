"""Doors for others: what a package that is installed beside this one adds, by entry points.

======================  ==================================================================================
group                   what an entry point names
======================  ==================================================================================
xbrl_pipeline.channels  a ``ChannelKind`` (``submission/channels``): another way to the receiver
xbrl_pipeline.rules     a module that registers plausibility rules when it is imported
xbrl_pipeline.profiles  a package with ``profiles/*.yaml``: report profiles (``taxonomy/profiles.py``)
xbrl_pipeline.messages  a package with ``nl/*.toml`` and ``en/*.toml``: the sentences of the others
======================  ==================================================================================

Whoever installs such a package trusts it as this program: it runs with the same rights. It never decides a verdict,
which is the engine's, and it is named by ``doctor`` and in the identity of the program.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

CHANNELS: Final = "channels"
RULES: Final = "rules"
PROFILES: Final = "profiles"
MESSAGES: Final = "messages"
GROUPS: Final = (CHANNELS, RULES, PROFILES, MESSAGES)


@dataclass(frozen=True, slots=True)
class Plugin:
    """One thing that another package adds."""

    group: str
    name: str
    package: str  # and its version, as ``name 1.2``
    entry_point: EntryPoint

    def load(self) -> Any:  # noqa: ANN401 - whatever the group asks for
        """Import and return it; what goes wrong is the exception of that package."""
        return self.entry_point.load()


@cache
def plugins() -> tuple[Plugin, ...]:
    """Return what is installed, in order of group and name; once per process."""
    return tuple(
        Plugin(group, point.name, f"{point.dist.name} {point.dist.version}" if point.dist else "", point)
        for group in GROUPS
        for point in sorted(entry_points(group=f"xbrl_pipeline.{group}"), key=lambda each: each.name)
    )


def plugins_of(group: str) -> tuple[Plugin, ...]:
    """Return what is installed of one group."""
    return tuple(plugin for plugin in plugins() if plugin.group == group)
