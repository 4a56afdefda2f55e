"""A picture that somebody chose, made fit to be a floor plan at every desk.

It is drawn anew: upright, on white, no longer than a screen is, and without what a camera or a
drawing program adds. Nothing is decoded before its header says that it will fit into memory.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from desktop.domain.plan.errors import PlanPictureError
from desktop.domain.reports.attachments import (
    AttachmentEmptyError,
    AttachmentRunsError,
    AttachmentTooLargeError,
    require_attachable,
)
from desktop.services.adapters.attachments.inspecting import peek
from desktop.services.adapters.attachments.kinds import JPEG, PDF, PNG
from desktop.services.adapters.attachments.pictures import (
    PictureDamagedError,
    PictureNotShownError,
    PictureTooLargeError,
    on_paper,
)
from desktop.services.adapters.blob_files import (
    FileGoneError,
    FileNotReadError,
    chosen,
    size_of,
)

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 2400
"""Points along the longer side: sharp on a large screen at 200 %."""
LEAST_SIDE = 16
"""Points along the shorter one: on less nobody stands anywhere."""
SHARP_BYTES = 1_000_000
"""A PNG keeps lines sharp; what is larger than this as one is a photo, and becomes a JPEG."""
QUALITY = 88


class PlanPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture for every desk: its bytes as ``media`` says, and its size in points."""

    data: bytes
    media: str
    width: int
    height: int

    @property
    def ending(self) -> str:
        """The ending of its name."""
        return ".png" if self.media == PNG.media else ".jpg"


def read_plan_picture(path: Path) -> PlanPicture:
    """Draw the picture at ``path`` anew, at most ``LONGEST_SIDE`` points along its longer side.

    Takes up to some seconds, so call it in a worker. Raises ``PlanPictureError``, which says what
    to do.
    """
    with _in_our_words(path.name), closing(chosen(path)) as file:
        require_attachable(path.name, size_of(file, path.name))
        kind = peek(file, path.name)
        if kind is PDF:
            raise PlanPictureError(
                "“{name}” is a PDF, and a floor plan is a picture.",
                name=path.name,
                advice="Open it elsewhere, save or export its page as PNG, and choose that.",
            )
        if not kind.is_drawn:
            raise PlanPictureError("“{name}” is no picture that can be shown.", name=path.name)
        return _redrawn(file, kind.media, path.name)


def _redrawn(file: BinaryIO, media: str, name: str) -> PlanPicture:
    paper = on_paper(file, media, longest=LONGEST_SIDE)
    if min(paper.size) < LEAST_SIDE:
        raise PlanPictureError(
            "“{name}” has {width} by {height} points, which is too little for a floor plan.",
            name=name,
            width=paper.width,
            height=paper.height,
            advice="Choose a larger picture, such as a scan of the evacuation plan.",
        )
    data, kind = _encoded(paper, "PNG", optimize=True), PNG
    if len(data) > SHARP_BYTES:
        data, kind = _encoded(paper, "JPEG", quality=QUALITY), JPEG
    return PlanPicture(data=data, media=kind.media, width=paper.width, height=paper.height)


def _encoded(paper: "Image.Image", form: str, **how: int) -> bytes:
    written = BytesIO()
    paper.save(written, form, **how)
    return written.getvalue()


@contextmanager
def _in_our_words(name: str) -> Iterator[None]:
    """What is said of attachments, said of a floor plan."""
    try:
        yield
    except FileGoneError as cause:
        raise PlanPictureError("“{name}” is not there.", name=name) from cause
    except FileNotReadError as cause:
        raise PlanPictureError(cause.sentence) from cause
    except AttachmentEmptyError as cause:
        raise PlanPictureError("“{name}” is empty.", name=name) from cause
    except (AttachmentTooLargeError, PictureTooLargeError) as cause:
        raise PlanPictureError(
            "“{name}” is too large to be read safely.",
            name=name,
            advice="Save it with 5,000 points or fewer along its longer side, and choose that.",
        ) from cause
    except AttachmentRunsError as cause:
        raise PlanPictureError("“{name}” is no picture that can be shown.", name=name) from cause
    except PictureDamagedError as cause:
        raise PlanPictureError("“{name}” is damaged or cut off.", name=name) from cause
    except PictureNotShownError as cause:
        raise PlanPictureError("“{name}” cannot be shown.", name=name) from cause
