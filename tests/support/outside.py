"""Whom contacts are told through, for real: a mail server and a web server on loopback."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from desktop.domain.outside.contacts import Attempt, Contact, Kept, Message
from tests.support.ports import own_port


@dataclass(slots=True)
class Webhook:
    """A web server that answers ``status``, and what was posted to it."""

    port: int = 0
    status: int = 200
    got: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.port}/hook"

    @property
    def titles(self) -> list[str]:
        return [one["title"] for one in self.got]


@contextmanager
def a_webhook() -> Iterator[Webhook]:
    webhook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            webhook.got.append(msgspec.json.decode(body))
            self.send_response(webhook.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    webhook.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield webhook
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@dataclass(slots=True)
class MailServer:
    """What arrived, and what it answers to everybody to whom mail is sent."""

    port: int
    got: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"

    def address(self, scheme: str = "mailto", **options: str) -> str:
        said = "&".join(f"{name}={value}" for name, value in options.items())
        return f"{scheme}://desk:secret@127.0.0.1:{self.port}?to=director@example.org&from=desk@example.org&{said}"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def a_mail_server(
    *, password: str = "secret", tls: ssl.SSLContext | None = None
) -> Iterator[MailServer]:
    server = MailServer(own_port())

    def authenticate(*said: object) -> AuthResult:
        login = said[-1]
        assert isinstance(login, LoginPassword)
        return AuthResult(success=login.password == password.encode(), handled=False)

    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        authenticator=authenticate,
        auth_require_tls=False,
        tls_context=tls,
        require_starttls=tls is not None,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def contact(label: str = "Director", *, kept: Kept = Kept.FILE) -> Contact:
    return Contact(id=label.lower(), label=label, service="JSON", kept=kept)


class PlayedPost:
    """Sends nothing, and says that it went as a test wants it."""

    def __init__(self) -> None:
        self.sent: list[tuple[Message, tuple[str, ...]]] = []
        self.within: list[float] = []
        self.attempt = Attempt()
        self.fails_with: dict[str, Attempt] = {}
        self.waiting: list[tuple[Contact, Any]] = []
        self.holds = False

    def send(
        self,
        message: Message,
        contacts: tuple[Contact, ...],
        within: float,
        told: Any,
        **_: object,
    ) -> None:
        self.sent.append((message, tuple(one.label for one in contacts)))
        self.within.append(within)
        for one in contacts:
            if self.holds:
                self.waiting.append((one, told))
            else:
                told(one, self.fails_with.get(one.label, self.attempt))
