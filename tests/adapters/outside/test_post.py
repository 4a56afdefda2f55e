"""Messages that leave the house for real, by mail and by web, and why they did not."""

import socket
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from desktop.domain.outside.contacts import (
    Attempt,
    Contact,
    ContactRefusedError,
    Failure,
    Kept,
    Message,
)
from desktop.domain.outside.turns import SEND_WITHIN_S
from desktop.services.adapters.outside.post import ProcessPost
from tests.support.outside import a_mail_server, a_webhook
from tests.support.secret_service import SecretService, missing_programs, secret_service

pytestmark = pytest.mark.allows_log("mail.log")  # the mail server's own

LETTER = Message("Panic, Counter 3: nobody answers (A1B2C3)", "Alder County Health\nCounter 3")


@pytest.fixture(autouse=True)
def without_a_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.fixture
def post(tmp_path: Path) -> ProcessPost:
    return ProcessPost(keyring="Countersign test", file=tmp_path / "addresses.json")


def kept(post: ProcessPost, address: str, name: str = "director") -> Contact:
    service, where = post.keep(name, address, in_file=False)
    return Contact(id=name, label=name.title(), service=service, kept=where)


def sent(
    post: ProcessPost, *contacts: Contact, within: float = SEND_WITHIN_S
) -> dict[str, Attempt]:
    went: dict[str, Attempt] = {}
    post.send(LETTER, contacts, within, lambda contact, attempt: went.update({contact.id: attempt}))
    return went


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Somebody takes the connection there and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_mail_and_a_webhook_are_told_at_once_and_carry_the_alerts_number(
    post: ProcessPost,
) -> None:
    with a_mail_server() as mail, a_webhook() as hook:
        director, guard = kept(post, mail.address()), kept(post, hook.address, "guard")
        assert (director.service, guard.service) == ("E-Mail", "JSON")
        assert sent(post, director, guard) == {"director": Attempt(), "guard": Attempt()}
        (letter,) = mail.got
        assert letter["Subject"] == LETTER.title
        assert letter["To"] == "director@example.org"
        assert "Apprise" not in letter.as_string()
        assert "Counter 3" in letter.get_content()
        assert hook.titles == [LETTER.title]


