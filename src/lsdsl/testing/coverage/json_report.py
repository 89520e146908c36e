"""Coverage as JSON."""

import json

from lsdsl.testing.coverage.goals import KINDS
from lsdsl.testing.coverage.measure import Coverage, FileCoverage, Share


def render(coverage: Coverage, *, tool: str) -> str:
    """An object with the share of all files, and each file with its shares and with what is missing, by line."""
    report = {
        "version": 1,
        "tool": {"name": "lsdsl", "version": tool},
        "percent": coverage.percent,
        "totals": _shares(coverage),
        "files": [_file(file) for file in coverage.files],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _shares(counted: Coverage | FileCoverage) -> dict[str, dict[str, int]]:
    return {kind: _share(counted.share(kind)) for kind in KINDS}


def _share(share: Share) -> dict[str, int]:
    return {"covered": share.covered, "total": share.total}


def _file(file: FileCoverage) -> dict[str, object]:
    return {
        "path": file.path,
        "percent": file.share().percent,
        **_shares(file),
        "missing": [{"line": one.line, "kind": one.kind, "what": one.what, "title": one.title or None} for one in file.missing],
    }
