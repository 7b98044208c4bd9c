"""All sources together: who wins, what a mistake costs, and what is said about it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.load import Loaded, load
from cohere_tui.config.options import Options
from cohere_tui.config.paths import Paths
from cohere_tui.config.urls import NOWHERE

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.errors import ConfigError


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config", tmp_path / "data")


def written(file: Path, text: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    file.chmod(0o600)


def loaded(paths: Paths, config: str | bytes = "", settings: str = "", **environ: str) -> Loaded:
    if config:
        written(paths.config_file, config)
    if settings:
        written(paths.settings_file, settings)
    return load(environ, Options(), paths)


def the_problem(found: Loaded) -> ConfigError:
    assert len(found.problems) == 1, [str(one) for one in found.problems]
    return found.problems[0]


def test_nothing_at_all_gives_the_defaults_and_no_problem(paths: Paths) -> None:
    found = load({}, Options(), paths)
    assert found.problems == ()
    profile = found.config.active
    assert (profile.name, profile.base_url) == ("default", "https://api.cohere.com")
    assert (profile.model, profile.timeout_s) == ("command-a-03-2025", 300)
    assert (profile.api_key, profile.key_source) == ("", "")
    assert found.config.enter_sends
    assert not profile.read_only


FULL = """
profile = "prod"
theme = "cohere-light"
enter_sends = false
[profiles.prod]
base_url = "https://lab.example/cohere/"
api_key_env = "LAB_KEY"
model = "command-r7b-12-2024"
timeout_s = 12
proxy = "http://user:hush@proxy.example:3128"
read_only = true
[keys]
preset = "vim"
"chat.stop" = "ctrl+c, escape"
[prices."command-a-03-2025"]
input = 2.5
output = 10
"""


def test_every_setting_is_read(paths: Paths) -> None:
    found = loaded(paths, FULL, LAB_KEY="k-1")
    assert found.problems == ()
    config, profile = found.config, found.config.active
    assert (config.theme, config.enter_sends) == ("cohere-light", False)
    assert (config.keymap.preset, dict(config.keymap.keys)) == (
        "vim",
        {"chat.stop": "ctrl+c,escape"},
    )
    assert config.prices["command-a-03-2025"].output == 10
    assert profile.base_url == "https://lab.example/cohere"
    assert (profile.host, profile.plain_http) == ("lab.example", False)
    assert (profile.api_key, profile.key_source) == ("k-1", "LAB_KEY")
    assert (profile.timeout_s, profile.read_only) == (12, True)
    assert {"default", "prod", "sandbox"} == set(config.profiles)


def test_what_is_secret_is_in_no_repr(paths: Paths) -> None:
    found = loaded(paths, FULL, LAB_KEY="k-1234567")
    assert "k-1234567" not in repr(found)
    assert "hush" not in repr(found)


def test_the_users_file_wins_over_ours_value_by_value(paths: Paths) -> None:
    ours = 'theme = "b"\nenter_sends = false\n[profiles.default]\nmodel = "m-ours"\ntimeout_s = 5'
    found = loaded(paths, 'theme = "a"\n[profiles.default]\nmodel = "m-theirs"', ours)
    assert (found.config.theme, found.config.enter_sends) == ("a", False)
    assert (found.config.active.model, found.config.active.timeout_s) == ("m-theirs", 5)
    assert found.fixed == {("theme",), ("profiles", "default", "model")}


def test_a_bad_value_of_the_user_lets_ours_shine_through(paths: Paths) -> None:
    found = loaded(paths, "enter_sends = 1", "enter_sends = false")
    assert not found.config.enter_sends
    assert "config.toml" in str(the_problem(found))


def test_the_environment_wins_over_the_files(paths: Paths) -> None:
    written(paths.keys_file, 'default = "stored"')
    url = '[profiles.default]\nbase_url = "https://file.example"'
    found = loaded(paths, url, CO_API_KEY="from-env", CO_API_URL="http://10.0.0.7:8000/v1")
    profile = found.config.active
    assert (profile.api_key, profile.key_source) == ("from-env", "CO_API_KEY")
    assert (profile.base_url, profile.plain_http) == ("http://10.0.0.7:8000/v1", True)


def test_the_second_key_variable_is_used_when_the_first_is_empty(paths: Paths) -> None:
    profile = loaded(paths, CO_API_KEY="", COHERE_API_KEY="other").config.active
    assert (profile.api_key, profile.key_source) == ("other", "COHERE_API_KEY")


def test_a_stored_key_is_used_and_its_source_named(paths: Paths) -> None:
    written(paths.keys_file, 'default = "stored"')
    profile = loaded(paths).config.active
    assert (profile.api_key, profile.key_source) == ("stored", "keys.toml")


def test_a_command_is_not_run_by_loading(paths: Paths, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    profile = loaded(paths, f'[profiles.default]\napi_key_command = "touch {mark}"').config.active
    assert (profile.api_key, profile.key_source) == ("", "api_key_command")
    assert profile.api_key_command == ("touch", str(mark))
    assert not mark.exists()


def test_options_win_over_everything(paths: Paths) -> None:
    written(paths.config_file, 'profile = "a"\n[profiles.a]\n[profiles.b]\nmodel = "m"')
    config = load({}, Options(profile="b", read_only=True), paths).config
    assert (config.profile, config.active.read_only) == ("b", True)


def test_a_single_profile_needs_no_choosing(paths: Paths) -> None:
    assert loaded(paths, '[profiles.lab]\nmodel = "m"').config.profile == "lab"


def test_the_sandbox_takes_nothing_from_the_environment(paths: Paths) -> None:
    environ = {"CO_API_KEY": "real", "CO_API_URL": "https://real.example"}
    found = load(environ, Options(sandbox=True, read_only=True), paths)
    profile = found.config.active
    assert profile.sandbox
    assert (profile.api_key, profile.key_source) == ("sandbox", "sandbox")
    assert profile.base_url.startswith("http://127.0.0.1")
    assert (profile.plain_http, profile.read_only) == (False, True)


def test_a_profile_may_not_take_the_sandboxs_name(paths: Paths) -> None:
    found = loaded(paths, 'profile = "sandbox"\n[profiles.sandbox]\nmodel = "mine"')
    assert found.config.active.model != "mine"
    assert "built-in" in str(the_problem(found))


# Mistakes


@pytest.mark.parametrize(
    ("text", "said", "advice"),
    [
        ('thme = "x"', "no setting thme", "Did you mean theme?"),
        ('[profiles.default]\nbase_ulr = "x"', "profiles.default.base_ulr", "default.base_url?"),
        ('[prices."m.1"]\ninptu = 1', 'prices."m.1".inptu', 'prices."m.1".input?'),
        ("enter_sends = 1", "enter_sends is 1; it must be true or false", ""),
        ("theme = 3", "theme is 3; it must be text in quotes", ""),
        ("profiles = 3", "profiles is 3; it must be a table", ""),
        ("[profiles]\ndefault = [1]", "profiles.default is a list; it must be a table", ""),
        ('[profiles.default]\ntimeout_s = "ten"', 'is "ten"; it must be a number', ""),
        ("[profiles.default]\ntimeout_s = true", "is true; it must be a number", ""),
        ("[profiles.default]\ntimeout_s = 0", "is 0; it must be a number above 0", ""),
        ("[profiles.default]\ntimeout_s = inf", "is inf; it must be a", ""),
        ("[profiles.default]\ntimeout_s = 1979-05-27", "is 1979-05-27; it must be a number", ""),
        ('[profiles.default]\nmodel = ""', "text that is not empty", ""),
        ('[profiles.default]\nproxy = "socks5://h:1"', "begins with http:// or https://", ""),
        ('[profiles.default]\nca_bundle = "/no/such"', "certificates that exists", ""),
        ('[profiles.default]\napi_key_command = "a | b"', "without shell signs", ""),
        ('[profiles.default]\napi_key_command = "a \'b"', "quotes are closed", ""),
        ("[profiles.default]\napi_key_command = [1]", "list of words", ""),
        ('[prices."m"]\ninput = -1', "a number of at least 0", ""),
        ("keys = 3", "keys is 3; it must be a table", ""),
    ],
)
def test_a_mistake_names_file_key_value_and_what_is_allowed(
    paths: Paths, text: str, said: str, advice: str
) -> None:
    rest = "enter_sends = false\n" if "enter_sends" not in text else 'theme = "kept"\n'
    found = loaded(paths, rest + text)
    problem = the_problem(found)
    assert str(problem).startswith("config.toml: ")
    assert said in str(problem)
    assert advice in problem.remedy
    assert (not found.config.enter_sends) or found.config.theme == "kept"


def test_many_mistakes_are_all_told_and_all_else_is_in_force(paths: Paths) -> None:
    found = loaded(
        paths,
        'theem = "x"\nenter_sends = "no"\ntheme = "kept"\n[profiles.default]\nmodel = 3\n'
        'timeout_s = 7\n[keys]\n"chat.send" = 1\n"chat.stop" = "f5"',
    )
    assert len(found.problems) == 4
    assert (found.config.theme, found.config.active.timeout_s) == ("kept", 7)
    assert dict(found.config.keymap.keys) == {"chat.stop": "f5"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'theme = "a"\nenter_sends = yes', "not TOML: Invalid value, at line 2, column 15"),
        (b'theme = "a', "not TOML"),
        (b'a = 1\ntheme = "\xff\xfe"', "line 2 is not UTF-8"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"#" * 1_100_000, "larger than 1 MiB"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_ours_still_counts(
    paths: Paths, text: bytes, said: str
) -> None:
    found = loaded(paths, text, 'theme = "ours"')
    assert said in str(the_problem(found))
    assert "config.toml" in str(the_problem(found))
    assert found.config.theme == "ours"


def test_a_directory_a_pipe_and_a_loop_instead_of_the_file_are_told(paths: Paths) -> None:
    paths.config_file.mkdir(parents=True)
    os.mkfifo(paths.settings_file)
    paths.keys_file.symlink_to(paths.keys_file)
    said = " ".join(str(problem) for problem in load({}, Options(), paths).problems)
    assert "config.toml is a directory" in said
    assert "settings.toml is not an ordinary file" in said
    assert "keys.toml cannot be read: Too many levels" in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_told(paths: Paths) -> None:
    written(paths.config_file, 'theme = "a"')
    paths.config_file.chmod(0)
    assert "cannot be read: Permission denied" in str(the_problem(load({}, Options(), paths)))


def test_a_byte_order_mark_is_no_mistake(paths: Paths) -> None:
    found = loaded(paths, b'\xef\xbb\xbftheme = "a"')
    assert (found.config.theme, found.problems) == ("a", ())


def test_unknown_names_in_our_own_file_are_left_alone(paths: Paths) -> None:
    found = loaded(paths, "", 'new_thing = 1\ntheme = "a"\n[profiles.default]\nnewer = 2')
    assert (found.config.theme, found.problems) == ("a", ())


def test_escape_sequences_in_a_value_do_not_act_in_the_message(paths: Paths) -> None:
    problem = the_problem(loaded(paths, 'enter_sends = "\\u001b]0;pwned\\u0007"'))
    assert "\x1b" not in str(problem)
    assert "\x07" not in str(problem)


def test_an_unknown_profile_names_the_nearest_and_the_default_is_used(paths: Paths) -> None:
    written(paths.config_file, '[profiles.prod]\n[profiles.lab]\nmodel = "m"')
    found = load({}, Options(profile="prdo"), paths)
    assert found.config.profile == "default"
    problem = the_problem(found)
    assert str(problem) == "--profile: there is no profile prdo."
    assert problem.remedy == "Did you mean prod? Known: default, lab, prod, sandbox."


def test_themes_and_bindings_are_checked_against_those_given(paths: Paths) -> None:
    written(paths.config_file, 'theme = "cohere-drak"\n[keys]\nchat.stpo = "f5"')
    themes, bindings = ("cohere-dark", "cohere-light"), ("chat.stop", "chat.send")
    found = load({}, Options(), paths, themes=themes, bindings=bindings)
    theme, key = found.problems
    assert theme.remedy.startswith("Did you mean cohere-dark?")
    assert key.remedy.startswith('Did you mean keys."chat.stop"?')
    assert found.config.theme == ""


# Addresses


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("lab.example:8000", "https://lab.example:8000"),
        ("localhost:8000/v1", "http://localhost:8000/v1"),
        ("htps://lab.example", "https://lab.example"),
        ("https:/lab.example", "https://lab.example"),
        ("//lab.example", "https://lab.example"),
        ("https://", NOWHERE),
        ("https://lab.example:port", NOWHERE),
        ("https://[::1", NOWHERE),
        ("https://lab example", NOWHERE),
        ("https://user:hush@lab.example", NOWHERE),
        ("https://lab.example?key=hush", NOWHERE),
        ("ht\\ntp://lab.example", NOWHERE),
    ],
)
@pytest.mark.parametrize("variable", [True, False])
def test_a_broken_base_url_never_sends_the_key_to_the_hosted_api(
    paths: Paths, text: str, used: str, variable: bool
) -> None:
    if variable:
        found = loaded(paths, CO_API_URL=text.replace("\\n", "\n"))
    else:
        found = loaded(paths, f'[profiles.default]\nbase_url = "{text}"')
    assert found.config.active.base_url == used
    problem = the_problem(found)
    assert ("CO_API_URL" if variable else "profiles.default.base_url") in str(problem)
    assert (used in problem.kept) == (used != NOWHERE)
    assert "hush" not in str(problem).replace("?key=hush", "")


def test_a_base_url_of_the_wrong_type_leads_nowhere(paths: Paths) -> None:
    assert loaded(paths, "[profiles.default]\nbase_url = 3").config.active.base_url == NOWHERE


def test_a_missing_scheme_is_suggested(paths: Paths) -> None:
    problem = the_problem(loaded(paths, '[profiles.default]\nbase_url = "lab.example"'))
    assert "did you mean https://lab.example?" in str(problem)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://10.1.2.3", True),
        ("http://lab.example:8000", True),
        ("https://lab.example", False),
        ("http://localhost:8000", False),
        ("http://x.localhost", False),
        ("http://127.9.9.9", False),
        ("http://[::1]:8000", False),
    ],
)
def test_plain_http_to_another_machine_is_marked(paths: Paths, url: str, plain: bool) -> None:
    assert loaded(paths, CO_API_URL=url).config.active.plain_http is plain


# Keys


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("abc\n", "a line break"),
        ("abc\rdef", "a line break"),
        ("abc def", "white space"),
        ("abc\tdef", "white space"),
        ("schlüssel", "not ASCII"),
        ("abc\x1b[0m", "a control character"),
    ],
)
def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(
    paths: Paths, key: str, said: str
) -> None:
    written(paths.keys_file, 'default = "another-account"')
    found = loaded(paths, CO_API_KEY=key)
    profile = found.config.active
    assert (profile.api_key, profile.key_source) == ("", "CO_API_KEY")
    problem = the_problem(found)
    assert said in str(problem)
    assert "CO_API_KEY" in str(problem)
    assert key.strip() not in f"{problem} {problem.kept} {problem.remedy}"


@pytest.mark.parametrize("name", ["api_key", "apikey", "api_Key", "key"])
def test_a_key_in_the_config_file_is_not_used_and_not_shown(paths: Paths, name: str) -> None:
    found = loaded(paths, f'[profiles.default]\n{name} = "hush-hush"')
    problem = the_problem(found)
    assert found.config.active.api_key == ""
    assert "does not belong in this file" in str(problem)
    assert "hush-hush" not in f"{problem} {problem.remedy}"


def test_a_key_where_the_name_of_its_variable_belongs_is_not_shown(paths: Paths) -> None:
    for text in ("aBcDeFgHiJ0123456789", "a-b-c-hush"):
        problem = the_problem(loaded(paths, f'[profiles.default]\napi_key_env = "{text}"'))
        assert text not in f"{problem} {problem.remedy}"


def test_an_unset_variable_is_named(paths: Paths) -> None:
    found = loaded(paths, '[profiles.default]\napi_key_env = "LAB_KEY"')
    assert "LAB_KEY of profile default is not set" in str(the_problem(found))


def test_what_is_wrong_with_other_profiles_keys_is_not_told(paths: Paths) -> None:
    text = 'profile = "a"\n[profiles.a]\n[profiles.b]\napi_key_env = "UNSET"'
    assert loaded(paths, text).problems == ()
