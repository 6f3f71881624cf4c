"""What a check says about one file."""

from __future__ import annotations

import json
from typing import Any, Dict, NamedTuple, Optional, Tuple

_NO_FACTS = ("type", "path", "path_base64", "destination", "depth", "verdict", "findings")


class Finding(NamedTuple):
    """One thing that was found: what is wrong, where, against which limit, and what to do about it."""

    rule: str
    severity: str
    message: str
    actual: Optional[str]
    limit: Optional[str]
    offset: Optional[int]
    fix: Optional[str]


class Report:
    """The verdict on one file, with all that it rests on."""

    __slots__ = ("_line", "_values")

    def __init__(self, line: str) -> None:
        self._line = line
        self._values: Dict[str, Any] = json.loads(line)

    @property
    def json(self) -> str:
        """The line that ``media-preflight check --output ndjson`` writes for the file."""
        return self._line

    @property
    def verdict(self) -> str:
        """``"pass"``, ``"warn"`` or ``"fail"``."""
        return str(self._values["verdict"])

    @property
    def findings(self) -> Tuple[Finding, ...]:
        """In the order in which they should be read."""
        return tuple(Finding(*(found[key] for key in Finding._fields)) for found in self._values["findings"])

    @property
    def facts(self) -> Dict[str, Any]:
        """What is true of the file, whatever the destination: format, width, height and so on; None where unknown."""
        return {key: value for key, value in self._values.items() if key not in _NO_FACTS}

    def __repr__(self) -> str:
        rules = ", ".join(finding.rule for finding in self.findings)
        return f"<Report {self.verdict} {self._values['path']!r}{': ' if rules else ''}{rules}>"
