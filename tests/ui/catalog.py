"""The translations: what the code says, what ``es.po`` has for it, and the ``.mo`` made of it.

``python -m tests.ui.catalog`` adds what is new to every ``.po``, and writes its ``.mo``.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from desktop.assets import asset
from desktop.domain.protocol.steps import SHIPPED
from desktop.domain.reports.field import KIND_LABELS, Section
from desktop.domain.reports.fields import FIELDS
from desktop.services.adapters.attachments.kinds import KINDS
from desktop.services.reports import wording
from desktop.services.reports.details import Detail
from desktop.ui.views.incident_parts import Part

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Entry:
    """One text: its English singular, its plural if it has one, and its translated forms."""

    one: str
    many: str = ""
    said: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Every form is there."""
        return len(self.said) == (2 if self.many else 1) and all(self.said)


@cache
def spoken() -> dict[str, Entry]:
    """Every text that the code passes through ``words``, and those of the tables that it reads."""
    found: dict[str, Entry] = {}
    for file in sorted((ROOT / "desktop").rglob("*.py")):
        for call in _calls(file):
            for entry in _texts(call):
                found[entry.one] = entry
    texts = {*_of_tables(), *told_by_errors()}
    return found | {text: Entry(text) for text in texts}


def _of_tables() -> Iterator[str]:
    """What is looked up by a table's entry: labels of reports, words of alerts, steps, files."""
    yield from KIND_LABELS.values()
    yield from (section.value for section in Section)
    yield from (part.value for part in Part)
    for asked in FIELDS:
        for one in (asked, *asked.rows):
            yield from (choice.label for choice in one.choices)
            yield from filter(
                None, (one.label, one.hint, one.group, one.reading, one.reading_group)
            )
    for table in (wording.KINDS, wording.CONTEXTS, wording.MESSAGES, wording.OUTCOMES):
        yield from table.values()
    for steps in SHIPPED.values():
        yield from (step.text for step in steps)
    yield from (kind.called for kind in KINDS)
    yield from (detail.value for detail in Detail)


NOT_IN_WINDOWS = frozenset(
    {
        # told by commands alone, or before there is a window
        *("AdministratorsPurgeError", "AmbiguousDeviceError"),
        *("AnswersRefusedError", "BadRequestError", "ControlUnavailableError", "CopiedHomeError"),
        *("ButtonRefusedError", "ButtonsFileError", "ButtonsUnheardError", "UnknownButtonError"),
        *("HomeInUseError", "IdentityDamagedError", "KeyUnreadableError"),
        *("KitFolderError", "NoIdentityError", "NoOwnerError", "NotAnExportError"),
        *("NotPurgeableError", "OwnerNotStartedError", "NoPinError"),
        *("OwnerEndedError", "OwnerSilentError", "RecoveryNeededError", "RefusedByOwnerError"),
        *("CodesAlikeError", "NoCodesError"),
        *("RelayHostError", "UnknownDeviceError"),
        "UnknownEventError",
        # kept in the log, or told by the doctor
        *("AssetMissingError", "ForeignEventError", "IdentityUnusableError", "KeyboardLostError"),
        *("LogoUnreadableError", "MalformedEventError", "MosquittoMissingError"),
        "NoDrillError",
        *("QuarantinedEventError", "UnknownAlertError"),
        *("RelayAddressError", "RelayFolderError", "RelayNotStartedError", "RelayPortTakenError"),
        *("StationEndedError", "SupervisorsOnlyError", "TransitionRefusedError"),
        *("StepNotYoursError", "StepOwnedError", "StepsOfATestError", "UnknownStepError"),
    }
)
"""Errors that no window says. Every other one is translated."""


@cache
def _errors() -> dict[str, ast.ClassDef]:
    """The classes of errors with advice that windows may say, by name."""
    classes = {
        node.name: node
        for file in _files("domain", "services", "app", "ui")
        for node in _nodes(file)
        if isinstance(node, ast.ClassDef)
    }

    def is_ours(name: str) -> bool:
        bases = classes[name].bases if name in classes else []
        named = [base.id for base in bases if isinstance(base, ast.Name)]
        return name == "DeskError" or any(map(is_ours, named))

    return {name: node for name, node in classes.items() if is_ours(name)}


def shown_errors() -> frozenset[str]:
    """The names of the errors that windows say."""
    return frozenset(_errors()) - NOT_IN_WINDOWS


def errors_said_in_one_language() -> list[str]:
    """Where an error that windows say is given a text which no catalogue can know."""
    said_by = {*shown_errors(), "Sentence"}
    return [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in _files("domain", "services", "app", "ui")
        for call in _calls(file)
        if _called(call) in said_by
        for said in (*call.args[:1], *(k.value for k in call.keywords if k.arg == "advice"))
        if isinstance(said, ast.JoinedStr)
    ]


