"""`flask --app wsgi serve`: one command, two parts, and no surprises."""

import os
import signal
import urllib.request
from pathlib import Path

from tests.support.served import SECONDS, Served


def test_from_nothing_it_serves_says_who_can_sign_in_and_leaves_no_trace_elsewhere(tmp_path):
    with Served(tmp_path, PETUNIAS_DEMO="1") as served:
        served.wait()
        with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/search?q=dogs") as answer:
            assert answer.status == 200
            assert "Dog" in answer.read().decode()
        assert any("@anytown.example" in line and "password" in line for line in served.said)
        assert served.said[-1].startswith(f"Petunias is at http://127.0.0.1:{served.port}")
        assert set(served.parts()) == {"web", "worker"}

        second = served.started()
        _, complaint = second.communicate(timeout=SECONDS)
        assert second.returncode == 1
        assert complaint.startswith(f"Error: Port {served.port} cannot be used")
        assert complaint.count("\n") == 1

        served.process.send_signal(signal.SIGINT)
        said, complaint = served.process.communicate(timeout=SECONDS)
        assert served.process.returncode == 0
        assert said.endswith("Stopping.\n") and "Traceback" not in complaint
        assert not served.is_there()
    assert [*served.home.iterdir(), *served.elsewhere.iterdir()] == []


def test_when_one_part_dies_the_other_is_stopped_and_the_exit_code_says_so(tmp_path):
    with Served(tmp_path) as served:
        served.wait()
        parts = served.parts()
        os.kill(parts["worker"], signal.SIGKILL)
        _, complaint = served.process.communicate(timeout=SECONDS)
        assert served.process.returncode == 1
        assert "Error: The worker has ended (exit code -9)" in complaint
        assert not Path(f"/proc/{parts['web']}").exists()
        assert not served.is_there()
