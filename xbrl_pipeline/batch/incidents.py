"""Unexpected failures: the details go to a log file, the user gets a number."""

import secrets
import traceback
from datetime import UTC, datetime

from xbrl_pipeline import VERSION
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.store import home


def record_incident(error: BaseException) -> PipelineError:
    """Write a log file and return the problem to show; where no file can be written the number still stands."""
    now = datetime.now(UTC)
    incident = f"{now:%Y%m%d}-{secrets.token_hex(3)}"
    log = home() / "incidents" / f"{incident}.log"
    details = "".join(traceback.format_exception(error))
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(f"{now:%Y-%m-%dT%H:%M:%SZ} xbrl-pipeline {VERSION}\n{details}", "utf-8")
    except OSError:
        return PipelineError("internal.unknown", ExitCode.INTERNAL, incident=incident, log="-")
    return PipelineError("internal.unknown", ExitCode.INTERNAL, incident=incident, log=str(log))
