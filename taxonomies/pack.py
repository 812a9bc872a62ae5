"""What the wheel holds besides the package: taxonomies, samples and schemas, under ``xbrl_pipeline/shipped``.

The taxonomies go in as zips. Their files have names of up to two hundred characters, and below the folder where Windows
keeps libraries that is more than its limit of 260.
"""

import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # equal contents, equal bytes
_TARGET: Final = "xbrl_pipeline/shipped"
_BESIDE: Final = (
    "samples/*.xlsx",
    "samples/*.mapping.yaml",
    "samples/beleidsinformatie/*.xlsx",
    "samples/beleidsinformatie/*.mapping.yaml",
    "samples/*.csv",
    "samples/README.md",
    "schemas/*.schema.json",
)


class ShippedHook(BuildHookInterface[Any]):
    """Adds files to a wheel; an editable install finds them in the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Pack the taxonomies and name what goes into the wheel."""
        if version == "editable":
            return
        root, included = Path(self.root), build_data["force_include"]
        self.scratch = tempfile.TemporaryDirectory(prefix="shipped-")
        for description in sorted(root.glob("taxonomies/*/META-INF/taxonomyPackage.xml")):
            folder = description.parent.parent
            packed = Path(self.scratch.name) / f"{folder.name}.zip"
            pack(folder, packed)
            included[str(packed)] = f"{_TARGET}/{packed.name}"
        for pattern in _BESIDE:
            for file in sorted(root.glob(pattern)):
                included[str(file)] = f"{_TARGET}/{file.relative_to(root).as_posix()}"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Take the packed taxonomies away again."""
        if version != "editable":
            self.scratch.cleanup()


def pack(folder: Path, target: Path) -> None:
    """Write a folder as a zip; equal contents give equal bytes."""
    names = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(names):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), names[name].read_bytes(), zipfile.ZIP_DEFLATED)
