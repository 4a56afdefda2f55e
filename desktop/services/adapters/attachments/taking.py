"""Taking in what a person chose, dropped or pasted: checked, copied whole, and looked into."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import msgspec

from desktop.domain.reports.attachments import Attachment, clean_name, require_attachable
from desktop.domain.sentence import Sentence
from desktop.services.adapters.attachments.inspecting import inspect, peek
from desktop.services.adapters.attachments.pictures import Picture, redraw
from desktop.services.adapters.blob_files import BlobFiles, chosen, pasted, size_of
from desktop.services.ports import Clock


class Taken(msgspec.Struct, frozen=True):
    """An attachment that is kept now, and sentences for whoever brought it."""

    attachment: Attachment
    words: tuple[Sentence, ...]
    is_drawn: bool


class Taking:
    """Makes attachments out of files. Every method is slow, so call it in a worker.

    ``progressed`` is told how many bytes are copied, and all there are. When ``is_cancelled`` says
    so between two pieces, ``CancelledError`` is raised. Each refusal is a ``DeskError`` whose
    text and advice are for the person, and then nothing is kept. ``took`` is told each file that is
    kept, and that nothing names yet.
    """

    def __init__(
        self, blobs: BlobFiles, clock: Clock, *, took: Callable[[Attachment], None] = lambda _: None
    ) -> None:
        self._blobs = blobs
        self._clock = clock
        self._took = took

    def take_file(
        self,
        path: Path,
        *,
        by: str = "",
        progressed: Callable[[int, int], None] = lambda _done, _size: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Taken:
        """Attach the file at ``path``, which the person chose. It is opened once."""
        with closing(chosen(path)) as file:
            return self._take(file, path.name, by, progressed, is_cancelled)

    def take_pasted(self, data: bytes, name: str, *, by: str = "") -> Taken:
        """Attach bytes from the clipboard under ``name``."""
        with closing(pasted(data)) as file:
            return self._take(file, name, by, lambda _done, _size: None, lambda: False)

    def put(self, data: bytes, *, name: str, media: str) -> Attachment:
        """Keep what this program itself wrote."""
        with closing(pasted(data)) as file, self._blobs.added(file, name) as ref:
            attachment = Attachment(name=name, media=media, size=ref.size, sha256=ref.sha256)
            self._took(attachment)
        return attachment

    def picture(self, attachment: Attachment) -> Picture:
        """What the PDF shows of it. Raises ``PictureNotShownError`` and ``BlobNotHeldError``."""
        with closing(self._blobs.open(attachment.sha256)) as file:
            return redraw(file, attachment.media)

    def _take(
        self,
        file: BinaryIO,
        name: str,
        by: str,
        progressed: Callable[[int, int], None],
        is_cancelled: Callable[[], bool],
    ) -> Taken:
        require_attachable(name, size_of(file, name))
        peek(file, name)  # a program is refused before it is copied
        with self._blobs.added(file, name, progressed=progressed, is_cancelled=is_cancelled) as ref:
            with closing(self._blobs.open(ref.sha256)) as copy:
                finding = inspect(copy, name)
            attachment = Attachment(
                name=clean_name(name),
                media=finding.media,
                size=ref.size,
                sha256=ref.sha256,
                added_at=self._clock.now().isoformat(timespec="milliseconds"),
                added_by=by,
            )
            self._took(attachment)
        return Taken(attachment, finding.words, finding.is_drawn)
