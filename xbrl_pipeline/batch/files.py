"""Files that appear whole or not at all."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from xbrl_pipeline.model.outcome import PipelineError, os_cause


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files beside their final names first, so that a full disk leaves nothing half-written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as scratch:
            for name, data in files.items():
                (Path(scratch) / name).write_bytes(data)
            for name in files:
                (Path(scratch) / name).replace(folder / name)
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(folder), cause=os_cause(error)) from error


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot be written to before any work is done for it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(folder), cause=os_cause(error)) from error
