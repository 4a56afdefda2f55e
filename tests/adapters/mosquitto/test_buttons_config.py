"""What the buttons' own Mosquitto is told, as a person would read it."""

import pytest

from desktop.services.adapters.mosquitto.buttons_config import (
    ButtonAccess,
    hash_password,
    render_acl,
    render_config,
    render_passwords,
)

RED = ButtonAccess("button-1", "countersign/button-1", "$7$red")
GREEN = ButtonAccess("button-2", "stat/tasmota A/RESULT", "$7$green")


def test_a_button_may_write_its_own_topic_and_nothing_else() -> None:
    assert render_acl((RED, GREEN)) == (
        "user station\n"
        "topic read countersign/button-1\n"
        "topic read stat/tasmota A/RESULT\n"
        "\n"
        "user button-1\n"
        "topic write countersign/button-1\n"
        "\n"
        "user button-2\n"
        "topic write stat/tasmota A/RESULT\n"
    )


def test_a_topic_with_a_line_break_writes_no_rules() -> None:
    with pytest.raises(ValueError, match="access rules"):
        render_acl((ButtonAccess("button-1", "a\ntopic readwrite #", "x"),))


def test_everybody_has_a_password() -> None:
    assert render_passwords((RED,), "$7$own") == "station:$7$own\nbutton-1:$7$red\n"
    config = render_config(port=18885, bind="10.0.0.5", loopback_port=20001, as_root=False)
    assert "allow_anonymous false" in config.splitlines()
    assert "listener 18885 10.0.0.5" in config.splitlines()
    assert "listener 20001 127.0.0.1" in config.splitlines()
    assert config.count("use_username_as_clientid true") == 2


def test_a_password_is_kept_as_mosquitto_keeps_it() -> None:
    hashed = hash_password("secret", b"0123456789ab")
    assert hashed.startswith("$7$101$MDEyMzQ1Njc4OWFi$")
    assert "secret" not in hashed
    assert hashed != hash_password("secret", b"ba9876543210")
