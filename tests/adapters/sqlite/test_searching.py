"""Words of reports are found by their beginnings, and in scripts without spaces anywhere."""
# ruff: noqa: RUF001 (words in many scripts)

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services.adapters.sqlite.database import open_for_writing
from desktop.services.adapters.sqlite.report_rows import write
from desktop.services.adapters.sqlite.schema import File
from desktop.services.adapters.sqlite.searching import as_asked
from desktop.services.adapters.sqlite.shelf import SqliteShelf
from desktop.services.reports.ports import Query
from tests.support.incident_story import folded, submission


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    conn = open_for_writing(tmp_path_factory.mktemp("home") / "records.db", File.RECORDS)
    yield conn
    conn.close()


def finds(records: sqlite3.Connection, typed: str, narrative: str) -> bool:
    """Whether a search for ``typed`` finds the report that tells this."""
    file = Path(records.execute("PRAGMA database_list").fetchone()[2])
    records.execute("DELETE FROM reports")
    records.execute("DELETE FROM report_words")
    write(records, folded(submission({"narrative": narrative})))
    return bool(SqliteShelf(file, file.with_name("views.json")).rows(Query(words=typed)))


@pytest.mark.parametrize(
    ("typed", "narrative"),
    [
        ("威胁", "他在三号窗口大声威胁工作人员。"),
        ("胁", "他在三号窗口大声威胁工作人员。"),
        ("员", "他在三号窗口大声威胁工作人员"),
        ("大声威胁工作", "他在三号窗口大声威胁工作人员。"),
        ("威胁 窗口", "他在三号窗口大声威胁工作人员。"),
        ("許可", "食品許可証の手数料"),
        ("ライ", "窓口でクライアントが"),
        ("ｸﾗｲ", "窓口でクライアントが"),
        ("ห้อง", "เขามาที่ห้องทำงาน"),
        ("복지", "행정복지센터에서"),
        ("beck", "客户Beck来了"),
        ("来", "客户Beck来了"),
        ("प्रीति", "कल प्रीति आई"),
        ("प्री", "कल प्रीति आई"),
        ("park", "On the Parking lot"),
        ("jose", "José came"),
        ("José", "Jose came"),
        ("o'brien", "Mr. O’Brien"),
        ("12", "Counter 12"),
    ],
)
def test_a_word_is_found_where_it_stands(
    records: sqlite3.Connection, typed: str, narrative: str
) -> None:
    assert finds(records, typed, narrative)


@pytest.mark.parametrize(
    ("typed", "narrative"),
    [
        ("胁威", "他在三号窗口大声威胁工作人员。"),
        ("口声", "他在三号窗口大声威胁工作人员。"),
        ("窗口威胁", "他在三号窗口大声威胁工作人员。"),
        ("king", "On the Parking lot"),
        ("रीत", "कल प्रीति आई"),
    ],
)
def test_what_does_not_stand_there_is_not_found(
    records: sqlite3.Connection, typed: str, narrative: str
) -> None:
    assert not finds(records, typed, narrative)


HAN = st.text("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", min_size=1, max_size=12)


@given(HAN, HAN, st.text("王李张刘陈", max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_piece_of_a_sentence_without_spaces_is_found(
    records: sqlite3.Connection, before: str, typed: str, after: str
) -> None:
    assert finds(records, typed, f"{before}{typed}{after}。")


@pytest.mark.parametrize("typed", ["", " ", "“”", "…!", '"*', "\u0301", "๎"])
def test_signs_alone_ask_for_nothing(typed: str) -> None:
    assert as_asked(typed) == ""


def test_latin_words_are_asked_for_as_they_are_typed() -> None:
    assert as_asked("Beck, o’brien 2026-C3") == '"Beck"* "o"* "brien"* "2026"* "C3"*'


def test_reports_of_an_older_file_are_found_the_new_way(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    conn = open_for_writing(path, File.RECORDS)
    write(conn, folded(submission({"narrative": "大声威胁工作人员"})))
    conn.executescript(
        """
        DROP TABLE report_words;
        CREATE VIRTUAL TABLE report_words USING fts5 (
            words, detail = none, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
        );
        INSERT INTO report_words (rowid, words) SELECT n, about FROM reports;
        DELETE FROM _sqlite_migrations WHERE name = '0003_words_without_spaces';
        PRAGMA user_version = 4;
        """
    )
    shelf = SqliteShelf(path, tmp_path / "views.json")
    assert not shelf.rows(Query(words="威胁"))
    conn.close()
    open_for_writing(path, File.RECORDS).close()
    assert len(SqliteShelf(path, tmp_path / "views.json").rows(Query(words="威胁"))) == 1
