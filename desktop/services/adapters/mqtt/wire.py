"""One TLS connection, as paho wants to see it."""

import ssl

from desktop.monotonic import monotonic

READ_BYTES = 64 * 1024


class NotARelayError(Exception):
    """What answers there is no relay of our kind."""


class Wire:
    """A connected, non-blocking TLS socket between paho and the network.

    It reads as much as there is at once (paho asks for single bytes), and sends what paho wrote
    (packet by packet) at once too, in ``flush``: of a crowd's receipts each would cost a record of
    TLS, a call of the system and a turn at the interpreter. It notes when it last heard and spoke,
    and keeps the error that ended it. ``close`` only notes paho's wish:
    the thread that waits on the socket must be the one to close it, or the number of the file
    could name another connection before that thread knows. ``hang_up`` closes.
    """

    def __init__(self, tls: ssl.SSLSocket) -> None:
        self._tls = tls
        self._unread = b""
        self._unsent = bytearray()
        self._at = 0
        self.is_closed = False
        self.failure: OSError | None = None
        self.heard_at = self.spoke_at = monotonic()

    def recv(self, size: int) -> bytes:
        if self._at == len(self._unread):
            self._unread, self._at = self._receive(), 0
        data = self._unread[self._at : self._at + size]
        self._at += len(data)
        return data

    def _receive(self) -> bytes:
        try:
            data = self._tls.recv(READ_BYTES)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except OSError as error:
            self.failure = error
            raise
        self.heard_at = monotonic()
        return data

    def send(self, data: bytes | bytearray) -> int:
        """Take ``data``; it leaves with the next ``flush``."""
        self._unsent += data
        return len(data)

    @property
    def has_unsent(self) -> bool:
        """The socket has not taken all of it yet."""
        return bool(self._unsent)

    def flush(self) -> None:
        """Send what was taken, as far as the socket takes it; an error ends the wire."""
        try:
            while self._unsent:
                sent = self._tls.send(self._unsent)
                del self._unsent[:sent]
                self.spoke_at = monotonic()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        except OSError as error:
            self.failure = error
            self._unsent.clear()
            self.is_closed = True

    def pending(self) -> int:
        """Bytes that were received and not yet asked for; the selector knows nothing of them."""
        return len(self._unread) - self._at + self._tls.pending()

    def fileno(self) -> int:
        return self._tls.fileno()

    def setblocking(self, flag: bool) -> None:
        """Stay non-blocking, whatever is asked."""

    def close(self) -> None:
        self.is_closed = True

    def hang_up(self) -> None:
        self.is_closed = True
        self._tls.close()
