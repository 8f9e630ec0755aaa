"""What the centre's process asks of the machine before anything else."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (256, int(sys.argv[1])))
from cordboard.app import claim_process
claim_process()
open(sys.argv[2], "w").close()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def test_files_are_the_owners_alone_and_as_many_as_may_be(tmp_path: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    file = tmp_path / "recording.wav"
    asked = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(most), str(file)], capture_output=True, text=True, check=True
    )
    assert int(asked.stdout) == most
    assert file.stat().st_mode & 0o077 == 0
