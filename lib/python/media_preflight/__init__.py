"""Checks pictures and videos before an upload: whether a service would refuse them, why, and how to fix it.

    import media_preflight

    report = media_preflight.check("lobby.png")
    if report.verdict == "fail":
        for finding in report.findings:
            print(finding.rule, finding.message)
"""

from ._check import check
from ._destination import Destination
from ._library import version
from ._report import Finding, Report

__all__ = ["Destination", "Finding", "Report", "check", "version"]
