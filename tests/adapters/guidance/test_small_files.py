"""The running conversation and what was read, in two small files that anything may happen to."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop.domain.guidance.conversation import Conversation, Kind, Noted
from desktop.domain.guidance.practice import Practiced
from desktop.services.adapters.guidance import small_files
from desktop.services.adapters.guidance.small_files import ConversationFile, PracticeFile, ReadFile
from desktop.services.adapters.keys.private_files import PrivateFileNotSavedError

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
CONVERSATION = Conversation(author="Ben", account="desk").with_(
    Noted(kind=Kind.PROMISE, text="A call back “ñ”", at=NOON, card="calm", by="2026-03-12")
)
DAMAGED = [
    b"",
    b"\x00" * 500,
    b"{",
    b'{"noted": [{"kind": "sung", "text": "", "at": "2026-03-09T12:00:00Z"}]}',
    b'{"noted": 7}',
    b'{"author": "\xff\xfe"}',
    b'{"author": "\xed\xa0\xbd"}',
    b"[" * 100_000,
    b'{"noted": ' + b"[" * 100_000,
    b'{"Ben": {"calm": 7}}',
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.json"


def test_a_conversation_comes_back_as_it_was_kept(file: Path) -> None:
    ConversationFile(file).write(CONVERSATION)
    assert ConversationFile(file).read() == CONVERSATION


@pytest.mark.skipif(sys.platform == "win32", reason="Windows narrows the file by its ACL")
def test_nobody_else_at_this_pc_may_read_it(file: Path) -> None:
    ConversationFile(file).write(CONVERSATION)
    assert file.stat().st_mode & 0o077 == 0


def test_where_there_is_none_it_is_empty(file: Path) -> None:
    assert ConversationFile(file).read() == Conversation()


def test_an_empty_one_leaves_no_file(file: Path) -> None:
    ConversationFile(file).write(CONVERSATION)
    ConversationFile(file).write(Conversation(author="Ben", account="desk"))
    assert not [*file.parent.iterdir()]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_an_empty_conversation_and_the_next_one_is_kept(
    file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    assert ConversationFile(file).read() == Conversation()
    ConversationFile(file).write(CONVERSATION)
    assert ConversationFile(file).read() == CONVERSATION


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_list_of_what_was_read_asks_once_more(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert ReadFile(file).of("Ben") == {}
    ReadFile(file).add("Ben", "calm", "v1")
    assert ReadFile(file).of("Ben") == {"calm": "v1"}


def test_a_program_that_is_killed_while_it_writes_leaves_the_old_one_or_the_new_one(
    file: Path,
) -> None:
    """Killed without a word, at any moment of a hundred writings."""
    writes = f"""
import itertools
from pathlib import Path
from datetime import UTC, date, datetime
from desktop.domain.guidance.conversation import Conversation, Kind, Noted
from desktop.services.adapters.guidance.small_files import ConversationFile
file = ConversationFile(Path({str(file)!r}))
for number in itertools.count(1):
    noted = Noted(kind=Kind.STEP, text=str(number) * 5_000, at=datetime(2026, 3, 9, tzinfo=UTC))
    file.write(Conversation(author="Ben", account="desk").with_(noted))
    print(number, flush=True)
"""
    for count in (1, 7, 20):
        process = subprocess.Popen([sys.executable, "-c", writes], stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(count):
            assert process.stdout.readline()
        process.kill()
        process.wait(20)
        process.stdout.close()
        (noted,) = ConversationFile(file).read().noted
        number = noted.text[: len(noted.text) // 5_000]
        assert int(number) >= count
        assert noted.text == number * 5_000
    ConversationFile(file).write(CONVERSATION)
    assert ConversationFile(file).read() == CONVERSATION


def test_a_disk_that_refuses_keeps_nobody_from_going_on(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: Path, _content: bytes) -> None:
        raise PrivateFileNotSavedError

    monkeypatch.setattr(small_files, "write_private", refuse)
    ConversationFile(file).write(CONVERSATION)
    ReadFile(file).add("Ben", "calm", "v1")
    assert not file.exists()


def test_an_account_with_half_a_letter_in_its_name_keeps_nobody_from_going_on(file: Path) -> None:
    odd = Conversation(author="Ben", account="desk\ud83d").with_(CONVERSATION.noted[0])
    ConversationFile(file).write(odd)
    ReadFile(file).add("Ben\ud83d", "calm", "v1")
    assert ConversationFile(file).read().is_empty


def test_what_was_read_is_remembered_for_each_person(file: Path) -> None:
    ReadFile(file).add("Ben Ortiz", "calm", "v1")
    ReadFile(file).add("Maria", "calm", "v1")
    ReadFile(file).add("Ben Ortiz", "calm", "v2")
    ReadFile(file).add("Ben Ortiz", "queue", "")
    assert ReadFile(file).of("ben  ortiz") == {"calm": "v2", "queue": ""}
    assert ReadFile(file).of("Maria") == {"calm": "v1"}
    assert ReadFile(file).of("Ana") == {}


def test_how_a_practice_went_is_kept_for_each_person_by_name(tmp_path: Path) -> None:
    file = tmp_path / "practice.json"
    went = Practiced(good=2, of=3, day=date(2026, 11, 26))
    PracticeFile(file).add("Maria Delgado", "practice-swearing", went)
    assert PracticeFile(file).of("maria  delgado") == {"practice-swearing": went}
    assert PracticeFile(file).of("Devon Park") == {}


def test_a_damaged_file_of_practices_is_nobodys_trouble(tmp_path: Path) -> None:
    file = tmp_path / "practice.json"
    file.write_text('{"maria": {"x": {"good": "many"}}}')
    assert PracticeFile(file).of("maria") == {}
