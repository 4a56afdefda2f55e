"""What a person at this desk relies on: the clock, the sound, the letters on the screen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from desktop.domain.autostart import Standing
from desktop.domain.backup.facts import DUE_AFTER_DAYS, LastBackup
from desktop.domain.buttons import ButtonStanding
from desktop.domain.errors import DeskError
from desktop.domain.events.header import moment
from desktop.domain.hotkeys import Holding, Hotkey, Hotkeys
from desktop.domain.outside.contacts import Contact, Kept
from desktop.services.doctor.findings import Finding, Health
from desktop.services.reports.outside_wording import failure_words
from desktop.words import Words

APART_S = 10.0
"""Seconds that two clocks may differ before a timeline becomes hard to read."""
CRASHES_TOLD_FOR = timedelta(days=7)


def clock(now: datetime, *, not_before: datetime, ahead_s: Mapping[str, float] | None) -> Finding:
    """The wall clock, against the others' where the station runs. Alerts do not depend on it.

    ``ahead_s`` says for each desk by how much its clock is ahead of this one's.
    """
    if now < not_before:
        return Finding(
            "clock",
            Health.FAIL,
            f"The clock of this PC says {now:%Y-%m-%d}, which is years ago.",
            "Set the clock; alerts still travel, but their times are wrong.",
        )
    if not ahead_s:
        return Finding(
            "clock",
            Health.UNKNOWN,
            "There is no other station to compare the clock with now.",
            "Start the station while others run, and look again.",
        )
    apart = {name: seconds for name, seconds in ahead_s.items() if abs(seconds) > APART_S}
    if not apart:
        return Finding("clock", Health.OK, "The clock agrees with the other stations'.")
    if len(apart) == len(ahead_s) > 1 or len(ahead_s) == 1:
        typical = sorted(apart.values())[len(apart) // 2]
        way = "behind" if typical > 0 else "ahead of"
        return Finding(
            "clock",
            Health.WARN,
            f"This PC's clock is {_length(abs(typical))} {way} the other stations'.",
            "Turn on the setting that sets the clock from the network.",
        )
    names = ", ".join(sorted(apart))
    return Finding(
        "clock",
        Health.WARN,
        f"The clocks of some stations differ from this PC's: {names}.",
        "Turn on the setting that sets the clock from the network there.",
    )


def sound(failure: str | None, *, makes_sound: bool | None) -> Finding:
    """Whether an alarm would be heard at this desk, as far as the PC can tell.

    ``makes_sound`` is ``None`` while nobody has decided what this PC will be.
    """
    if failure is None:
        return Finding("sound", Health.OK, "Sound works, as far as this PC can tell.")
    if makes_sound is False:
        return Finding("sound", Health.OK, f"This desk makes no sound ({failure}).")
    return Finding(
        "sound",
        Health.FAIL if makes_sound else Health.WARN,
        f"An alarm would not be heard here: {failure}.",
        "Connect speakers, turn the volume up, and send a test from a counter.",
    )


def codes(*, are_spoilt: bool) -> Iterator[Finding]:
    """The codes by which a call is taken back. It says nothing of them where they are in order:
    whoever looks on is not to read whether there are any.
    """
    if are_spoilt:
        yield Finding(
            "codes",
            Health.FAIL,
            "The file of this PC's codes is spoilt: no code takes a call back here.",
            "Set them anew with `countersign duress set`, or end them with `duress off`.",
        )


def hotkeys(keys: Hotkeys | None) -> Iterator[Finding]:
    """The keys that call from any program; ``None`` where no windows are open."""
    if keys is None:
        yield Finding(
            "hotkeys",
            Health.UNKNOWN,
            "No windows of this station are open, so no keys call from other programs.",
            "Start it with `countersign`, and look again.",
        )
        return
    if not keys.keys:
        yield Finding("hotkeys", Health.OK, "The settings want no keys that call.")
        return
    if all(key.holding is Holding.IMPOSSIBLE for key in keys):
        yield Finding(
            "hotkeys",
            Health.WARN,
            "No program can have keys of its own in this session (Wayland, macOS, or no screen).",
            "Give the desktop's own shortcuts these commands: " + ", ".join(_COMMANDS) + ".",
        )
        return
    waiting = [key for key in keys if key.holding is Holding.WAITING]
    if waiting:
        yield Finding(
            "hotkeys",
            Health.WARN,
            f"It is not known yet whether these keys arrive: {_named(waiting)}.",
            "Look again in a minute; if it stays so, start Countersign again.",
        )
    for key in keys.troubled:
        yield Finding("hotkeys", Health.WARN, *_of_hotkey(key))
    if not waiting and not keys.troubled:
        yield Finding("hotkeys", Health.OK, f"Keys that call: {_named(keys.keys)}.")


_COMMANDS = (
    "`countersign alert raise panic`",
    "`countersign alert raise assist`",
    "`countersign guidance open --keyboard`",
)


def _of_hotkey(key: Hotkey) -> tuple[str, str]:
    """What is wrong with one key, and its fix."""
    chord, action = key.chord, key.action
    another = f'give it another one: [hotkeys] {action} = "…" in station.toml.'
    match key.holding:
        case Holding.TAKEN:
            return (
                f"Another program has {chord}, so it does not call ({action}).",
                f"Take the key from that program, or {another}",
            )
        case Holding.MISSING:
            return (
                f"The present keyboard layout has no {chord} ({action}).",
                f"Switch back to the usual layout, or {another}",
            )
        case _:
            return (
                f"Another program has the whole keyboard, so {chord} does not call ({action}).",
                "Unlock the screen, or end the program that was in front.",
            )


def outside(contacts: Sequence[Contact], *, is_sender: bool | None) -> Iterator[Finding]:
    """The contacts outside of this station; ``is_sender`` is ``None`` where nobody can say."""
    if not contacts:
        yield Finding("outside", Health.OK, "This station tells nobody outside.")
        return
    if is_sender is False:
        yield Finding(
            "outside",
            Health.WARN,
            "This station has contacts outside, and is no sender, so it tells them nothing.",
            "At a supervisor's desk: countersign outside senders STATION",
        )
    english = Words.of("en")
    for one in contacts:
        if one.last is not None and one.last.failure is not None:
            why = failure_words(one.last.failure, one.last.code, english)
            yield Finding(
                "outside",
                Health.FAIL,
                f"“{one.label}” was not told by the last message: {why}.",
                f'Look after that, then: countersign outside test "{one.label}"',
            )
        elif one.last is None:
            yield Finding(
                "outside",
                Health.WARN,
                f"Nothing has been sent to “{one.label}” yet, so nobody knows whether it arrives.",
                f'countersign outside test "{one.label}"',
            )
        else:
            yield Finding("outside", Health.OK, f"“{one.label}” was told by the last message.")
    if any(one.kept is Kept.FILE for one in contacts):
        yield Finding(
            "outside",
            Health.OK,
            "Addresses of contacts lie in a file that this account alone may read, and in no"
            " keyring.",
        )


def buttons(standings: Iterable[ButtonStanding]) -> Iterator[Finding]:
    """The buttons for which this station signs; nothing where there are none."""
    for standing in standings:
        button = standing.button
        named = f"The button “{button.name}” ({button.kind})"
        if standing.trouble:
            yield Finding(
                "buttons",
                Health.FAIL,
                f"{named} is not heard. {standing.trouble}",
                "Mend its broker, then press it: countersign button test NAME.",
            )
        elif standing.is_missing:
            yield Finding(
                "buttons",
                Health.WARN,
                f"{named} is not connected.",
                "See that it has power and network and knows its password; if it sleeps between"
                " presses, adopt it anew with --sleeps.",
            )
        elif standing.last_heard is None:
            yield Finding(
                "buttons",
                Health.UNKNOWN,
                f"{named} said nothing since the station started.",
                "Try it: countersign button test NAME.",
            )
        else:
            yield Finding("buttons", Health.OK, f"{named} is heard.")


def _named(keys: Iterable[Hotkey]) -> str:
    return ", ".join(f"{key.chord} ({key.action})" for key in keys)


def autostart(standing: Standing) -> Finding:
    """Whether a counter calls again tomorrow without anybody thinking of it."""
    if standing.why_not is not None:
        trouble = standing.why_not
        return Finding("autostart", Health.WARN, str(trouble), f"{trouble.advice} {_TURN_ON}")
    if not standing.is_on:
        return Finding(
            "autostart",
            Health.WARN,
            "This station does not start by itself when somebody logs on.",
            _TURN_ON,
        )
    return Finding("autostart", Health.OK, "This station starts by itself at logon.")


_TURN_ON = "The command is: countersign autostart on."


def crashes(when: Sequence[datetime], now: datetime) -> Finding:
    """``when`` the program ended unexpectedly and was started again, the oldest first."""
    lately = [moment for moment in when if now - moment < CRASHES_TOLD_FOR]
    if not lately:
        return Finding("crashes", Health.OK, "Countersign has not ended unexpectedly lately.")
    times = "once" if len(lately) == 1 else f"{len(lately)} times"
    last = lately[-1].strftime("%Y-%m-%d %H:%M")
    return Finding(
        "crashes",
        Health.WARN,
        f"Within a week Countersign ended unexpectedly {times}, last at {last}, "
        "and was started again.",
        "If it goes on, report it with the files of the folder “log” in the data folder.",
    )


def backup(last: LastBackup | None, place: str, now: datetime) -> Finding:
    """The site's last backup, which was made at ``place``: a hint at most, for nothing is broken
    where there is none.
    """
    if last is None:
        return Finding(
            "backup", Health.WARN, "Nobody has made a backup of this site yet.", _BACK_UP
        )
    days = (now - moment(last.at_ms)).days
    if days < -1:
        return Finding(
            "backup",
            Health.WARN,
            f"The last backup, made at {place}, has a date to come: {moment(last.at_ms):%Y-%m-%d}.",
            f"Set the clock there. {_BACK_UP}",
        )
    when = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    told = f"The last backup was made {when}, at {place}."
    if days >= DUE_AFTER_DAYS:
        return Finding("backup", Health.WARN, told, _BACK_UP)
    return Finding("backup", Health.OK, told)


_BACK_UP = "Make one, and keep it off this PC: countersign backup FILE."


def fonts(missing: Sequence[str]) -> Finding:
    """The letters of windows and documents, which come with the program."""
    if not missing:
        return Finding("fonts", Health.OK, "The fonts of windows and documents are there.")
    return Finding(
        "fonts",
        Health.FAIL,
        f"Fonts are missing: {', '.join(missing)}.",
        "Install Countersign again.",
    )


def guidance(cards: int, refused: Sequence[DeskError]) -> Finding:
    """The cards of the guidance, which come with the program; the site's own are checked when they
    are saved.
    """
    if refused:
        return Finding(
            "guidance",
            Health.FAIL,
            f"{len(refused)} of the guidance's cards cannot be used as they are: {refused[0]}",
            "See all with `countersign guidance check`, or install Countersign again.",
        )
    if not cards:
        return Finding(
            "guidance",
            Health.FAIL,
            "The guidance has no cards.",
            "Install Countersign again.",
        )
    return Finding("guidance", Health.OK, f"The guidance's {cards} cards are there.")


def script_fonts(missing: Sequence[str], *, of: int) -> Finding:
    """What prints names and words in the scripts that the text font lacks."""
    if not missing:
        return Finding("fonts", Health.OK, f"The {of} fonts for other scripts are there.")
    return Finding(
        "fonts",
        Health.FAIL,
        f"Fonts for other scripts are missing: {', '.join(missing)}.",
        "Install Countersign again; until then documents lack what is written in these scripts.",
    )


def logo(file: str | None, refused: DeskError | None) -> Finding:
    """What stands on the site's documents beside its name."""
    if refused is not None:
        return Finding("logo", Health.WARN, str(refused), refused.advice)
    if file is None:
        return Finding("logo", Health.OK, "There is no logo; documents carry the site's name.")
    return Finding("logo", Health.OK, f"The logo {file} can be printed.")


def _length(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    if seconds < 2 * 3600:
        return f"{seconds / 60:.0f} minutes"
    if seconds < 2 * 86400:
        return f"{seconds / 3600:.0f} hours"
    return f"{seconds / 86400:.0f} days"
