"""Letters: never lost, never for an act that was undone, and no token is ever kept."""

import email
import os
import shutil
import smtplib
import socket
import ssl
import subprocess
from datetime import datetime, timedelta
from email.policy import default
from uuid import uuid4

import pytest
import sqlalchemy as sa

from kernel import links, mail, outbox
from kernel.database import undo
from kernel.errors import RuleBroken
from kernel.mail import (
    FileSender,
    Letter,
    Link,
    PostRoom,
    SmtpSender,
    Undeliverable,
)
from kernel.messages import Channel, Message
from tests.support.clock import NOON


class Post:
    """A sender that keeps what it is given, or refuses it."""

    def __init__(self, refuses=None):
        self.sent, self.refuses = [], refuses

    def send(self, message):
        if self.refuses:
            raise self.refuses
        self.sent.append(message)


@pytest.fixture
def post():
    before = list(mail._rooms)
    room = PostRoom(
        Post(),
        lambda name, facts: f"Hello {facts['name']}\n\nSee {facts['link']}",
        "https://directory.example",
    )
    mail.open_post_room(room)
    yield room
    mail._rooms[:] = before


def write(session, by=mail.write, **more):
    wanted = {"to": "ann@example.org", "at": NOON, **more}
    return by(session, template="x", facts={"name": "Ann"}, **wanted)


def test_a_letter_goes_out_after_the_commit(database, post):
    with database.writing() as session:
        write(session)
    assert post.sender.sent == []
    outbox.drain(database, lambda: NOON)
    assert [(one.to, one.subject) for one in post.sender.sent] == [("ann@example.org", "Hello Ann")]


def test_a_letter_of_an_undone_act_never_goes_out(database, post):
    with database.writing() as session:
        write(session)
        undo(session)
    outbox.drain(database, lambda: NOON)
    assert post.sender.sent == []


def test_a_letter_waits_while_the_mail_server_is_away_and_then_goes_once(database, post):
    post.sender.refuses = ConnectionError("away")
    with database.writing() as session:
        write(session)
    outbox.drain(database, lambda: NOON)
    post.sender.refuses = None
    for minute in range(5):
        outbox.drain(database, lambda minute=minute: NOON + timedelta(minutes=1 + minute))
    assert len(post.sender.sent) == 1


def test_an_address_that_takes_no_letters_is_kept_as_refused_and_not_tried_again(database, post):
    post.sender.refuses = Undeliverable("There is no such mailbox.")
    with database.writing() as session:
        letter = write(session)
    outbox.drain(database, lambda: NOON)
    with database.reading() as session:
        assert session.get_one(Letter, letter.id).refused == "There is no such mailbox."
        assert mail.refused_letters(session) == 1
        assert outbox.health(session, at=NOON).waiting == 0


def test_the_link_is_made_when_the_letter_goes_and_the_letter_then_forgets_what_it_said(
    database, post
):
    subject = uuid4()
    with database.writing() as session:
        write(session, link=Link("confirm", subject, "/register/confirm/", timedelta(hours=24)))
    outbox.drain(database, lambda: NOON)
    address = post.sender.sent[0].text.split()[-1]
    assert address.startswith("https://directory.example/register/confirm/")
    token = address.rpartition("/")[2]
    with database.reading() as session:
        assert links.find(session, token, purpose="confirm", at=NOON) == subject
        kept = session.execute(sa.select(Letter.__table__)).one()
        assert token not in repr(kept)
        assert "Ann" not in repr(kept)


