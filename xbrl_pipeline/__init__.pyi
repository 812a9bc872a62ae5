from typing import Final

from xbrl_pipeline.api import Cells as Cells
from xbrl_pipeline.api import Comparison as Comparison
from xbrl_pipeline.api import Conversion as Conversion
from xbrl_pipeline.api import Difference as Difference
from xbrl_pipeline.api import Fact as Fact
from xbrl_pipeline.api import FilledTemplate as FilledTemplate
from xbrl_pipeline.api import Finding as Finding
from xbrl_pipeline.api import Line as Line
from xbrl_pipeline.api import NotAcceptedError as NotAcceptedError
from xbrl_pipeline.api import OtherForm as OtherForm
from xbrl_pipeline.api import Rendering as Rendering
from xbrl_pipeline.api import Taxonomy as Taxonomy
from xbrl_pipeline.api import Validation as Validation
from xbrl_pipeline.api import compare as compare
from xbrl_pipeline.api import convert as convert
from xbrl_pipeline.api import fill as fill
from xbrl_pipeline.api import open_taxonomy as open_taxonomy
from xbrl_pipeline.api import recast as recast
from xbrl_pipeline.api import render as render
from xbrl_pipeline.api import samples as samples
from xbrl_pipeline.api import validate as validate

VERSION: Final[str]
