"""``python -m benchmarks [NAME ...] [--quick] [--json FILE]``: the product beside its floors."""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.results import Result, machine, table

NAMES = (
    *("press", "takeover", "answer", "storm", "start", "idle", "faults"),
    *("search", "guidance", "transfer", "typing", "paper", "hotkey", "insights", "now"),
)


def main() -> int:
    """Run the named benchmarks, all where none is named; 1 where a limit was not kept."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a look, not a result")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(NAMES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(NAMES)}")
    results: list[Result] = []
    found: dict[str, object] = {"machine": machine(), "quick": asked.quick}
    for name in asked.names or NAMES:
        result: Result = import_module(f"benchmarks.{name}").run(quick=asked.quick)
        results.append(result)
        print(table(result), flush=True)
        print(flush=True)
        found["results"] = [result.as_json() for result in results]
        if asked.json is not None:
            asked.json.write_text(json.dumps(found, indent=1) + "\n")
    over = [result.name for result in results if not result.is_ok]
    print(f"over a limit: {', '.join(over)}" if over else "all limits kept")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
