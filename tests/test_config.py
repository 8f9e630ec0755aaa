"""Settings are read from file and environment, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from cordboard import config
from cordboard.reading import BadSetting, slots


def loaded(tmp_path: Path, toml: str = "", **environ: str) -> config.Settings:
    if toml:
        (tmp_path / "cordboard.toml").write_text(toml, encoding="utf-8")
    return config.load(environ={"CORDBOARD_HOME": str(tmp_path), **environ})


def test_without_a_word_from_outside_the_centre_is_one_a_person_and_listens_on_this_machine_only(
    tmp_path: Path,
) -> None:
    settings = config.load(environ={"XDG_DATA_HOME": str(tmp_path)})
    assert settings.home == tmp_path / "cordboard"
    assert settings.database_url is None
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8700)


def test_the_file_gives_way_to_the_environment_and_the_defaults_to_the_file(tmp_path: Path) -> None:
    toml = '[web]\nport = 9000\nhost = "0.0.0.0"\n'
    settings = loaded(tmp_path, toml, CORDBOARD_WEB_PORT="9100")
    assert (settings.web.host, settings.web.port) == ("0.0.0.0", 9100)


def test_the_folder_asked_for_on_the_command_line_is_the_home(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    assert config.load(environ={"CORDBOARD_HOME": "/elsewhere"}, home=asked).home == asked


def test_the_named_file_may_say_where_home_is_and_the_environment_outweighs_it(tmp_path: Path) -> None:
    file = tmp_path / "any.toml"
    file.write_text('home = "state"\n')
    assert config.load(environ={"CORDBOARD_CONFIG": str(file)}).home == tmp_path / "state"
    both = {"CORDBOARD_CONFIG": str(file), "CORDBOARD_HOME": "/elsewhere"}
    assert config.load(environ=both).home == Path("/elsewhere")


def test_every_kind_of_value_reads_the_same_from_file_and_environment(tmp_path: Path) -> None:
    toml = 'metrics = false\n[asterisk]\nlocal_nets = ["10.0.0.0/8", "192.168.0.0/16"]\n[web]\nsession_hours = 8\n'
    from_file = loaded(tmp_path, toml)
    (tmp_path / "cordboard.toml").unlink()
    from_environment = loaded(
        tmp_path,
        CORDBOARD_METRICS="no",
        CORDBOARD_ASTERISK_LOCAL_NETS="10.0.0.0/8, 192.168.0.0/16",
        CORDBOARD_WEB_SESSION_HOURS="8",
    )
    assert from_file == from_environment
    assert from_file.asterisk.local_nets == ("10.0.0.0/8", "192.168.0.0/16")


@pytest.mark.parametrize(
    ("environ", "setting", "words"),
    [
        ({"CORDBOARD_WEB_PROT": "1"}, "CORDBOARD_WEB_PROT", "did you mean CORDBOARD_WEB_PORT?"),
        ({"CORDBOARD_WEB_PORT": "eighty"}, "web.port", "a whole number from 1 to 65535, not 'eighty'"),
        ({"CORDBOARD_WEB_PORT": "70000"}, "web.port", "a whole number from 1 to 65535, not 70000"),
        ({"CORDBOARD_WEB_SESSION_HOURS": "nan"}, "web.session_hours", "a number from 0.1 to 2160"),
        ({"CORDBOARD_METRICS": "maybe"}, "metrics", "true or false, not 'maybe'"),
        ({"CORDBOARD_LOG_LEVEL": "loud"}, "log.level", "one of debug, info, warning, error, not 'loud'"),
        ({"CORDBOARD_DATABASE_URL": "mysql://x"}, "database_url", "begins with postgresql://"),
        ({"CORDBOARD_ASTERISK_ARI_URL": "http://x"}, "asterisk.ari_password", "is needed"),
        ({"CORDBOARD_ASTERISK_RTP_LAST": "20000"}, "asterisk.rtp_last", "greater than asterisk.rtp_first"),
        ({"CORDBOARD_WEB_TLS_KEY": "/nowhere"}, "web.tls_key", "together with web.tls_certificate"),
        ({"CORDBOARD_ASTERISK_TLS_PORT": "5061"}, "asterisk.tls_key", "is needed when asterisk.tls_port is set"),
        ({"CORDBOARD_FLOWS_HTTP_HOSTS": "api.example.com, *"}, "flows.http_hosts", "'*' is no host such as"),
        (
            {"CORDBOARD_FLOWS_HTTP_PRIVATE_NETWORKS": "10.0.0.1/8"},
            "flows.http_private_networks",
            "is no network such as",
        ),
        ({"CORDBOARD_MAIL_HOST": "mx"}, "mail.sender", "is needed with mail.host"),
        ({"CORDBOARD_MAIL_USERNAME": "ann"}, "mail.password", "together with mail.username"),
        (
            {"CORDBOARD_MAIL_USERNAME": "a", "CORDBOARD_MAIL_PASSWORD": "b", "CORDBOARD_MAIL_SECURITY": "none"},
            "mail.security",
            "is tls or starttls when mail.username is set",
        ),
        ({"CORDBOARD_SMS_URL": "gateway.example"}, "sms.url", "begins with https:// or http://"),
        ({"CORDBOARD_SMS_URL": "https://a:b@gateway.example/"}, "sms.url", "without a name or password"),
        ({"CORDBOARD_CONFIG": "/nowhere.toml"}, "CORDBOARD_CONFIG", "names a file that can be read"),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_what_would_be_accepted(
    tmp_path: Path, environ: dict[str, str], setting: str, words: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        loaded(tmp_path, **environ)
    assert refused.value.setting == setting
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("prot = 1", "prot in "),
        ("[web]\nporte = 1", "did you mean web.port?"),
        ('[web]\nport = "8700"', "web.port takes a whole number"),
        ("[web]\nport = true", "web.port takes a whole number"),
        ("metrics = 1", "metrics takes true or false"),
        ("web = 5", "web in "),
        ("[web", "cannot be read as TOML"),
        ("[flows]\ncredentials = 5", "flows.credentials takes a table"),
        ('[flows.credentials]\n"my crm" = "x"', "flows.credentials takes a table"),
    ],
)
def test_a_wrong_line_of_the_file_is_refused_by_name(tmp_path: Path, toml: str, words: str) -> None:
    with pytest.raises(BadSetting) as refused:
        loaded(tmp_path, toml)
    assert words in str(refused.value)


def test_secrets_by_name_come_from_the_file_and_from_the_environment_which_outweighs_it(tmp_path: Path) -> None:
    toml = '[flows.credentials]\ncrm = "from-file"\nshop = "s"\n'
    settings = loaded(tmp_path, toml, CORDBOARD_FLOWS_CREDENTIALS_CRM="a=b,c", CORDBOARD_FLOWS_CREDENTIALS_BILL="d")
    assert settings.flows.credentials == {"crm": "a=b,c", "shop": "s", "bill": "d"}


SECRET = "s3cr3t"


@pytest.mark.parametrize(
    ("toml", "environ"),
    [
        ("", {"CORDBOARD_FLOWS_CREDENTIALS": SECRET}),
        ("", {"CORDBOARD_FLOWS_CREDENTIALS_CRM": f"{SECRET} {SECRET}"}),
        ("", {"CORDBOARD_SMS_TOKEN": f"{SECRET}\r\nX: y"}),
        (f'[flows.credentials]\ncrm = ["{SECRET}"]', {}),
        (f'flows.credentials = ["{SECRET}"]', {}),
        (f'[mail]\npassword = ["{SECRET}"]', {}),
        (f'[mail]\npassword = "{SECRET}"', {}),
    ],
)
def test_a_secret_that_cannot_be_taken_is_refused_without_being_shown(
    tmp_path: Path, toml: str, environ: dict[str, str]
) -> None:
    with pytest.raises(BadSetting) as refused:
        loaded(tmp_path, toml, **environ)
    assert SECRET not in str(refused.value)


def test_settings_show_no_secret(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        CORDBOARD_FLOWS_CREDENTIALS_CRM=SECRET,
        CORDBOARD_SMS_TOKEN=SECRET,
        CORDBOARD_MAIL_USERNAME="ann",
        CORDBOARD_MAIL_PASSWORD=SECRET,
        CORDBOARD_ASTERISK_ARI_PASSWORD=SECRET,
    )
    assert settings.sms.token == settings.mail.password == settings.flows.credentials["crm"] == SECRET
    assert SECRET not in repr(settings)


def test_names_of_the_tests_and_of_the_build_are_no_settings(tmp_path: Path) -> None:
    assert loaded(tmp_path, CORDBOARD_TEST_ANY="1", CORDBOARD_SKIP_UI="1").home == tmp_path


def test_no_two_settings_share_a_name_in_the_environment() -> None:
    variables = [slot.variable for slot in slots(config.Settings)]
    assert len(set(variables)) == len(variables)
