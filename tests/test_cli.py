"""What the command line says, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def said(*words: str, **environ: str) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-m", "cordboard", *words],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_a_wrong_setting_stops_a_command_with_one_sentence(tmp_path: Path) -> None:
    code, text = said("run", CORDBOARD_HOME=str(tmp_path), CORDBOARD_WEB_PORT="none")
    assert code == 1
    assert text == "cordboard: the setting web.port takes a whole number from 1 to 65535, not 'none'\n"


def test_a_home_that_cannot_be_made_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    code, text = said("run", "--home", str(tmp_path / "taken" / "home"))
    assert code == 1
    assert text.startswith("cordboard: home: the folder ")
    assert text.count("\n") == 1


def test_stopping_what_never_ran_is_no_mistake(tmp_path: Path) -> None:
    assert said("stop", "--home", str(tmp_path)) == (0, "nothing of this centre runs any more\n")


def test_the_doctor_speaks_and_its_exit_code_says_whether_all_is_well(tmp_path: Path) -> None:
    code, text = said("doctor", "--home", str(tmp_path))
    assert code == (0 if text.endswith("all is well\n") else 1)
    assert "database" in text
