"""What the screen refuses, what it holds for an editor, and what it lets through (D1 to D3)."""

from itertools import count
from time import process_time
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.content import Content
from directory.likeness import Known
from directory.screening import (
    LONGEST,
    Draft,
    FlagKind,
    refuse,
    screen,
    screen_change,
    similar_batches,
    texts_of,
)
from kernel.errors import RuleBroken


def a_listing(**answers: object) -> Content:
    plain = {"name": "Dog walking", "description": "Walk our dogs.", "postcode": "NE6 1AB"}
    return Content(**{**plain, "phone": "01632 960123", **answers})


def every_text_said() -> Content:
    empty = Content(name="x")
    answers = {name: "x" for name, value in vars(empty).items() if type(value) is str}
    return empty.with_answers(**answers)


def kinds(content: Content, **facts) -> set[FlagKind]:
    return {flag.kind for flag in screen(content, **facts)}


GENUINE = [
    "Walk our rescue dogs along the river. No experience needed, we lend you boots!",
    "Tea, cake & a chat. £2 if you can. Ring Jo on 01632 960 123 or just turn up.",
    "Come along.Live music every month.Me and Sam run it.",
    "Help with benefits, debt, bank accounts and appealing a decision. Bring your letters.",
    "We help with gas bills and payment cards, and can refer you for a loan from a credit union.",
    "Gambling worries? Talk to people who have been there.",
    "Learn to use your tablet: e-mail, photos, staying safe on-line and spotting swindles.",
    "Ages 5-11, Tuesdays 10-12.30, 14/03/2027. Places for 12 (max. 14).",
    "Knit & natter – bring wool, or use ours. Beginners welcome; kettle's on from 10.30am.",
    "রান্না শিখুন, গল্প করুন। সবাই স্বাগত।",
    "NHSএর পরামর্শ, Anytown Community Hub-এ",
    "دروس الطبخ للجميع كل يوم ثلاثاء",
    "کلاس آشپزی می\u200cخواهیم",
    "Spotkania po polsku: kawa, rozmowa, pomoc z urzędem. Zapraszamy wszystkich!",
    "Розмовний клуб українською. Conversation club in Ukrainian.",
    "Ελληνικοί χοροί, Greek dancing for all",
    "中文太极班, tai chi in Chinese",
    "שיעורי ציור",
    "Dance to ABBA, R&B; wear what you like <3",
    "10µg of vitamin D: ask us why",
    "Men's shed: woodwork, repairs, tea. Over 18s.",
    "The cost is £3.50 a week or £12 for 4 weeks; carers free.",
]


class TestGenuine:
    @pytest.mark.parametrize("description", GENUINE)
    def test_words_go_through_without_a_flag(self, description: str) -> None:
        content = a_listing(description=description)
        refuse(content)
        assert screen(content) == ()

    def test_the_groups_own_website_and_address_may_stand_in_the_text(self) -> None:
        content = a_listing(
            description="See www.shelter.org.uk/dogs or write to Hello@shelter.org.uk.",
            website="https://www.shelter.org.uk",
            email="hello@shelter.org.uk",
        )
        assert screen(content) == ()

    def test_every_text_that_was_typed_is_looked_at_and_nothing_else(self) -> None:
        looked_at = set(texts_of(every_text_said(), "a group"))
        assert {"group_name", "first_visit", "transport", "adviser_name", "notes"} <= looked_at
        assert not {"phone", "email", "website", "postcode", "cost", "place"} & looked_at

    @pytest.mark.parametrize("field", sorted(texts_of(every_text_said())))
    def test_no_field_is_a_way_round(self, field: str) -> None:
        (flag,) = screen(a_listing(**{field: "see bit.ly/x"}))
        assert (flag.kind, flag.field) == (FlagKind.LINK, field)

    def test_nor_is_the_groups_name_or_a_language(self) -> None:
        assert kinds(a_listing(), group_name="bit.ly/x") == {FlagKind.LINK}
        assert kinds(a_listing(languages=("Polish", "bit.ly/x"))) == {FlagKind.LINK}


