"""Settings that are missing or wrong are refused at the start, in one line that names them (K15)."""

import stat

import pytest

from config import Settings, SettingWrong

LONG = "x" * 32


@pytest.fixture
def environ(tmp_path):
    """A sound production environment."""
    return {
        "PETUNIAS_DATA": str(tmp_path / "data"),
        "PETUNIAS_ADDRESS": "https://directory.example.nhs.uk",
        "PETUNIAS_DATABASE_URL": "postgresql://petunias@localhost/petunias",
        "PETUNIAS_SECRET_KEY": LONG,
        "PETUNIAS_AUDIT_KEY": LONG,
        "PETUNIAS_MAIL": "smtp",
        "PETUNIAS_SMTP_HOST": "mail.example.nhs.uk",
    }


def test_a_sound_production_starts(environ):
    settings = Settings.from_environment(environ)
    assert settings.is_production
    assert not settings.is_demo


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PETUNIAS_SECRET_KEY", None),
        ("PETUNIAS_SECRET_KEY", "short"),
        ("PETUNIAS_AUDIT_KEY", None),
        ("PETUNIAS_AUDIT_KEY", "x" * 31),
        ("PETUNIAS_DEMO", "1"),
        ("PETUNIAS_MAIL", None),
        ("PETUNIAS_MAIL", "pigeon"),
        ("PETUNIAS_SMTP_HOST", None),
        ("PETUNIAS_MAIL", "notify"),
        ("PETUNIAS_ADDRESS", "directory.example.nhs.uk"),
        ("PETUNIAS_ADDRESS", "https://example.nhs.uk/directory"),
        ("PETUNIAS_SMTP_PORT", "mail"),
        ("PETUNIAS_PROCESSES", "two"),
        ("PORT", "http"),
        ("PETUNIAS_DATABASE_URL", "mysql://localhost/petunias"),
        ("PETUNIAS_DATABASE_URL", "petunias.sqlite"),
        ("PETUNIAS_DATABASE_URL", "sqlite://"),
        ("PETUNIAS_DATA", "/proc/nothing/can/be/made/here"),
        ("PETUNIAS_PROCESSES", "0"),
        ("PETUNIAS_PROXIES", "-1"),
        ("PORT", "65536"),
        ("PETUNIAS_TILES", "tiles"),
        ("PETUNIAS_TILES", "https://{s}.tiles.example/{z}/{x}/{y}.png"),
        ("PETUNIAS_TILES", "https://tiles.example; script-src *{z}"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(environ, name, value):
    environ.pop(name, None)
    if value is not None:
        environ[name] = value
    with pytest.raises(SettingWrong) as refused:
        Settings.from_environment(environ)
    said = str(refused.value)
    assert "\n" not in said
    assert name in said or (value == "notify" and "PETUNIAS_NOTIFY_KEY" in said)


def test_keys_are_made_once_and_for_our_eyes_only(tmp_path):
    first = Settings.from_environment({"PETUNIAS_DATA": str(tmp_path)})
    again = Settings.from_environment({"PETUNIAS_DATA": str(tmp_path)})
    assert first.secret_key == again.secret_key != first.audit_key == again.audit_key
    kept = list((tmp_path / "keys").iterdir())
    assert [stat.S_IMODE(file.stat().st_mode) for file in kept] == [0o600, 0o600]


def test_a_key_that_others_can_read_is_refused(tmp_path):
    Settings.from_environment({"PETUNIAS_DATA": str(tmp_path)})
    (tmp_path / "keys" / "secret_key").chmod(0o644)
    with pytest.raises(SettingWrong, match="PETUNIAS_SECRET_KEY: others can read"):
        Settings.from_environment({"PETUNIAS_DATA": str(tmp_path)})


def test_without_settings_everything_stays_on_this_machine(tmp_path):
    settings = Settings.from_environment({"PETUNIAS_DATA": str(tmp_path)})
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path / 'petunias.sqlite'}"
    assert settings.mail.sender == "files"
    assert not settings.is_demo


def test_in_production_one_proxy_is_trusted_unless_said_otherwise(environ):
    assert Settings.from_environment(environ).proxies == 1
    assert Settings.from_environment({**environ, "PETUNIAS_PROXIES": "0"}).proxies == 0


def test_no_secret_is_printed(environ):
    environ["PETUNIAS_SMTP_PASSWORD"] = "open sesame"
    said = repr(Settings.from_environment(environ))
    assert LONG not in said
    assert "open sesame" not in said
