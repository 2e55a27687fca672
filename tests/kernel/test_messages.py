"""A letter as an e-mail: whole as plain text, and besides as a page and with files where there are some."""

from email import message_from_bytes
from email.policy import default
from uuid import uuid4

from kernel.messages import PLAIN, Channel, Dress, Enclosure, Message, email_of
from tests.cast import NOON

PDF = Enclosure("star.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")


def a_message(dress=PLAIN, **more):
    said = {"subject": "Hello", "text": "Dear Ann\n", "dated_at": NOON, "to": "ann@example.org"}
    return Message(uuid4(), Channel.EMAIL, **(said | more), dress=dress)


def sent(dress=PLAIN, **more):
    made = email_of(a_message(dress, **more), "P <p@example.org>")
    return message_from_bytes(bytes(made), policy=default)


def test_its_id_is_the_same_however_often_it_is_tried():
    message = a_message()
    ids = {email_of(message, "P <p@example.org>")["Message-ID"] for _ in range(3)}
    assert ids == {f"<{message.id}@example.org>"}


def test_plain_words_are_one_part():
    letter = sent()
    assert letter.get_content_type() == "text/plain" and letter.get_content() == "Dear Ann\n"


def test_the_words_come_first_then_the_page_then_the_file():
    letter = sent(Dress("<p>Dear Ann</p>", (PDF,)))
    kinds = [one.get_content_type() for one in letter.walk() if not one.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]
    assert letter.get_body(("plain",)).get_content() == "Dear Ann\n"
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("star.pdf", PDF.content)


def test_a_subject_is_one_line():
    assert sent(subject="Hello\nBcc: all@example.org")["Bcc"] is None