ODD = [
    (FlagKind.LINK, "Sign up at https://evil.example/x"),
    (FlagKind.LINK, "Sign up at www.evil.example"),
    (FlagKind.LINK, "Sign up at evil.com"),
    (FlagKind.LINK, "Sign up at evil.co.uk/now"),
    (FlagKind.LINK, "Sign up at evil dot com"),
    (FlagKind.LINK, "Sign up at evil[.]com"),
    (FlagKind.LINK, "Sign up at evil (dot) net"),
    (FlagKind.LINK, "hxxps evil"),
    (FlagKind.LINK, "ftp://evil"),
    (FlagKind.LINK, "bit.ly/abc"),
    (FlagKind.LINK, "evil.online"),
    (FlagKind.LINK, "evil．com"),
    (FlagKind.LINK, "ev\u200bil.c\u200bom"),
    (FlagKind.LINK, "write to prize@evil.example"),
    (FlagKind.MARKUP, "<script>alert(1)</script>"),
    (FlagKind.MARKUP, "<img src=x onerror=alert(1)>"),
    (FlagKind.MARKUP, "&lt;script&gt;"),
    (FlagKind.MARKUP, "＜script＞"),
    (FlagKind.MARKUP, "[click here](tea)"),
    (FlagKind.MARKUP, "[url=tea]here[/url]"),
    (FlagKind.MARKUP, "{{ 7*7 }}"),
    (FlagKind.MARKUP, "{% include x %}"),
    (FlagKind.MARKUP, "${7*7}"),
    (FlagKind.MARKUP, "javascript:alert(1)"),
    (FlagKind.MARKUP, "data:text/html,hello"),
    (FlagKind.MARKUP, "%3Cscript"),
    (FlagKind.MONEY, "Double your money with us"),
    (FlagKind.MONEY, "We take Bitcoin and cryptocurrency"),
    (FlagKind.MONEY, "Ask for our bank details"),
    (FlagKind.MONEY, "Sort Code: ask"),
    (FlagKind.MONEY, "sort 12-34-56"),
    (FlagKind.MONEY, "GB29 NWBK 6016 1331 9268 19"),
    (FlagKind.MONEY, "4111 1111 1111 1111"),
    (FlagKind.MONEY, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    (FlagKind.MONEY, "Online casinos and sports betting"),
    (FlagKind.MONEY, "Cheap Viagra and Cialis"),
    (FlagKind.MONEY, "WORK-FROM-HOME, earn cash"),
    (FlagKind.MONEY, "G\u00adift c\u200bards wanted"),
    (FlagKind.LETTERS, "Bаrclays help"),
    (FlagKind.LETTERS, "PayPal or РауРаӏ"),
    (FlagKind.LETTERS, "Αnytown shelter"),
    (FlagKind.LETTERS, "z\u0351\u0352\u0353\u0354\u0355\u0356a\u0351l\u0352go"),
    (FlagKind.PHONE, "Ring 0906 123 4567 to hear more"),
    (FlagKind.PHONE, "Ring 070 1234 5678 to hear more"),
]


class TestOdd:
    @pytest.mark.parametrize(("kind", "text"), ODD)
    @pytest.mark.parametrize("field", ["description", "name", "first_visit"])
    def test_text_waits_for_an_editor_who_is_told_where_and_why(
        self, kind: FlagKind, text: str, field: str
    ) -> None:
        content = a_listing(**{field: text})
        refuse(content)
        found = {(flag.kind, flag.field) for flag in screen(content)}
        assert (kind, field) in found
        assert all(flag.says.endswith(".") for flag in screen(content))

    @pytest.mark.parametrize(
        ("typed", "is_odd"), [("0845 123 4567", True), ("+33 1 23 45 67 89", True), ("", False)]
    )
    def test_a_dear_or_foreign_phone_number_waits(self, typed: str, is_odd: bool) -> None:
        assert kinds(a_listing(phone=typed)) == ({FlagKind.PHONE} if is_odd else set())

    @pytest.mark.parametrize(
        "typed",
        ["https://xn--exmple-4nf.org", "exаmple.org", "bit.ly/x", "example.org:8443", "müller.de"],
    )
    def test_a_website_that_may_not_be_what_it_seems_waits(self, typed: str) -> None:
        assert kinds(a_listing(website=typed)) == {FlagKind.WEBSITE}

    def test_a_website_in_another_alphabet_throughout_does_not(self) -> None:
        assert kinds(a_listing(website="почта.рф")) == set()


class TestLookAlikes:
    SHELTER = Known(id=uuid4(), name="Anytown Cat and Dog Shelter", postcode="NE1 4ST")

    @pytest.mark.parametrize(
        "name",
        [
            "Anytown Cаt and Dog Shelter",
            "Anytown Cat and Dog She1ter",
            "Anytown Cat and Dog Sheiter",
            "Anytovvn Cat and Dog Shelter",
            "The Anytown Cat & Dog Shelter",
            "ANYTOWN CAT-AND-DOG SHELTER",
        ],
    )
    def test_a_name_dressed_up_as_another_waits(self, name: str) -> None:
        assert FlagKind.LOOK_ALIKE in kinds(a_listing(), group_name=name, known=[self.SHELTER])
        assert FlagKind.LOOK_ALIKE in kinds(a_listing(name=name), known=[self.SHELTER])

    def test_the_editor_is_led_to_the_other_entry(self) -> None:
        name = "Anytown Cаt and Dog Shelter"
        flags = screen(a_listing(), group_name=name, known=[self.SHELTER])
        (flag,) = (one for one in flags if one.kind is FlagKind.LOOK_ALIKE)
        assert flag.other_id == self.SHELTER.id
        assert flag.as_kept()["other_id"] == str(self.SHELTER.id)
        (link,) = screen(a_listing(description="bit.ly/x"))
        assert "other_id" not in link.as_kept()

    def test_an_entry_that_is_probably_here_already_waits(self) -> None:
        content = a_listing(postcode="ne14st")
        group = "Anytwon Cat and Dog Shelter"
        assert kinds(content, group_name=group, known=[self.SHELTER]) == {FlagKind.LOOK_ALIKE}

    def test_a_common_name_in_another_place_does_not(self) -> None:
        natter = Known(id=uuid4(), name="Knit and Natter", postcode="NE1 4ST")
        content = a_listing(name="Knit & Natter", postcode="NE6 1AB")
        assert screen(content, group_name="Knit and Natter", known=[natter]) == ()

    def test_another_activity_of_another_group_in_the_same_hall_does_not(self) -> None:
        assert screen(a_listing(name="Salsa", postcode="NE1 4ST"), known=[self.SHELTER]) == ()


class TestChanges:
    """An editor let the words pass; what of them stands there still is not raised again."""

    SETTLED = a_listing(
        name="Dog walking",
        description="Walk our dogs. See bit.ly/dogs or ask Jo.\nNo bitcoin! Ask РауРаӏ.",
        phone="0845 123 4567",
        website="tinyurl.com/x",
    )
    KNOWN = (Known(id=uuid4(), name="Dog Walking for Anytown", postcode="NE6 1AB"),)

    def kinds(self, **answers: object) -> set[FlagKind]:
        changed = self.SETTLED.with_answers(**answers)
        refuse(changed)
        found = screen_change(
            changed,
            settled=self.SETTLED,
            group_name="Dog Walking for Anytоwn",
            known=self.KNOWN,
        )
        return {flag.kind for flag in found}

    def test_every_one_of_them_is_odd_at_first(self) -> None:
        found = kinds(self.SETTLED, group_name="Dog Walking for Anytоwn", known=self.KNOWN)
        assert found == set(FlagKind) - {FlagKind.MARKUP}

    @pytest.mark.parametrize(
        "answers",
        [
            {},
            {"when": "Fridays"},
            {"description": "No bitcoin! Ask РауРаӏ. See bit.ly/dogs or ask Jo."},
            {"description": "Come along. See bit.ly/dogs or ask Jo. Bring a lead."},
            {"description": "Walk our dogs."},
            {"phone": "01632 960123"},
            {"website": ""},
            {"name": "Walks with dogs"},
        ],
    )
    def test_what_is_settled_or_clean_raises_nothing(self, answers: dict[str, str]) -> None:
        assert self.kinds(**answers) == set()

    @pytest.mark.parametrize(
        ("kind", "answers"),
        [
            (FlagKind.LINK, {"description": "See bit.ly/dogs or bit.ly/evil."}),
            (FlagKind.LINK, {"first_visit": "See bit.ly/dogs or ask Jo."}),
            (FlagKind.MONEY, {"description": "Send us bitcoin."}),
            (FlagKind.LETTERS, {"description": "Walk our dogs. РауРаӏ Bаrclays"}),
            (FlagKind.PHONE, {"phone": "0845 765 4321"}),
            (FlagKind.WEBSITE, {"website": "tinyurl.com/y"}),
            (FlagKind.LOOK_ALIKE, {"name": "Dog Walking for Anytown"}),
            (FlagKind.LOOK_ALIKE, {"postcode": "NE6 1AB "}),
        ],
    )
    def test_what_is_new_is_raised(self, kind: FlagKind, answers: dict[str, str]) -> None:
        assert kind in self.kinds(**answers)


class TestRefusing:
    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"description": "turn \u202e around"}, "description"),
            ({"name": "turn \u202d around"}, "name"),
            ({"notes": "x" * (LONGEST + 1)}, "notes"),
            ({"website": "javascript:alert(1)"}, "website"),
            ({"website": "data:text/html,x"}, "website"),
            ({"phone": "0906 123 4567"}, "phone"),
            ({"phone": "118118"}, "phone"),
            ({"phone": "no phone"}, "phone"),
        ],
    )
    def test_says_which_answer_and_what_to_do(self, answers: dict[str, str], field: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            refuse(a_listing(**answers))
        assert refused.value.field == field
        assert refused.value.message.endswith(".")

    def test_a_number_copied_with_its_hidden_marks_is_no_reason(self) -> None:
        refuse(a_listing(phone="\u202d07700 900123\u202c"))

    def test_nothing_typed_for_phone_and_website_is_no_reason(self) -> None:
        refuse(a_listing(phone="", website=""))


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_screened_without_an_error(text: str, site: str, phone: str) -> None:
    screen(a_listing(description=text, name=text[:50], website=site, phone=phone), group_name=text)


@pytest.mark.parametrize(
    "killer",
    ["a", "a.", "www.", "@", "a@", "<", "&", "1", "1-", "dot ", "bitcoi", "а", " ", "[", "\u0301"],
)
def test_the_longest_of_anything_is_screened_at_once(killer: str) -> None:
    content = a_listing(description=(killer * LONGEST)[:LONGEST], website="www.example.org")
    started = process_time()
    screen(content)
    assert process_time() - started < 1


class TestBatches:
    number = count(1)

    def draft(self, words: str, **contact: str) -> Draft:
        return Draft(id=UUID(int=next(self.number)), words=words, **contact)

    def spam(self, n: int) -> Draft:
        names = ["Sunny", "Happy", "Golden", "Bright", "Lucky"]
        return self.draft(
            f"{names[n % 5]} Wellness {n} Join the {names[n % 5]} wellness programme today and feel "
            f"better in {n % 30} days with our unique natural supplements, order number {n}"
        )

    def test_a_thousand_like_ones_are_one_batch_and_the_genuine_ones_stand_apart(self) -> None:
        spam = [self.spam(n) for n in range(1000)]
        genuine = [self.draft(text) for text in GENUINE[:20]]
        mixed = [*spam[:500], *genuine, *spam[500:]]
        batches = similar_batches(mixed)
        caught = {draft_id for batch in batches for draft_id in batch}
        assert caught == {draft.id for draft in spam}
        assert len(batches) <= 5

    def test_a_phone_number_or_website_in_common_makes_a_batch(self) -> None:
        by_phone = [
            self.draft(text, phone=phone)
            for text, phone in zip(
                GENUINE, ["01632 960123", "+441632960123", "(01632) 960 123"], strict=False
            )
        ]
        by_site = [
            self.draft(text, website=site)
            for text, site in zip(
                GENUINE[5:],
                ["pills.example", "www.pills.example/a", "HTTP://pills.example"],
                strict=False,
            )
        ]
        batches = similar_batches([*by_phone, *by_site])
        assert batches == (
            tuple(draft.id for draft in by_phone),
            tuple(draft.id for draft in by_site),
        )

    def test_a_page_on_a_site_that_many_groups_use_does_not(self) -> None:
        sites = [f"https://www.facebook.com/group{n}" for n in range(3)]
        drafts = [self.draft(text, website=s) for text, s in zip(GENUINE, sites, strict=False)]
        assert similar_batches(drafts) == ()

    def test_two_alike_are_no_batch_yet(self) -> None:
        assert similar_batches([self.spam(1), self.spam(1)]) == ()

    def test_the_largest_batch_comes_first(self) -> None:
        few = [self.draft(GENUINE[0]) for _ in range(3)]
        many = [self.draft(GENUINE[1]) for _ in range(4)]
        assert [len(batch) for batch in similar_batches([*few, *many])] == [4, 3]

    def test_no_drafts_no_batches(self) -> None:
        assert similar_batches([]) == ()
