"""Small suites of our own writing: one instance each, with the taxonomy that lies beside it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Files = Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """One instance, ``i.xml`` unless it says otherwise, the files around it, and the filing rules to judge it by."""

    name: str
    files: Files
    entry: str = "i.xml"
    rules: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over all that the verdict depends on."""
        whole = hashlib.sha256(f"{self.entry} {self.rules}".encode())
        for name, text in sorted(self.files.items()):
            whole.update(hashlib.sha256(name.encode()).digest())
            whole.update(hashlib.sha256(text if isinstance(text, bytes) else text.encode()).digest())
        return whole.hexdigest()

    def write(self, root: Path) -> Path:
        """Write the files into a folder of their own and return the instance."""
        for name, text in self.files.items():
            target = root / self.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root / self.name / self.entry
