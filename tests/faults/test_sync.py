"""What was answered is on the disk: the log is synced before the answer leaves (K3).

A kill cannot tell a durable database from one that only seems so; the calls to the kernel can.
"""

import re
import shutil
import signal
import subprocess
import time

import pytest

from tests.faults.test_kill import people, served  # noqa: F401 - fixtures
from tests.support.served import children_of

WRITTEN = re.compile(r"pwrite64\(\d+<[^>]*petunias\.sqlite-wal>")
SYNCED = re.compile(r"(?:fdatasync|fsync)\(\d+<[^>]*petunias\.sqlite-wal>")
ANSWERED = re.compile(r"(?:sendto|sendmsg|write)\(\d+<[^>]*>, .*?HTTP/1\.[01] (\d+)")


def unsynced_answers(trace: str) -> tuple[int, list[str]]:
    """How many acts were answered, and the answers that left before what was written was synced."""
    answered, wrong, is_written, is_synced = 0, [], False, True
    for line in trace.splitlines():
        if WRITTEN.search(line):
            is_written, is_synced = True, False
        elif SYNCED.search(line):
            is_synced = True
        elif (found := ANSWERED.search(line)) and found[1] == "303":
            answered += 1
            if not is_written or not is_synced:
                wrong.append(line)
            is_written = False
    return answered, wrong


WAL = "/data/petunias.sqlite-wal"
WRITE = f'12 pwrite64(7<{WAL}>, "..", 4096, 32) = 4096\n'
SYNC = f"12 fdatasync(7<{WAL}>) = 0\n"
ANSWER = '12 sendto(9<socket:[1]>, "HTTP/1.1 303 SEE OTHER\\r\\n"..., 300, 0, NULL, 0) = 300\n'


@pytest.mark.parametrize(
    ("trace", "is_well"),
    [(WRITE + SYNC + ANSWER, True), (WRITE + ANSWER + SYNC, False), (ANSWER, False),
     (WRITE + SYNC + WRITE + ANSWER, False)],
)  # fmt: skip
def test_the_reader_of_traces_can_tell(trace, is_well):
    assert unsynced_answers(trace) in [(1, []), (1, [ANSWER.rstrip()])]
    assert (not unsynced_answers(trace)[1]) == is_well


def test_no_answer_leaves_before_the_log_is_synced(served, people, tmp_path, soak_factor, evidence):  # noqa: F811
    if not shutil.which("strace"):
        pytest.skip("strace is not installed (Debian's package: strace).")
    acts = 5 * soak_factor
    with served:
        served.wait()
        people[0].rename("Before the trace")
        pids = [word for pid in children_of(served.parts()["web"]) for word in ("-p", str(pid))]
        written = tmp_path / "trace"
        tracing = subprocess.Popen(
            ["strace", "-f", "-y", "-s", "64", "-o", str(written), *pids,
             "-e", "trace=pwrite64,fdatasync,fsync,sendto,sendmsg,write"],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            attached(tracing)
            for turn in range(acts):
                assert people[turn % len(people)].rename(f"Name {turn}") == 303
        finally:
            tracing.send_signal(signal.SIGINT)
            tracing.communicate(timeout=20)
    answered, wrong = unsynced_answers(written.read_text())
    assert (answered, wrong) == (acts, [])
    evidence("answers after their writes were synced", f"{answered} of {answered}")


def attached(tracing):
    """Wait until strace has attached to every process; skip where that is not allowed."""
    assert tracing.stderr
    first = tracing.stderr.readline()
    if "Operation not permitted" in first:
        pytest.skip(f"strace may not look at processes here: {first}")
    time.sleep(0.5)
