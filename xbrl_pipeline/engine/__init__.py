"""The only importer of Arelle: load, validate, compile; records out, never findings.

Importing this package does not import Arelle: only the child process does.
"""

from xbrl_pipeline.engine.client import NAME, OPTIONS, WHOLE_OPTIONS, Engine, EngineSettings, engine_version
from xbrl_pipeline.engine.dumps import DtsDump, Survey, WholeResult
from xbrl_pipeline.engine.records import (
    CompileJob,
    EngineResult,
    FormJob,
    FormResult,
    Record,
    Ref,
    SavedForm,
    SaveJob,
    SurveyJob,
    ValidateJob,
    WholeJob,
)

__all__ = [
    "NAME",
    "OPTIONS",
    "WHOLE_OPTIONS",
    "CompileJob",
    "DtsDump",
    "Engine",
    "EngineResult",
    "EngineSettings",
    "FormJob",
    "FormResult",
    "Record",
    "Ref",
    "SaveJob",
    "SavedForm",
    "Survey",
    "SurveyJob",
    "ValidateJob",
    "WholeJob",
    "WholeResult",
    "engine_version",
]
