"""The only importer of Arelle: load, validate, compile; records out, never findings.

Importing this package does not import Arelle: only the child process does.
"""

from xbrl_pipeline.engine.client import NAME, OPTIONS, Engine, EngineSettings, engine_version
from xbrl_pipeline.engine.dumps import DtsDump
from xbrl_pipeline.engine.records import (
    CompileJob,
    EngineResult,
    Record,
    Ref,
    ValidateJob,
)

__all__ = [
    "NAME",
    "OPTIONS",
    "CompileJob",
    "DtsDump",
    "Engine",
    "EngineResult",
    "EngineSettings",
    "Record",
    "Ref",
    "ValidateJob",
    "engine_version",
]
