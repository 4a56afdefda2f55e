"""Questions asked while somebody types: on workers, and only the newest one's answer counts."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from desktop.domain.errors import DeskError
from desktop.ui.settling import Post, settled

T = TypeVar("T")


class Newest(Generic[T]):
    """Asks in the background; an answer that a newer question has overtaken is dropped.

    A question that no worker has begun is not asked at all once a newer one is there, so a fast
    typist leaves no queue behind. Used from the windows' thread alone.
    """

    def __init__(self, pool: ThreadPoolExecutor, post: Post) -> None:
        self._pool = pool
        self._post = post
        self._latest: Future[T] | None = None

    @property
    def is_waiting(self) -> bool:
        """The newest question has no answer yet."""
        return self._latest is not None

    def ask(
        self,
        question: Callable[[], T],
        told: Callable[[T], None],
        refused: Callable[[DeskError], None],
    ) -> None:
        """Ask now; ``told`` or ``refused`` follows in the windows' thread, if still wanted. Once
        the page has closed its workers nobody wants an answer, so nothing is asked.
        """
        self.forget()
        try:
            asked = self._pool.submit(question)
        except RuntimeError:  # the executor's only word for having been shut down
            return
        self._latest = asked

        def settle() -> None:
            if self._latest is asked:
                self._latest = None
                settled(asked, told, refused)

        asked.add_done_callback(lambda _: self._post(settle))

    def forget(self) -> None:
        """Want no answer any more."""
        if self._latest is not None:
            self._latest.cancel()
            self._latest = None