def test_who_could_not_be_sent_for_want_of_a_thread_is_said_not_to_be_told(
    post: ProcessPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    popen = subprocess.Popen

    def starts(*args: Any, **options: Any) -> Any:
        started.append(popen(*args, **options))
        return started[-1]

    class NoThread(Timer):
        def start(self) -> None:
            raise RuntimeError("can't start new thread")

    guard = Contact(id="guard", label="Guard", service="JSON", kept=Kept.FILE)
    monkeypatch.setattr("desktop.services.adapters.outside.post.Timer", NoThread)
    monkeypatch.setattr(subprocess, "Popen", starts)
    went = {}
    with pytest.raises(RuntimeError):
        post.send(LETTER, [guard], 8.0, lambda one, attempt: went.update({one.id: attempt}))
    assert went == {"guard": Attempt(Failure.BROKEN)}
    (process,) = started
    assert process.returncode is not None


def test_why_a_mail_did_not_go_out_is_said(post: ProcessPost) -> None:
    with a_mail_server(password="another") as mail:
        assert sent(post, kept(post, mail.address())) == {"director": Attempt(Failure.LOGIN)}
    with a_mail_server() as mail:
        mail.answer = "550 No such person"
        went = sent(post, kept(post, mail.address()))
        assert went == {"director": Attempt(Failure.ANSWERED, 550)}
    gone = kept(post, mail.address())
    assert sent(post, gone) == {"director": Attempt(Failure.UNREACHABLE)}


def test_a_mail_server_with_a_certificate_of_its_own_making_is_not_trusted(
    post: ProcessPost, tmp_path: Path
) -> None:
    with a_mail_server(tls=_own_certificate(tmp_path)) as mail:
        went = sent(post, kept(post, mail.address("mailtos", mode="starttls")))
        assert went == {"director": Attempt(Failure.CERTIFICATE)}
        assert mail.got == []


def test_a_server_that_says_nothing_is_given_up_within_its_turn_and_keeps_no_other_waiting(
    post: ProcessPost, silent_port: int
) -> None:
    with a_webhook() as hook:
        mute = kept(
            post, f"mailto://a:b@127.0.0.1:{silent_port}?to=x@example.org&from=y@example.org"
        )
        went = sent(post, mute, kept(post, hook.address, "guard"), within=4.0)
        assert went == {"director": Attempt(Failure.SILENT), "guard": Attempt()}


def test_a_webhooks_answer_is_told_by_its_number(post: ProcessPost) -> None:
    with a_webhook() as hook:
        guard = kept(post, hook.address, "guard")
        hook.status = 500
        assert sent(post, guard) == {"guard": Attempt(Failure.ANSWERED, 500)}
        hook.status = 403
        assert sent(post, guard) == {"guard": Attempt(Failure.LOGIN)}


MISTAKES = {
    "mailtoo://a:b@example.org": "begins with mailtoo://, and nothing is sent by that",
    "director@example.org": "does not begin with how to send there",
    "mailto://": "begins with mailto://, and what follows is not whole",
    "tgram://a:b": "begins with tgram://, and what follows is not whole",
    "gnome://": "shows on this PC, and tells nobody outside",
}


def test_an_address_with_a_mistake_is_refused_in_one_sentence_without_the_rest_of_it(
    post: ProcessPost, tmp_path: Path
) -> None:
    def refusal(address: str) -> str:
        with pytest.raises(ContactRefusedError) as refused:
            kept(post, address)
        return str(refused.value)

    with ThreadPoolExecutor(2) as together:
        for said, why in zip(together.map(refusal, MISTAKES), MISTAKES.values(), strict=True):
            assert why in said
            assert "a:b" not in said
    assert not (tmp_path / "addresses.json").exists()


def test_where_there_is_no_keyring_addresses_lie_in_a_file_for_this_account_alone(
    post: ProcessPost, tmp_path: Path
) -> None:
    contact = kept(post, "json://127.0.0.1:9/hook")
    assert contact.kept is Kept.FILE
    file = tmp_path / "addresses.json"
    assert "127.0.0.1" in file.read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    post.forget(contact)
    assert not file.exists()
    assert sent(post, contact) == {"director": Attempt(Failure.SECRET)}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    missing = missing_programs()
    if missing:
        pytest.skip(f"GNOME's keyring is not here: {', '.join(missing)}")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
    with secret_service() as made:
        for name, value in made.environment().items():
            monkeypatch.setenv(name, value)
        yield made


def test_the_desktops_keyring_keeps_an_address_that_no_file_has(
    post: ProcessPost, secrets: SecretService, tmp_path: Path
) -> None:
    with secrets.ring(password="of this account"), a_webhook() as hook:
        guard = kept(post, hook.address, "guard")
        assert guard.kept is Kept.KEYRING
        assert not (tmp_path / "addresses.json").exists()
        assert sent(post, guard) == {"guard": Attempt()}
        post.forget(guard)
        assert sent(post, guard) == {"guard": Attempt(Failure.SECRET)}


def test_a_keyring_that_stays_locked_keeps_no_alert_waiting_and_new_addresses_go_to_the_file(
    post: ProcessPost, secrets: SecretService
) -> None:
    with secrets.ring(password="of this account"):
        guard = kept(post, "json://127.0.0.1:9/hook", "guard")
        assert guard.kept is Kept.KEYRING
    with secrets.ring(password=None), a_webhook() as hook:
        director = kept(post, hook.address)
        assert director.kept is Kept.FILE
        begun = time.monotonic()
        assert sent(post, guard, director) == {
            "guard": Attempt(Failure.SECRET),
            "director": Attempt(),
        }
        assert time.monotonic() - begun < SEND_WITHIN_S  # it was given up by itself, not ended


def _own_certificate(folder: Path) -> ssl.SSLContext:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context
