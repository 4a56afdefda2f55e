"""``countersign settings``: see how everything is set and by whom, and set it for this PC or all.

Where no station lives yet, it works on the files alone: whoever installs PCs sets them up first.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from desktop.cli import exits
from desktop.cli.options import Options, Parser, UsageError, add_commands
from desktop.cli.output import table
from desktop.cli.session import Session
from desktop.cli.settings_shapes import of_in_force, of_setting, read_value
from desktop.domain.settings.layers import Source
from desktop.services.adapters.control.client import NoOwnerError
from desktop.services.adapters.settings.files import SettingsFiles
from desktop.services.settings.settings_desk import SettingsDesk

_FROM = {
    Source.OWN: "this PC",
    Source.PRESET: "preset.toml",
    Source.SITE: "the site",
    Source.DEFAULT: "",
}


def teach(command: Parser) -> None:
    acts = add_commands(command)
    acts.add_parser("show", help="every setting, and who said it").set_defaults(run=show)
    _teach_value(acts.add_parser("set", help="set something at this PC"), change)
    for_all = "set something at all PCs of the site (a supervisor's desk)"
    _teach_value(acts.add_parser("preset", help=for_all), preset)
    acts.add_parser("open", help="open the settings of the station that runs here").set_defaults(
        run=open_window
    )


def _teach_value(command: Parser, run: Callable[[Session, Options], int]) -> None:
    command.add_argument("key", nargs="?", metavar="KEY", help="such as theme, or hotkeys.panic")
    command.add_argument("value", nargs="?", metavar="VALUE", help='such as dark, 1.5, true, or ""')
    command.add_argument("--clear", metavar="KEY", help="take back what was said of it")
    command.set_defaults(run=run)


def show(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    if session.home.has_identity:
        answer = session.ask("settings show")
    else:
        answer = of_in_force(_desk_of(session).in_force, SettingsFiles(session.home))
    session.output.result(answer, _lines(answer))
    return exits.DONE


def change(session: Session, options: Options) -> int:
    key, value = _said(options)
    if session.home.has_identity:
        answer = session.ask("settings set", key=key, value=value)
    else:
        in_force = _desk_of(session).change(key, value).result()
        answer = of_setting(key, in_force)
    session.output.result(answer, _told(answer))
    return exits.DONE


def preset(session: Session, options: Options) -> int:
    key, value = _said(options)
    answer = session.ask("settings preset", key=key, value=value)
    said = "says nothing of it any more" if answer["cleared"] else f"has it: {answer['value']}"
    session.output.result(answer, [f"{key}: the site {said}. Every PC goes by it that is there."])
    return exits.DONE


def open_window(session: Session, options: Options) -> int:  # noqa: ARG001 -- it has none of its own
    """A station that does not run is not started: it would have no windows."""
    try:
        answer = session.ask_running("settings open")
    except NoOwnerError as nobody:
        raise NoOwnerError(str(nobody), advice="Open its windows with: countersign") from None
    session.output.result(answer, ["The settings are open."])
    return exits.DONE


def _said(options: Options) -> tuple[str, object]:
    """The key and its value, ``None`` to take back; raises ``UsageError``."""
    if options.clear is not None:
        if options.key is not None:
            raise UsageError("Name one key alone with --clear.", advice="See: --help")
        return options.clear, None
    if options.key is None or options.value is None:
        raise UsageError("A key and a value are needed.", advice="Such as: theme dark")
    return options.key, read_value(options.value)


def _desk_of(session: Session) -> SettingsDesk:
    return SettingsDesk(
        SettingsFiles(session.home),
        site=None,
        aside=lambda action: action(),
        is_windows=sys.platform == "win32",
    )


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    rows = [
        [one["key"], one["value"], _FROM[Source(one["from"])] + _fixed(one)]
        for one in answer["settings"]
    ]
    yield from table(rows, head=["SETTING", "VALUE", "FROM"])
    if answer["faults"]:
        yield ""
    for fault in answer["faults"]:
        yield f"{fault['message']} {fault['advice']}"


def _fixed(one: dict[str, Any]) -> str:
    return ", fixed" if one["fixed"] else ""


def _told(answer: dict[str, Any]) -> list[str]:
    when = "" if answer["holds_at_once"] else " It holds from the next start on."
    return [f"{answer['key']}: {answer['value'] or 'none'}.{when}"]
