"""``countersign report new | submit | amend | discard``: from a file of answers to a report."""

import argparse
import json
from pathlib import Path
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser
from desktop.cli.report import answers_file
from desktop.cli.report.words import filed_line, seconds
from desktop.cli.session import Session
from desktop.domain.errors import DeskError

TAKES_S = 300.0
"""How long a station may take over one file: 100 MB from a slow stick."""


class NoDraftBegunError(DeskError):
    """Files could not be attached, so no draft was begun."""

    code = "draft-not-begun"
    advice = "Put these right, or leave them out, and give the command again."


def teach(acts: "argparse._SubParsersAction[Parser]") -> None:
    beginning = acts.add_parser("new", help="begin a draft from a file of answers")
    what = beginning.add_mutually_exclusive_group(required=True)
    what.add_argument("--from", dest="file", metavar="FILE", help="a JSON file, or - for input")
    what.add_argument("--schema", action="store_true", help="print what that file takes")
    beginning.add_argument("--kind", help="instead of the file's: counter, phone, visit...")
    beginning.add_argument("--submit", action="store_true", help="submit it at once")
    beginning.set_defaults(run=new)
    submitting = acts.add_parser("submit", help="submit a draft")
    submitting.add_argument("draft", metavar="DRAFT", help="its id")
    submitting.add_argument(
        "--wait-receipt", type=seconds, metavar="S", help="wait for a supervisor's receipt"
    )
    submitting.set_defaults(run=submit)
    discarding = acts.add_parser("discard", help="delete a draft for good")
    discarding.add_argument("draft", metavar="DRAFT", help="its id")
    discarding.set_defaults(run=discard)
    amending = acts.add_parser("amend", help="add to a submitted report")
    amending.add_argument("report", metavar="REPORT", help="its number")
    amending.add_argument(
        "--from", dest="file", required=True, metavar="FILE", help="what changes, or -"
    )
    amending.add_argument("--why", default="", help="in your own words; else as in the file")
    amending.add_argument("--by", default="", help="who adds it; by default who sits here")
    amending.set_defaults(run=amend)


def new(session: Session, options: Options) -> int:
    """Begin a draft; with ``--schema`` only tell what the file takes."""
    if options.schema:
        from desktop.domain.reports.schema import json_schema

        schema = json_schema()
        session.output.result(schema, [json.dumps(schema, indent=2)])
        return exits.DONE
    said = answers_file.read(options.file)
    files = answers_file.attachments(said, options.file)
    draft = session.ask(
        "report new",
        kind=options.kind or said.get("kind", "counter"),
        answers=answers_file.answers(said),
        alert=str(said.get("alert", "")),
    )["draft"]
    attached: list[dict[str, Any]] = []
    if files:
        attached = _attach(session, draft["id"], files)
        draft["attachments"] = len(attached)
    _tell_words(session, attached)
    if options.submit:
        return _submit(session, draft["id"], None, attached=attached)
    lines = [f"Draft {draft['id']} is saved on this PC. Nobody else has it."]
    session.output.result({"draft": draft, "attached": attached}, lines)
    return exits.DONE


def _attach(session: Session, draft: str, files: list[Path]) -> list[dict[str, Any]]:
    """Have the station take them in, one after the other; all of them, or the draft goes too.

    Raises ``NoDraftBegunError``, which names each file that was refused and why.
    """
    attached: list[dict[str, Any]] = []
    refused: list[str] = []
    is_done = False
    try:
        for count, file in enumerate(files, start=1):
            session.output.aside(f"Taking in {count} of {len(files)}: {file.name}")
            try:
                attached.append(
                    session.ask("report attach", timeout=TAKES_S, draft=draft, file=str(file))
                )
            except DeskError as refusal:
                refused.append(f"{file}: {refusal} {refusal.advice}")
        if refused:
            raise NoDraftBegunError("\n".join(refused))
        is_done = True
    finally:
        if not is_done:  # Ctrl+C, too
            session.ask("report discard", draft=draft)
    return attached


def _tell_words(session: Session, attached: list[dict[str, Any]]) -> None:
    """What whoever brought the files should know of them."""
    for one in attached:
        for word in one["words"]:
            session.output.aside(f"{one['name']}: {word}")


def submit(session: Session, options: Options) -> int:
    return _submit(session, options.draft, options.wait_receipt)


def _submit(session: Session, draft: str, wait: float | None, **also: Any) -> int:
    filed = session.ask(
        "report submit", timeout=(wait or 0.0) + 30.0, draft=draft, wait_receipt=wait
    )["filed"]
    session.output.result({"filed": filed, **also}, [filed_line(filed)])
    return exits.NOT_IN_TIME if wait and not filed["received"] else exits.DONE


def discard(session: Session, options: Options) -> int:
    answer = session.ask("report discard", draft=options.draft)
    session.output.result(answer, [f"Draft {options.draft} is deleted. Nobody else had it."])
    return exits.DONE


def amend(session: Session, options: Options) -> int:
    said = answers_file.read(options.file, also=frozenset({"why"}))
    files = answers_file.attachments(said, options.file)
    if files:
        session.output.aside(f"Taking in {len(files)} files.")
    answer = session.ask(
        "report amend",
        timeout=30.0 + TAKES_S * len(files),
        report=options.report,
        answers=answers_file.answers(said),
        files=[str(file) for file in files],
        why=options.why or str(said.get("why", "")),
        by=options.by,
    )
    _tell_words(session, answer["attached"])
    added = [*answer["amended"], *(one["name"] for one in answer["attached"])]
    session.output.result(answer, [f"Added to {options.report}: {', '.join(added)}."])
    return exits.DONE
