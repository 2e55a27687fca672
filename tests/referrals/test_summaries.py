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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr JOHN SMITH\nDOB: 3/11/1952", "John Smith"),
        ("Name: MRS MARY McDONALD", "Mary McDonald"),
        ("Ms SIÂN O'NEILL-JONES (78 years)\nTel: 07700 900123", "Siân O'Neill-Jones"),
        ("Patient: MISS IVY MCDONALD", "Ivy McDonald"),
        ("Mr JOHN SMITH\nName: Jon Smith", "Jon Smith"),
        ("Please see this man.\nYours\nMr ALAN SURGEON", ""),
        ("Usual GP\nMr ALAN SURGEON", ""),
        ("Social history: he sees\nMrs PATEL", ""),
        ("Name: John Smith 07700 900123", "John Smith"),
        ("Patient: 07700 900123", ""),
        ("Name: Mr JOHN SMITH, 12 Weaver Street", "John Smith"),
    ],
)
def test_a_name_with_a_title_in_capitals_is_the_name_without_either(text, name):
    assert summaries.read(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "Address: 14 Weaver Street, Anytown NE6 1AB Home: 0114 496 0123",
        "Address: 14 Weaver Street\nHome: 0114 496 0123\nAnytown\nNE6 1AB",
        "Address: 14 Weaver Street, Anytown, NE6 1AB, 0114 496 0123",
        "Address: 14 Weaver Street, Anytown NE6 1AB H: 0114 496 0123 M: 07700 900123",
    ],
)
def test_a_telephone_on_the_address_line_is_a_telephone(text):
    said = summaries.read(text)
    assert (said.phone, said.address) == ("0114 496 0123", "14 Weaver Street, Anytown")


def test_a_home_that_is_no_number_is_no_telephone():
    said = summaries.read("Reason: wants to move. Home: two stairs, no lift")
    assert (said.phone, said.why_now) == ("", "wants to move. Home: two stairs, no lift")


def test_the_heading_active_alone_begins_the_conditions_and_past_ends_them():
    text = "Active\n- COPD\n- Depression\nMinor Past\n- Sprained ankle\n\nMedication: none"
    assert summaries.read(text).conditions == ("COPD", "Depression")
    assert summaries.read("Problems\nActive\nCOPD").conditions == ("COPD",)
    assert summaries.read("Why now: active until May\nCOPD").conditions == ()


@pytest.mark.parametrize(
    ("line", "language", "is_needed"),
    [
        ("Language: Urdu, interpreter needed", "Urdu", True),
        ("Main spoken language: Urdu (interpreter required)", "Urdu", True),
        ("Language: Urdu - needs an interpreter", "Urdu", True),
        ("Language: Urdu. Interpreter: Yes", "Urdu", True),
        ("Language: Urdu, no interpreter needed", "Urdu", False),
        ("Language: Urdu, interpreter not needed", "Urdu", False),
        ("Language: Serbo-Croat", "Serbo-Croat", False),
        ("Interpreter: No, not needed", "", False),
    ],
)
def test_language_and_interpreter_stand_in_one_line(line, language, is_needed):
    said = summaries.read(line)
    assert (said.language, said.needs_interpreter) == (language, is_needed)


@pytest.mark.parametrize(
    "text",
    [
        "Next of kin: Omar Thornton, son, Tel: 07700 900456",
        "Next of kin\nName: Omar Thornton\nAddress: 3 Hill Road\nMobile: 07700 900456",
        "NOK: Omar Thornton\nTel: 07700 900456",
        "Emergency contact\tOmar Thornton\t07700 900456",
    ],
)
def test_a_next_of_kin_is_no_carer_and_their_telephone_is_not_the_persons(text):
    assert summaries.read(text) == Answers()
    said = summaries.read(f"{text}\nProblems: COPD\n\nTel: 07700 900123")
    assert (said.phone, said.conditions) == ("07700 900123", ("COPD",))


def test_a_carers_telephone_is_not_the_persons():
    said = summaries.read("Carer: Ann Lamb Tel: 07700 900456\nTel: 07700 900123")
    assert (said.carer, said.phone) == ("Ann Lamb", "07700 900123")


@pytest.mark.parametrize(
    "text",
    [
        "Problems (3)\nCOPD\nDepression",
        "Active problems: 2\nCOPD\nDepression",
        "Problems\nCount: 4\nCOPD\nDepression\n4",
        "Active (Count: 2)\n1. COPD (13645005)\n2. Depression [SNOMED CT: 35489007]",
        "Problems\n13645005 | COPD |\nCOPD (H3...)\nDepression (E2B..) (2)",
        "Problems\nCOPD SNOMED code: 13645005\nDepression (XE0Uc)\n35489007",
    ],
)
def test_how_many_there_are_and_their_codes_are_no_conditions(text):
    assert summaries.read(text).conditions == ("COPD", "Depression")


@pytest.mark.parametrize(
    "condition",
    ["Type 2 diabetes", "COVID-19", "Vitamin deficiency (B12)", "Hip replacement (left)",
     "Asthma, since 1999", "Unable to read 2 lines"],
)  # fmt: skip
def test_a_number_within_a_condition_stays(condition):
    assert summaries.read(f"Problems\n{condition}").conditions == (condition,)


PIECES = st.sampled_from(
    [*(label for labels in summaries.LABELS.values() for label in labels), *summaries.HEADINGS,
     *("Mr JOHN SMITH", "07700 900123", "0114 496 0123", "+44 7700 900123", "(020) 7946 0123", "Home",
       ":", ": ", "\t", "\n", "\n\n", " ", ", ", "(3)", "interpreter needed", "Urdu", "LAMB, Ivy",
       "(Mrs)", "|", "-", "14 Weaver Street", "NE6 1AB", "44054006", "Count: 4", "Dear", "Re: ")]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join))
def test_no_telephone_ever_comes_to_stand_in_a_name_or_an_address(text):
    said = summaries.read(text)
    assert not any(sign.isdecimal() for sign in said.name + said.known_as)
    assert "07700 900123" not in said.address


@pytest.mark.parametrize(
    ("line", "single"),
    [
        ("a" + " " * LONGEST + "!", "a !"),
        (" \t" * LONGEST + "!", "\t!"),
        ("a\u00a0 \u2003b", "a b"),
        ("a b\tc", "a b\tc"),
    ],
)
def test_the_patterns_are_handed_no_blanks_side_by_side(line, single):
    assert summaries.single_blanks(line) == single


def test_a_page_break_stays_the_end_of_a_line():
    assert summaries.read("Problems\nCOPD \f Gout").conditions == ("COPD", "Gout")


def test_what_is_left_of_many_codes_is_one_blank():
    assert summaries.read("Problems: a" + "|" * (LONGEST - 20) + "b").conditions == ("a b",)


RUNS = ["(", ",", "-", "snomed.", "0-", "home 0", "interpreter ", "mr ", "a: ", " ", "\t", " \t", "|",
        "| ", "- ", "count ", "(X", "a "]  # fmt: skip


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_of_one_thing_is_answered(run):
    """Where a pattern takes a power of the length, this does not end."""
    for label in ("", "h", "re: mr", "Name: ", "Address: ", "Problems: a", "Language: "):
        for end in ("!", "1"):
            text = (label + run * LONGEST)[: LONGEST - 1] + end
            assert isinstance(summaries.read(text), Answers)
