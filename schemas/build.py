"""Write the JSON Schema of every file a user or program may read or write; a test proves that the files are fresh.

Run from the project folder: ``python schemas/build.py``.
"""

import json
from pathlib import Path

from pydantic import JsonValue

from xbrl_pipeline.boards.store import RegisterFile
from xbrl_pipeline.dossier import comparison
from xbrl_pipeline.dossier.schema import FILES, json_schema
from xbrl_pipeline.mapping.files import MappingFile
from xbrl_pipeline.recognise.known import KnownFile
from xbrl_pipeline.submission import schema as submission
from xbrl_pipeline.taxonomy import profiles
from xbrl_pipeline.validation.rulebook import RuleSetFile

FOLDER = Path(__file__).parent
DRAFT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def schemas() -> dict[str, str]:
    """Return the text of each schema by file name."""
    return {
        "mapping.schema.json": _text({**DRAFT, **MappingFile.model_json_schema()}),
        "known.schema.json": _text({**DRAFT, **KnownFile.model_json_schema()}),
        "boards.schema.json": _text({**DRAFT, **RegisterFile.model_json_schema()}),
        "ruleset.schema.json": _text({**DRAFT, **RuleSetFile.model_json_schema()}),
        "profile.schema.json": _text({**DRAFT, **profiles.json_schema()}),
        **{f"{name}.schema.json": _text(json_schema(name)) for name in FILES},
        **{f"{name}.schema.json": _text(comparison.json_schema(name)) for name in comparison.FILES},
        **{f"{name}.schema.json": _text(submission.json_schema(name)) for name in submission.FILES},
    }


def _text(schema: dict[str, JsonValue]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write all schemas beside this file."""
    for name, text in schemas().items():
        FOLDER.joinpath(name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