@pytest.mark.parametrize(
    ("at", "goes_at"),
    [
        ("2026-11-22 08:00+00:00", "2026-11-22 08:00+00:00"),
        ("2026-11-22 19:59+00:00", "2026-11-22 19:59+00:00"),
        ("2026-11-22 20:00+00:00", "2026-11-23 08:00+00:00"),
        ("2026-11-22 03:10+00:00", "2026-11-22 08:00+00:00"),
        ("2026-07-01 07:00+00:00", "2026-07-01 07:00+00:00"),  # 8am in summer
        ("2026-07-01 06:59+00:00", "2026-07-01 07:00+00:00"),
        ("2026-07-01 19:00+00:00", "2026-07-02 07:00+00:00"),  # 8pm in summer
        ("2026-03-28 21:00+00:00", "2026-03-29 07:00+00:00"),  # the night that is an hour shorter
        ("2026-10-24 20:30+00:00", "2026-10-25 08:00+00:00"),  # the night that is an hour longer
        ("2026-12-31 23:59+00:00", "2027-01-01 08:00+00:00"),
    ],
)
def test_day_is_from_8am_to_8pm_in_london_summer_and_winter(at, goes_at):
    assert mail.by_day(datetime.fromisoformat(at)) == datetime.fromisoformat(goes_at)


class TestAtNight:
    NIGHT = NOON.replace(hour=3)
    MORNING = NOON.replace(hour=8)

    def test_a_letter_that_somebody_waits_for_goes_at_once(self, database, post):
        with database.writing() as session:
            write(session, at=self.NIGHT)
        outbox.drain(database, lambda: self.NIGHT)
        assert [one.dated_at for one in post.sender.sent] == [self.NIGHT]

    def test_a_routine_letter_goes_in_the_morning_and_is_dated_so(self, database, post):
        with database.writing() as session:
            write(session, at=self.NIGHT, by=mail.write_routine)
        for minute in (0, 60, 299):
            outbox.drain(database, lambda minute=minute: self.NIGHT + timedelta(minutes=minute))
        assert post.sender.sent == []
        for _ in range(2):
            outbox.drain(database, lambda: self.MORNING)
        assert [one.dated_at for one in post.sender.sent] == [self.MORNING]

    def test_one_that_failed_in_the_evening_is_not_tried_in_the_night(self, database, post):
        evening = NOON.replace(hour=19, minute=59, second=55)
        post.sender.refuses = ConnectionError("away")
        with database.writing() as session:
            write(session, at=evening, by=mail.write_routine)
        outbox.drain(database, lambda: evening)
        post.sender.refuses = None
        outbox.drain(database, lambda: evening + timedelta(minutes=1))
        assert post.sender.sent == []
        outbox.drain(database, lambda: self.MORNING + timedelta(days=1))
        assert [one.dated_at for one in post.sender.sent] == [evening]

    def test_what_waits_for_the_morning_is_not_late(self, database, post):
        with database.writing() as session:
            write(session, at=self.NIGHT, by=mail.write_routine)
        outbox.drain(database, lambda: self.NIGHT)
        with database.reading() as session:
            assert outbox.health(session, at=self.MORNING - timedelta(seconds=1)).waiting == 0
            assert outbox.health(session, at=self.MORNING).oldest_seconds == 0


@pytest.mark.parametrize("address", ["", "a@example.org\nBcc: b@example.org", "a\rb"])
def test_an_address_that_would_change_the_letter_is_refused(session, address):
    with pytest.raises(RuleBroken):
        mail.write(session, template="x", to=address, facts={}, at=NOON)


class TestLettersAboutARecord:
    def test_those_that_wait_are_dropped_and_so_are_those_whose_link_leads_there(
        self, session, post
    ):
        subject, other = uuid4(), uuid4()

        def leading_to(record):
            return mail.Link("answer", record, "/answer/", timedelta(days=1))

        write(session, to="a@example.org", about=subject)
        write(session, to="b@example.org", about=other, link=leading_to(subject))
        write(session, to="c@example.org", about=other)
        write(session, to="d@example.org", about=other, link=leading_to(other))
        session.flush()
        assert mail.drop_waiting(session, {subject}) == 2
        left = set(session.scalars(sa.select(mail.Letter.address)))
        assert left == {"c@example.org", "d@example.org"}

    def test_all_of_them_go_with_their_copies(self, database, post, tmp_path):
        subject, other = uuid4(), uuid4()
        post.sender = FileSender(tmp_path, "us@example.org")
        with database.writing() as session:
            for about in (subject, other):
                write(session, about=about)
        outbox.drain(database, lambda: NOON)
        assert len(list(tmp_path.glob("*.eml"))) == 2
        with database.writing() as session:
            assert mail.forget_about(session, {subject}) == 1
        assert len(list(tmp_path.glob("*.eml"))) == 1
        with database.reading() as session:
            assert session.scalars(sa.select(mail.Letter.about_id)).all() == [other]


