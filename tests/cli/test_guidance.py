"""``countersign guidance check``: whoever writes cards hears what is wrong before anybody else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.assets import asset
from desktop.cli import exits, main
from desktop.domain.guidance.card import Part
from desktop.domain.guidance.headings import HEADINGS
from tests.support.card_texts import (
    ESCALERA,
    LADDER,
    PRACTICA,
    PRACTICE,
    SITUACION,
    SITUATION,
    a_guide,
)


def in_both_languages(card: str) -> tuple[str, str]:
    spanish = f'+++\nid = "{card}"\ntitle = "Una guía"\n+++\n## Más\n\nPorque sí.\n'
    return a_guide("## More\n\nBecause.", id=card), spanish


CARDS = {
    "language": (SITUATION, SITUACION),
    "counter": (LADDER, ESCALERA),
    "practice-swearing": (PRACTICE, PRACTICA),
    "set-a-limit": in_both_languages("set-a-limit"),
    "safety": in_both_languages("safety"),
}

Check = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five cards in two languages, and nothing wrong with any."""
    for name, texts in CARDS.items():
        for language, text in zip(("en", "es"), texts, strict=True):
            write(tmp_path, f"{language}/{name}.md", text)
    return tmp_path


def write(folder: Path, file: str, text: str) -> None:
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    write(folder, file, text.replace(old, new))


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    """Check a folder; its exit code and what it says to programs."""

    def checked(*folder: Path) -> tuple[int, dict[str, Any]]:
        code = main(["guidance", "check", *map(str, folder), "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert code == (exits.DONE if answer["sound"] else exits.REFUSED)
        assert answer["sound"] is (answer["findings"] == [])
        return code, answer

    return checked


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Callable[[Path], list[str]]:
    """Check a folder; the lines for a person."""

    def checked(folder: Path) -> list[str]:
        main(["guidance", "check", str(folder)])
        said = capsys.readouterr()
        assert said.err == ""
        return said.out.splitlines()

    return checked


def test_cards_that_are_as_they_should_be_are_counted(
    folder: Path, check: Check, says: Callable[[Path], list[str]]
) -> None:
    code, answer = check(folder)
    assert (code, answer["cards"], answer["languages"]) == (exits.DONE, 5, ["en", "es"])
    assert answer["folder"] == str(folder)
    assert says(folder) == ["5 cards in 2 languages. Nothing is wrong."]


def test_each_fault_is_one_sentence_with_its_file_and_what_to_do(
    folder: Path, says: Callable[[Path], list[str]]
) -> None:
    change(folder, "es/language.md", "## Diga", "# Diga")
    write(folder, "en/new.md", "Be kind.")
    assert says(folder) == [
        "es/language.md: Its headings begin with ##, and “Diga” does not.",
        "  -> Put that right and save it again; until then the last good version is shown.",
        "en/new.md: It has no header between two lines of +++.",
        "  -> Begin it with the header of another card, and change what is in there.",
        "4 cards in 2 languages. 2 things are wrong.",
    ]


@pytest.mark.parametrize(
    ("file", "replaced", "message"),
    [
        ("en/safety.md", ("+++", "---"), "It has no header between two lines of +++."),
        ("en/safety.md", ("title", "tittle"), "Nothing in a card's header is called “tittle”."),
        ("en/safety.md", ("Because.", "<script>x</script>"), "HTML and scripts are not shown in"),
        ("es/safety.md", ("Porque", "![x](https://x.org/y.png)"), "Pictures are not shown in a"),
        ("es/safety.md", ("Porque", "x" * 1_000_000), "It is longer than a card may be"),
        ("en/counter.md", ("who =", 'then = "limit"\nwho ='), "Its rungs go round in a circle"),
        ("es/counter.md", ('"limit"', '"limite"'), "Its languages have different rungs."),
        ("en/safety.md", ("title", 'see = ["gone"]\ntitle'), "It leads to “gone”, and there is"),
        ("es/safety.md", ("Porque", "[Porque](card:gone)"), "It leads to “gone”, and there is"),
        ("en/safety.md", ("title", 'worse = "safety"\ntitle'), "What is worse than it leads back"),
        ("en/language.md", ('"limit"', '"shout"'), "Its ladder has no rung “shout”."),
        ("en/language.md", ('"phone"', '"telephone"'), "There is no icon “telephone”."),
    ],
)
def test_what_is_wrong_with_one_card_is_said_once_and_of_its_file(
    folder: Path, check: Check, file: str, replaced: tuple[str, str], message: str
) -> None:
    change(folder, file, *replaced)
    _, answer = check(folder)
    (finding,) = answer["findings"]
    assert finding["message"].startswith(message)
    assert finding["file"] == file
    assert finding["card"] == Path(file).stem
    assert finding["advice"].endswith(".")


def test_a_card_that_is_not_translated_is_named(folder: Path, check: Check) -> None:
    (folder / "es" / "language.md").unlink()
    _, answer = check(folder)
    (finding,) = answer["findings"]
    assert (finding["file"], finding["message"]) == (
        "es/language.md",
        "It is not translated (es).",
    )
    assert answer["cards"] == 5


def test_a_card_that_is_only_not_translated_is_still_held_against_the_others(
    folder: Path, check: Check
) -> None:
    (folder / "es" / "counter.md").unlink()
    change(folder, "en/language.md", 'rung = "limit"', 'rung = "shout"')
    _, answer = check(folder)
    assert [one["message"] for one in answer["findings"]] == [
        "It is not translated (es).",
        "Its ladder has no rung “shout”.",
    ]


def test_a_card_that_leads_to_a_broken_one_is_not_blamed_for_it(folder: Path, check: Check) -> None:
    for broken in ("counter", "safety"):
        change(folder, f"en/{broken}.md", "+++", "---")
    _, answer = check(folder)
    assert [one["file"] for one in answer["findings"]] == ["en/counter.md", "en/safety.md"]


def test_two_cards_with_one_id_are_named(folder: Path, check: Check) -> None:
    write(folder, "en/abuse.md", SITUATION)
    _, answer = check(folder)
    (finding,) = answer["findings"]
    assert finding["file"] == "en/abuse.md"
    assert finding["message"] == "Another file is the card “language” already."


def test_two_situations_in_one_place_are_named(folder: Path, check: Check) -> None:
    write(folder, "en/threat.md", SITUATION.replace('"language"', '"threat"'))
    write(folder, "es/threat.md", SITUACION.replace('"language"', '"threat"'))
    _, answer = check(folder)
    assert [one["message"] for one in answer["findings"]] == [
        "Its place is that of “language” already."
    ]


def test_one_card_in_one_language_is_counted_in_words(
    tmp_path: Path, says: Callable[[Path], list[str]]
) -> None:
    write(tmp_path, "en/guide.md", a_guide())
    assert says(tmp_path)[-1] == "1 card in 1 language. One thing is wrong."


@pytest.mark.parametrize("inside", ["", "en", "nowhere"])
def test_a_folder_without_cards_is_told_from_sound_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], inside: str
) -> None:
    write(tmp_path, "en/guide.txt", a_guide())
    folder = tmp_path / inside
    assert main(["guidance", "check", str(folder), "--json"]) == exits.REFUSED
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["code"] == "no-cards"
    assert str(folder) in error["message"]
    assert "en/ID.md" in error["advice"]


def test_no_station_is_needed_or_started(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    assert main(["guidance", "check", str(folder), "--home", str(home)]) == exits.DONE
    assert not home.exists()


def test_the_cards_that_come_with_the_program_are_sound(
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = list(asset("guidance").glob("*/*.md"))
    code = main(["guidance", "check", "--json"])
    said = capsys.readouterr()
    if not files:
        assert code == exits.REFUSED
        assert json.loads(said.err)["error"]["code"] == "no-cards"
        return
    answer = json.loads(said.out)
    assert answer["findings"] == []
    assert answer["cards"] == len({file.stem for file in files})
    assert code == exits.DONE


def test_every_heading_with_a_meaning_stands_in_the_page_on_cards() -> None:
    page = (Path(__file__).parents[2] / "docs" / "guidance-cards.md").read_text("utf-8")
    for part in Part:
        if part is not Part.OTHER:
            assert f"| {HEADINGS['en'][part]} | {HEADINGS['es'][part]} |" in page
