"""Summaries as record systems print them, all made up: what is understood is filled in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals import summaries
from referrals.asked import Answers
from referrals.summaries import LONGEST

ONE = """Patient Name: THORNTON, Maya (Mrs)
Date of Birth: 17-May-1948 (78 years)
NHS Number: 999 000 0018
Address: 14 Weaver Street,
 Anytown
 NE6 1AB
Tel: 07700 900123
Main spoken language: Bengali
Interpreter: Yes
Usual GP: Dr Nobody

Problems
- Type 2 diabetes mellitus
- COPD

Medication:
Metformin 500mg

Reason for referral: lonely since her husband died
"""
TWO = """NHS No.\t9990000026
Surname\tOkafor
Forename\tJohn
DOB\t3/11/1952
Mobile\t07700 900456
E-mail\tjohn@example.org
Carer\tHis daughter
Active Problems
1. Depression
2. Chronic back pain
"""


def test_a_summary_with_colons_is_read():
    assert summaries.read(ONE) == Answers(
        name="Maya Thornton", nhs_number="9990000018", born_on=date(1948, 5, 17),
        phone="07700 900123", address="14 Weaver Street, Anytown", postcode="NE6 1AB",
        language="Bengali", needs_interpreter=True, conditions=("Type 2 diabetes mellitus", "COPD"),
        why_now="lonely since her husband died",
    )  # fmt: skip


def test_a_summary_with_tabs_is_read():
    assert summaries.read(TWO) == Answers(
        name="John Okafor", nhs_number="9990000026", born_on=date(1952, 11, 3),
        phone="07700 900456", email="john@example.org", carer="His daughter",
        conditions=("Depression", "Chronic back pain"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["17 May 1948", "17th May 1948", "17/05/1948", "17.5.1948", "1948-05-17", "17-May-1948"],
)
def test_a_birthday_is_read_in_many_forms(words):
    assert summaries.read(f"DOB: {words}").born_on == date(1948, 5, 17)


@pytest.mark.parametrize("words", ["31/02/1948", "May 1948", "17/05/48", "unknown"])
def test_a_birthday_that_cannot_be_read_is_left_out(words):
    assert summaries.read(f"DOB: {words}").born_on is None


def test_a_wrong_nhs_number_is_left_out():
    assert summaries.read("NHS Number: 999 000 0019").nhs_number == ""


def test_what_nobody_here_needs_is_left_out():
    said = summaries.read("Medication: Metformin\nAllergies: Penicillin\nEthnicity: none recorded")
    assert said == Answers()


def test_words_without_a_label_are_left_out():
    assert summaries.read("Dear colleague, please see this lady.") == Answers()


def test_the_first_of_two_phones_is_taken():
    assert summaries.read("Tel: 0191 498 0123\nMobile: 07700 900123").phone == "0191 498 0123"


IVY = ("Ivy Lamb", "1948-02-03", "9434765919", "0191 498 0777")
HEADS = {
    "one line": "Patient: Mrs Ivy LAMB DOB: 03-Feb-1948 NHS No: 943 476 5919\n"
    "Tel: 0191 498 0777 Mobile: 07700 900123",
    "EMIS, banner": "LAMB, Ivy (Mrs)   Born 03-Feb-1948 (78y)   Gender Female   NHS No. 943 476 5919\n"
    "Home telephone 0191 498 0777",
    "EMIS, colons": "Patient Name: LAMB, Ivy (Mrs)  Date of Birth: 03-Feb-1948  Sex: Female\n"
    "NHS Number: 943 476 5919  EMIS Number: 4711\nHome Telephone: 0191 498 0777",
    "SystmOne, report": "Name: Mrs Ivy Lamb\tDate of Birth: 03 Feb 1948\tNHS Number: 943 476 5919\n"
    "Home Telephone: 0191 498 0777\tMobile Telephone: 07700 900123",
    "SystmOne, table": "Surname\tLamb\nForename\tIvy\nDOB\t03/02/1948\nNHS Number\t9434765919\n"
    "Tel No\t0191 498 0777",
    "Vision": "Surname: LAMB  Forenames: Ivy  D.O.B.: 03/02/1948\n"
    "NHS: 9434765919  Tel.: 0191 498 0777",
    "letter head": "Re: Mrs Ivy Lamb, DOB 03/02/1948, NHS No 943 476 5919\nTel 0191 498 0777",
    "letter, one line each": "RE: Mrs Ivy LAMB\nD.O.B. 3rd February 1948\nNHS no. 943-476-5919\n"
    "Telephone: 0191 498 0777",
    "bars": "Name: Ivy Lamb | DOB: 03.02.1948 | NHS Number: 943 476 5919 | Phone: 0191 498 0777",
    "commas": "Patient: LAMB, Ivy, DOB: 1948-02-03, NHS number: 9434765919, Tel: 0191 498 0777 (home)",
    "semicolons": "Patient name: Ivy LAMB; Born: 3 February 1948; NHS No.: 943 476 5919; "
    "Phone number: 0191 498 0777",
    "small letters": "patient: ivy lamb dob: 3/2/1948 nhs no: 9434765919 tel: 0191 498 0777",
    "discharge letter": "Patient Name:Mrs Ivy LAMB   Date of Birth:03-FEB-1948   Age:78\n"
    "NHS Number:943 476 5919   Hospital Number:X12\nContact Number:0191 498 0777",
    "address between": "Miss Ivy Lamb  DOB: 03-Feb-1948\nAddress: 4 Weaver Street, Anytown "
    "Postcode: NE6 1AB Tel: 0191 498 0777\nNHS No: 943 476 5919 (verified)",
}  # fmt: skip


@pytest.mark.parametrize("style", HEADS)
def test_the_head_of_a_letter_or_summary_is_read_in_the_usual_styles(style):
    said = summaries.read(HEADS[style])
    assert (said.name.title(), str(said.born_on), said.nhs_number, said.phone) == IVY


def test_labels_inside_a_line_part_what_is_said_of_other_things_too():
    said = summaries.read(
        "Reason for referral: lonely since her son moved. Goals: get out more\n"
        "Address: 4 Weaver Street, Anytown Postcode: NE6 1AB E-mail: ivy@example.org"
    )
    assert (said.why_now, said.what_matters) == ("lonely since her son moved.", "get out more")
    assert (said.address, said.postcode) == ("4 Weaver Street, Anytown", "NE6 1AB")
    assert said.email == "ivy@example.org"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("O'NEILL, Siân (Ms)", "Siân O'Neill"), ("SMITH-JONES, Ada", "Ada Smith-Jones"),
     ("Dr Ian McDonald", "Ian McDonald")],
)  # fmt: skip
def test_names_in_capitals_are_written_as_people_write_them(typed, name):
    assert summaries.read(f"Patient: {typed}").name == name


@pytest.mark.parametrize(
    "text", ["Re: your letter of 3 May", "He was born 3 weeks early", "Sad, and lonely Sex: Male"]
)
def test_a_sentence_is_no_head(text):
    assert summaries.read(text) == Answers()


@given(st.text(max_size=400))
def test_any_text_can_be_pasted(text):
    assert isinstance(summaries.read(text), Answers)


def test_a_very_long_text_takes_no_time():
    assert summaries.read("Name:" + " a" * LONGEST * 5).name