def a_message(**changes):
    facts = {
        "id": uuid4(),
        "channel": Channel.EMAIL,
        "to": "ann@example.org",
        "subject": "Hello",
        "text": "Dear Ann\n",
        "dated_at": NOON,
        **changes,
    }
    return Message(**facts)


def test_a_subject_cannot_add_headers(tmp_path):
    sender = FileSender(tmp_path, "Petunias <petunias@example.org>")
    sender.send(a_message(subject="Hello\r\nBcc: all@example.org"))
    letter = email.message_from_bytes(next(tmp_path.glob("*.eml")).read_bytes(), policy=default)
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hello Bcc: all@example.org"


def test_texts_are_files_too(tmp_path):
    FileSender(tmp_path, "p@example.org").send(a_message(channel=Channel.TEXT, to="07700 900123"))
    assert next(tmp_path.glob("*.txt")).read_text() == "To: 07700 900123\n\nDear Ann\n"


def test_a_text_cannot_go_by_mail_server():
    with pytest.raises(Undeliverable, match="Notify"):
        SmtpSender("127.0.0.1", 1, "p@example.org").send(a_message(channel=Channel.TEXT))


@pytest.mark.parametrize(("code", "error"), [(550, Undeliverable), (451, smtplib.SMTPException)])
def test_a_refusal_for_good_is_told_from_one_for_now(smtp_that_answers, code, error):
    sender = SmtpSender("127.0.0.1", smtp_that_answers(code), "p@example.org", starttls=False)
    with pytest.raises(error):
        sender.send(a_message())


@pytest.fixture
def self_signed(tmp_path):
    """TLS with a certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        said = "openssl is not installed, which makes a certificate (Debian's package: openssl)."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-nodes", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *files, *subject], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


def test_a_mail_server_that_cannot_show_who_it_is_gets_no_letter(smtp_that_answers, self_signed):
    sender = SmtpSender("127.0.0.1", smtp_that_answers(550, tls_context=self_signed), "p@x.example")
    with pytest.raises(ssl.SSLCertVerificationError):
        sender.send(a_message())


@pytest.fixture
def smtp_that_answers():
    """A mail server on loopback that answers every recipient with one code."""
    from aiosmtpd.controller import Controller

    running = []

    def start(code, **more):
        class Refusing:
            async def handle_RCPT(self, *_):
                return f"{code} not today"

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(Refusing(), hostname="127.0.0.1", port=port, **more)
        controller.start()
        running.append(controller)
        return port

    yield start
    for controller in running:
        controller.stop()


class Notify:
    """What the client of GOV.UK Notify is asked to do."""

    def __init__(self):
        self.asked = []

    def send_email_notification(self, **asked):
        self.asked.append(("email", asked))

    def send_sms_notification(self, **asked):
        self.asked.append(("text", asked))


def test_notify_is_given_the_words_and_our_reference():
    client = Notify()
    sender = mail.NotifySender(client, "email-template", "text-template")
    letter, text = a_message(), a_message(channel=Channel.TEXT, to="07700 900123")
    sender.send(letter)
    sender.send(text)
    assert client.asked[0][1]["personalisation"] == {"subject": "Hello", "body": "Dear Ann\n"}
    assert client.asked[0][1]["reference"] == str(letter.id)
    assert client.asked[1][1]["phone_number"] == "07700 900123"
