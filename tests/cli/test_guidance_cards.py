"""``countersign guidance``: cards found, read and printed from a terminal, and the panel opened."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.app.running import RunningStation
from desktop.cli import exits
from desktop.cli.guidance.in_use import Kept, as_shipped
from desktop.cli.guidance.looking import _told
from desktop.cli.guidance.shapes import of_card
from desktop.cli.serving.desk import CommandDesk
from desktop.domain.guidance.card import Part
from desktop.services.adapters.control.server import ControlServer
from desktop.services.guidance.cards_desk import Change
from desktop.words import Words
from tests.support.office import Office, Station, command
from tests.support.pocket import shipped_library
from tests.support.workplace import PATIENCE, StationAtWork, Workplace
from tests.support.workplace import office as workplace

__all__ = ["workplace"]

NEW = "We have a room where we can talk about this."


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Station:
    """A PC without a station, whose desktop speaks English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_US.UTF-8")
    return Station(tmp_path / "nobody")


@pytest.fixture
def ana(workplace: Workplace) -> StationAtWork:
    """A supervisor's desk that commands reach, at a site that changed a card."""
    ana = workplace.supervisor("Ana Ruiz")
    changes_language(ana.running)
    return ana


def changes_language(running: RunningStation) -> None:
    cards = running.late.guiding().cards
    assert cards.wait_until_read(PATIENCE)
    shown = cards.guidance.shown["language"]
    text = shown.texts["en"].replace("## Say\n", f"## Say\n\n- {NEW}")
    text = text.replace("reviewed = 2026-11-26", "reviewed = 2020-02-03")
    texts = {**shown.texts, "en": text}
    change = Change(card="language", texts=texts, bases=(), editor="Ana Ruiz", why="A room")
    cards.save(change).result(PATIENCE)


@contextmanager
def reached(station: StationAtWork) -> Iterator[Station]:
    """The command line on a running station, over its real socket."""
    desk = CommandDesk(station.running, show=None, quit=lambda: None)
    control = ControlServer(station.home, desk)
    control.start()
    try:
        yield Station(station.home.path)
    finally:
        desk.close()
        control.stop()


def pdf_words(file: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(file).pages)


# --- where there is no station -------------------------------------------------------------------


def test_without_a_station_the_cards_as_they_come_are_listed_and_it_is_said_that_they_are(
    nobody: Station,
) -> None:
    told = command("--home", nobody.home, "guidance", "list", "--kind", "situation")
    assert told.code == exits.DONE
    assert "no station" in told.err
    assert told.out.splitlines()[1].split()[0] == "venting"
    listed = nobody.does("guidance", "list", "--kind", "situation")
    assert listed["as_shipped"] is True
    assert [one["place"] for one in listed["cards"]] == list(range(1, 9))
    assert len(nobody.does("guidance", "list")["cards"]) == len(shipped_library().cards)
    assert not nobody.home.exists()


@pytest.mark.parametrize("named", ["language", "3", " LANGUAGE "])
def test_a_card_is_shown_by_its_id_or_by_its_key_in_the_panel(nobody: Station, named: str) -> None:
    assert nobody.does("guidance", "show", named)["card"]["id"] == "language"


def test_a_card_reads_from_what_to_say_down_as_the_panel_has_it(nobody: Station) -> None:
    lines = nobody.says("guidance", "show", "language").splitlines()
    wanted = (
        *("Language (language)", "Say", "Do", "Do not say", "How far has it gone?"),
        *("Do not", "Next", "If it gets worse: Safety (safety)", "See also", "Practice"),
    )
    assert [line for line in lines if line in wanted] == list(wanted)
    here = next(line for line in lines if line.endswith("<- You are here"))
    assert here.startswith("  2. You set a limit (You)")


def test_where_somebody_is_called_now_the_ladder_stands_before_what_not_to_say(
    nobody: Station,
) -> None:
    card = nobody.does("guidance", "show", "wants-supervisor")["card"]
    parts = [section["part"] for section in card["sections"]]
    assert parts[:4] == ["say", "do", "ladder", "dont_say"]


def test_every_word_of_every_card_is_shown_in_both_languages() -> None:
    for language in ("en", "es"):
        used, words = as_shipped(language), Words.of(language)
        for card in used.library.cards.values():
            shape = of_card(card, used.kept.get(card.id, Kept()), used.library, words)
            said = "\n".join(_told(shape, words))
            texts = [item.text for section in card.sections for item in section.items]
            texts += [below.text for s in card.sections for i in s.items for below in i.under]
            texts += [item.text for turn in card.turns for item in turn.scene]
            texts += [part for t in card.turns for a in t.answers for part in (a.text, a.why)]
            texts += [part for rung in card.rungs for part in (rung.title, rung.text, rung.say)]
            for text in (card.title, card.hint, *texts):
                assert text in said, (card.id, text)


def test_a_card_is_shown_in_spanish(nobody: Station) -> None:
    said = nobody.says("guidance", "show", "language", "--language", "es")
    assert "Lenguaje (language)" in said
    assert "«Cálmese.»" in said
    assert "Usted está aquí" in said or "Está aquí" in said


