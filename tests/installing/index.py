"""An index in a folder, with an empty wheel for every requirement, and a newer release of each beside it.

The wheels have the real metadata of what is installed here: what they need, and under which extras.
"""

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.installing.requirement_files import Line

NEWER = "99999.0"
_TAG = "py3-none-any"

# stands for hatchling, which cannot be an empty wheel: it makes an editable install of the name in pyproject.toml
BACKEND = """
import os, tomllib, zipfile
def get_requires_for_build_editable(settings=None):
    return []
def build_editable(folder, settings=None, metadata=None):
    project = tomllib.load(open("pyproject.toml", "rb"))["project"]
    info, name = "xbrl_pipeline-0.dist-info", "xbrl_pipeline-0-py3-none-any.whl"
    needs = "".join(f"Requires-Dist: {need}\\n" for need in project["dependencies"])
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: xbrl-pipeline\\nVersion: 0\\n{needs}")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"""
_EXTRA: Mapping[str, Mapping[str, str]] = {"hatchling": {"hatchling/__init__.py": "", "hatchling/build.py": BACKEND}}


def build_index(folder: Path, lines: Iterable[Line]) -> dict[str, str]:
    """Make the index and return the SHA-256 of each wheel of a version that a line names, by package."""
    hashes: dict[str, str] = {}
    for line in lines:
        name = canonicalize_name(line.requirement.name)
        place = folder / name
        place.mkdir(parents=True)
        made = [_wheel(place, line.requirement.name, version) for version in (line.version, NEWER)]
        links = (f'<a href="{file.name}#sha256={_sha256(file)}">{file.name}</a>' for file in made)
        (place / "index.html").write_text("\n".join(links), "utf-8")
        hashes[name] = _sha256(made[0])
    return hashes


def _wheel(folder: Path, name: str, version: str) -> Path:
    metadata = distribution(name).metadata
    needs = [f"Requires-Dist: {need}" for need in metadata.get_all("Requires-Dist") or []]
    extras = [f"Provides-Extra: {extra}" for extra in metadata.get_all("Provides-Extra") or []]
    head = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *needs, *extras]
    plain = name.replace("-", "_").replace(".", "_").lower()
    info = f"{plain}-{version}.dist-info"
    files = dict(_EXTRA.get(canonicalize_name(name), {})) | {
        f"{info}/METADATA": "\n".join(head) + "\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {_TAG}\n",
    }
    record = [f"{path},sha256={_digest(text)},{len(text.encode())}" for path, text in files.items()]
    file = folder / f"{plain}-{version}-{_TAG}.whl"
    with zipfile.ZipFile(file, "w") as wheel:
        for path, text in files.items():
            wheel.writestr(zipfile.ZipInfo(path), text)
        wheel.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "\n".join([*record, f"{info}/RECORD,,"]) + "\n")
    return file


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
