"""An office that keeps blobs: a supervisor, Ana, and Counter 3 among its stations."""

from pathlib import Path

import pytest

from tests.support.blobs import BlobDesk, BlobOffice
from tests.support.relay import authority, relay, relays, stations

__all__ = ["authority", "relay", "relays", "stations"]


@pytest.fixture
def office(tmp_path: Path) -> BlobOffice:
    office = BlobOffice(tmp_path)
    office.opens()
    office.advance(1)
    return office


@pytest.fixture
def ana(office: BlobOffice) -> BlobDesk:
    return office.blobs["Ana"]


@pytest.fixture
def counter(office: BlobOffice) -> BlobDesk:
    return office.blobs["Counter 3"]