def test_an_unknown_card_is_refused_with_where_to_find_them(nobody: Station) -> None:
    told = nobody("guidance", "show", "lanugage")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "unknown-card")
    assert "lanugage" in told.error["message"]
    assert "guidance list" in told.error["advice"]


def test_a_search_finds_what_the_panel_finds_with_what_not_to_say_told_apart(
    nobody: Station,
) -> None:
    hits = nobody.does("guidance", "search", "calm", "down")["hits"]
    assert hits
    assert {"card", "kind", "caption", "title", "part", "excerpt", "lacking"} == set(hits[0])
    said = nobody.says("guidance", "search", "calm down")
    assert any(hit["part"] == Part.DONT_SAY for hit in hits)
    assert "  Do not say: " in said
    assert "Nothing for “zzzzqqq”." in nobody.says("guidance", "search", "zzzzqqq")


def test_a_search_for_nothing_is_not_understood(nobody: Station) -> None:
    assert nobody("guidance", "search", " ").code == exits.USAGE


def test_the_pocket_card_is_printed_without_a_station(
    nobody: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = nobody.does("guidance", "pocket-card", "--language", "es", "--paper", "a4")
    assert (told["file"], told["language"]) == (str(tmp_path / "pocket-card.pdf"), "es")
    assert (told["site"], told["versions"], told["as_shipped"]) == ("", 0, True)
    assert "Tarjetadebolsillo" in pdf_words(tmp_path / "pocket-card.pdf")
    assert len(PdfReader(tmp_path / "pocket-card.pdf").pages) == 2


def test_a_pocket_card_that_cannot_be_saved_is_refused_with_advice(
    nobody: Station, tmp_path: Path
) -> None:
    told = nobody("guidance", "pocket-card", "--out", tmp_path / "no" / "card.pdf")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "document-not-saved")


def test_no_panel_opens_where_no_station_runs_and_none_is_started_for_it(nobody: Station) -> None:
    told = nobody("guidance", "open")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "no-owner")
    assert told.error["advice"] == "Open its windows with: countersign"
    assert not nobody.home.exists()


# --- at a station that has changed a card --------------------------------------------------------


def test_what_the_site_made_of_a_card_is_what_commands_list_show_find_and_print(
    ana: StationAtWork, tmp_path: Path
) -> None:
    with reached(ana) as desk:
        shown = desk.does("guidance", "show", "language", "--language", "en")
        assert shown["as_shipped"] is False
        first = shown["card"]["sections"][0]["items"][0]
        assert first["text"] == f"“{NEW}”"
        assert shown["card"]["version"]
        assert shown["card"]["changed_at"].endswith("Z")
        (overdue,) = desk.does("guidance", "list", "--overdue")["cards"]
        assert (overdue["id"], overdue["overdue"]) == ("language", True)
        assert date.fromisoformat(overdue["review_due"]) == date(2021, 2, 2)
        assert "2021-02-02, overdue" in desk.says("guidance", "list", "--overdue")
        assert "review was due 2021-02-02" in desk.says("guidance", "show", "language")
        hits = desk.does("guidance", "search", "a room where we can talk")["hits"]
        assert hits[0]["card"] == "language"
        file = tmp_path / "card.pdf"
        printed = desk.does("guidance", "pocket-card", "--out", file, "--language", "en")
        assert printed["site"] == ana.board.site_name
        assert printed["versions"] == 1
        words = pdf_words(file)
        for text in (NEW, "With 1 change by this site", ana.board.site_name):
            assert "".join(text.split()) in words


def test_a_station_that_has_just_started_answers_with_the_site_s_cards(
    ana: StationAtWork,
) -> None:
    ana.leaves()
    ana.comes_back()
    desk = CommandDesk(ana.running, show=None, quit=lambda: None)
    told = desk.handle("guidance read", {"language": "en"})
    assert NEW in str(told)


# --- opening the panel ---------------------------------------------------------------------------


@pytest.mark.parametrize("keyboard", [False, True])
def test_the_panel_of_a_station_with_windows_opens_with_the_keyboard_where_it_is_wanted(
    workplace: Workplace, keyboard: bool
) -> None:
    ana = workplace.supervisor("Ana Ruiz")
    opened: list[bool] = []
    ana.running.open_guidance = opened.append
    with reached(ana) as desk:
        told = desk.does("guidance", "open", *(["--keyboard"] if keyboard else []))
        assert told == {"opened": True, "keyboard": keyboard}
    assert opened == [keyboard]


@pytest.mark.system
@pytest.mark.xdist_group("cli-office")
def test_a_station_without_windows_says_in_one_sentence_that_it_has_no_panel(
    office: Office,
) -> None:
    told = office.counter("guidance", "open")
    assert (told.code, told.error["code"]) == (exits.REFUSED, "no-panel")
    assert told.error["message"].count(".") == 1
    assert office.counter.does("guidance", "list", "--kind", "ladder")["as_shipped"] is False
    assert os.getpid() != office.counter.does("status")["pid"]
