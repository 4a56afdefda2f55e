from pathlib import Path

import pytest

from desktop.domain.relays import TlsFiles
from desktop.services.adapters.mosquitto.config import (
    RelayAccess,
    RelayFiles,
    render_acl,
    render_config,
)
from desktop.services.delivery.topics import Topics

SITE, ANN, BEN, EVE = "5" * 32, "a" * 32, "b" * 32, "e" * 32


def a_config(*, crl: Path | None = Path("/home/relay/crl.pem"), as_root: bool = False) -> str:
    tls = TlsFiles(ca=Path("/k/ca.pem"), certificate=Path("/k/cert.pem"), key=Path("/k/key.pem"))
    return render_config(
        files=RelayFiles(tls=tls, acl=Path("/home/relay/acl"), crl=crl),
        port=18883,
        bind="10.0.0.5",
        loopback_port=40123,
        as_root=as_root,
    )


def test_a_relay_says_who_may_carry_what() -> None:
    access = RelayAccess(SITE, supervisors=frozenset({ANN}), revoked=frozenset({EVE}))
    assert render_acl(access) == (
        f"user {EVE}\n"
        "topic deny #\n"
        "\n"
        f"user {ANN}\n"
        f"topic read cs1/{SITE}/r/+\n"
        f"topic read cs1/{SITE}/beat/+\n"
        "\n"
        f"pattern read cs1/{SITE}/a/+\n"
        f"pattern read cs1/{SITE}/n/+\n"
        f"pattern read cs1/{SITE}/to/%u/+\n"
        f"pattern write cs1/{SITE}/a/%u\n"
        f"pattern write cs1/{SITE}/n/%u\n"
        f"pattern write cs1/{SITE}/r/%u\n"
        f"pattern write cs1/{SITE}/beat/%u\n"
        f"pattern write cs1/{SITE}/to/+/%u\n"
    )


def test_the_relay_speaks_of_the_same_topics_as_the_stations() -> None:
    acl = render_acl(RelayAccess(SITE))
    topics = Topics(SITE, ANN)
    assert topics.beat.replace(ANN, "%u") in acl
    assert topics.to(BEN).replace(ANN, "%u").replace(BEN, "+") in acl


def test_a_revoked_supervisor_is_revoked_first_of_all() -> None:
    acl = render_acl(RelayAccess(SITE, supervisors=frozenset({ANN}), revoked=frozenset({ANN})))
    assert acl.count(f"user {ANN}") == 1
    assert f"user {ANN}\ntopic deny #\n" in acl


@pytest.mark.parametrize("id_", ["a b", "x\nuser y", "", "../x", "#"])
def test_what_is_no_id_cannot_write_an_access_rule(id_: str) -> None:
    with pytest.raises(ValueError, match="no id"):
        render_acl(RelayAccess(SITE, supervisors=frozenset({id_})))


def test_a_relay_keeps_nothing_and_lets_nobody_in_without_a_certificate() -> None:
    lines = a_config().splitlines()
    for line in (
        "persistence false",
        "retain_available false",
        "allow_anonymous false",
        "set_tcp_nodelay true",
        "sys_interval 0",
        "max_packet_size 65536",
        "listener 18883 10.0.0.5",
        "listener 40123 127.0.0.1",
    ):
        assert lines.count(line) == 1, line
    for line in (
        "require_certificate true",
        "use_identity_as_username true",
        "use_username_as_clientid true",
        "tls_version tlsv1.3",
        "crlfile /home/relay/crl.pem",
    ):
        assert lines.count(line) == 2, f"{line} on both listeners"


def test_before_there_is_a_revocation_list_none_is_asked_for() -> None:
    assert "crlfile" not in a_config(crl=None)


def test_run_by_root_the_broker_stays_root_because_the_key_is_roots() -> None:
    assert "user root" in a_config(as_root=True)
    assert "user" not in [line.split(" ")[0] for line in a_config().splitlines()]
