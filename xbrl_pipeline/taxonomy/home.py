"""Where the program keeps its state."""

import os
from pathlib import Path

import platformdirs

from xbrl_pipeline.base.files import write_whole
from xbrl_pipeline.base.sharing import make_folder
from xbrl_pipeline.model.outcome import PipelineError, os_cause


def home() -> Path:
    """Return the folder for this program's state; ``XBRL_PIPELINE_HOME`` overrides the platform's choice."""
    chosen = os.environ.get("XBRL_PIPELINE_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("xbrl-pipeline", appauthor=False))


def not_writable(path: Path, error: OSError) -> PipelineError:
    """Describe that the program cannot keep its state."""
    return PipelineError("store.not_writable", path=str(path), cause=os_cause(error))


def not_readable(error: OSError) -> PipelineError:
    """Describe that this account may not see the program's state, which is perhaps that of colleagues."""
    return PipelineError("store.not_readable", path=str(home()), cause=os_cause(error))


def keep_whole(path: Path, data: bytes) -> None:
    """Keep a file in the state folder, whole or not at all."""
    try:
        make_folder(path.parent)
        write_whole(path, data)
    except OSError as error:
        raise not_writable(path.parent, error) from error
