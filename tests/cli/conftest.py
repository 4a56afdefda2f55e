"""One office for all tests of commands: making a site costs seconds, asking it none."""

from collections.abc import Iterator

import pytest

from tests.support.office import Office, an_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office")) as made:
        yield made