@cache
def told_by_errors() -> frozenset[str]:
    """What errors say of themselves, and sentences that are said later, somewhere else."""
    found = {text for name in shown_errors() for text in _of_class(_errors()[name])}
    said_by = {*shown_errors(), "Sentence"}
    for file in _files("domain", "services", "app", "ui"):
        for call in _calls(file):
            if _called(call) in said_by:
                found |= set(_literals(call))
    return frozenset(found - {""})


@cache
def _nodes(file: Path) -> tuple[ast.Call | ast.ClassDef, ...]:
    """What of a file is looked at, again and again."""
    whole = ast.walk(ast.parse(file.read_text("utf-8")))
    return tuple(node for node in whole if isinstance(node, ast.Call | ast.ClassDef))


def _calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in _nodes(file) if isinstance(node, ast.Call))


def _files(*parts: str) -> list[Path]:
    return [file for part in parts for file in sorted((ROOT / "desktop" / part).rglob("*.py"))]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literals(call: ast.Call) -> Iterator[str]:
    said = (*call.args[:1], *(k.value for k in call.keywords if k.arg == "advice"))
    yield from (one.value for one in said if isinstance(one, ast.Constant) and one.value)  # type: ignore[misc] # texts


def _of_class(error: ast.ClassDef) -> Iterator[str]:
    yield (ast.get_docstring(error) or "").split("\n")[0]
    for line in ast.walk(error):
        match line:
            case ast.Assign([ast.Name("advice")], ast.Constant(str(text))):
                yield text
            case ast.Call(ast.Attribute(ast.Call(ast.Name("super")), "__init__")):
                yield from _literals(line)


def _texts(call: ast.Call) -> Iterator[Entry]:
    match call.func:
        case ast.Name("words") | ast.Attribute(_, "_words" | "words"):
            if call.args and isinstance(call.args[0], ast.Constant):
                yield Entry(str(call.args[0].value))
        case ast.Attribute(ast.Name("words") | ast.Attribute(_, "_words" | "words"), "plural"):
            one, many = call.args[:2]
            assert isinstance(one, ast.Constant)
            assert isinstance(many, ast.Constant)
            yield Entry(str(one.value), str(many.value))


def read_po(file: Path) -> dict[str, Entry]:
    """Read the subset of the format that we write."""
    entries: dict[str, Entry] = {}
    for block in file.read_text("utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if found := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                name = found[1]
                fields[name] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                fields[name] += ast.literal_eval(line)
        if "msgid" in fields:
            said = [v for k, v in sorted(fields.items()) if k.startswith("msgstr")]
            one = fields["msgid"]
            entries[one] = Entry(one, fields.get("msgid_plural", ""), said)
    return entries


def write_po(file: Path, entries: dict[str, Entry]) -> None:
    """Write ``entries``, the header first, the others by their English text."""
    blocks = []
    for entry in sorted(entries.values(), key=lambda e: e.one):
        lines = [f"msgid {_quoted(entry.one)}"]
        if entry.many:
            lines.append(f"msgid_plural {_quoted(entry.many)}")
            forms = [*entry.said, "", ""][:2]
            lines += [f"msgstr[{i}] {_quoted(said)}" for i, said in enumerate(forms)]
        else:
            lines.append(f"msgstr {_quoted(entry.said[0] if entry.said else '')}")
        blocks.append("\n".join(lines))
    file.write_text("\n\n".join(blocks) + "\n", "utf-8")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def mo_of(entries: dict[str, Entry]) -> bytes:
    """Return the binary catalogue that gettext reads."""
    pairs = []
    for entry in entries.values():
        if entry.is_complete:
            key = entry.one + ("\0" + entry.many if entry.many else "")
            pairs.append((key.encode(), "\0".join(entry.said).encode()))
    pairs.sort()
    count = len(pairs)
    keys_at, values_at = 28, 28 + 8 * count
    offset = 28 + 16 * count
    tables = [b"", b""]
    data = b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), offset)
            data += pair[column] + b"\0"
            offset += len(pair[column]) + 1
    header = struct.pack("<7I", 0x950412DE, 0, count, keys_at, values_at, 0, offset)
    return header + tables[0] + tables[1] + data


def main() -> None:
    """Bring every catalogue up to date; say what still lacks a translation."""
    for file in sorted(asset("i18n").glob("*.po")):
        known = read_po(file)
        fresh = {"": known[""]}
        for one, entry in spoken().items():
            said = known[one].said if one in known else []
            fresh[one] = Entry(one, entry.many, said)
        write_po(file, fresh)
        file.with_suffix(".mo").write_bytes(mo_of(fresh))
        for entry in fresh.values():
            if not entry.is_complete:
                sys.stdout.write(f"{file.name}: {entry.one}\n")


if __name__ == "__main__":
    main()
