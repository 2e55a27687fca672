"""Domains and needs suggested from the words people type; a person always has the last word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domains import disease_label, suggest, suggest_needs
from directory.vocabulary import Domain, Need

P, E, A, B, W, V = Domain

# What the word lists were made with.
KNOWN = [
    ("Dog walking. Take our rescue dogs out for an hour along the river.", {P, V}),
    ("Help us walk the dogs at Anytown Cat and Dog Shelter", {P, V}),
    ("Men's fishing: a quiet morning by the lake, rods lent, tea afterwards", {B}),
    ("Salsa for beginners. No partner needed.", {P}),
    ("Knit and natter. Bring your wool or use ours.", {A, B}),
    ("Bengali men's cookery session: cook together, eat together", {E}),
    ("A volunteer visits you at home once a week for a chat", {B}),
    ("Advice on benefits, debt and housing. Drop in.", {W}),
    ("Community garden: dig, plant, sit in the sun", {P}),
    ("Chair yoga for people who find floor exercise hard", {P}),
    ("Lunch club for over 60s: two courses and good company", {E, B}),
    ("Sing with us! Community choir, no audition.", {A}),
    ("Watercolour painting for beginners", {A}),
    ("Help sort and pack at the food bank, two hours a week", {V}),
    ("Tai chi in the park", {P}),
    ("Walking football for men over 50", {P}),
    ("Coffee morning. Everybody welcome.", {B}),
    ("Fill in your PIP form with somebody who knows how", {W}),
    ("Swimming for women only", {P}),
    ("Cook and eat: healthy meals on a budget", {E}),
    ("Pottery studio open session", {A}),
    ("Telephone friends: we ring you every week", {B}),
    ("Health walks, 30 to 60 minutes, led by trained walkers", {P}),
    ("Creative writing circle", {A}),
    ("Volunteers wanted to serve teas at the community hub", {V}),
    ("Free legal advice on employment and immigration", {W}),
    ("Growing your own vegetables on our allotment", {P, E}),
    ("Bingo and a cuppa on Thursdays", {B}),
    ("Tea dance with live band", {P, B}),
    ("Help with energy bills and fuel vouchers", {W}),
    ("Quilting and patchwork", {A}),
    ("Couch to 5K running group", {P}),
    ("Breakfast club: free porridge and toast", {E}),
    ("Drumming and music making", {A}),
    ("Carers' cafe: somebody to talk to who understands", {B}),
    ("Charity shop needs a hand on Saturdays", {V}),
    ("Men in Sheds: woodwork, repairs and tea", {A, B}),
    ("Pilates and stretching", {P}),
    ("Budgeting made easy: get on top of your money", {W}),
    ("Slimming club with weekly weigh-in", {E}),
    ("Bowls club, indoor green, newcomers welcome", {P}),
    ("Photography walk: bring a phone or camera", {A, P}),
    ("Line dancing at the Legion", {P}),
    ("Grow, cook and share: our kitchen garden on Mondays", {P, E}),
    ("Book club that meets in the library, new readers welcome", {A, B}),
    ("Somebody to go with you to a tribunal about your benefits", {W}),
    ("Badminton, no need to be good at it", {P}),
    ("Crochet corner", {A}),
    ("Baking bread together", {E}),
    ("Bereavement cafe: be with others who have lost somebody", {B}),
    ("Become a driver for our community minibus", {V}),
    ("Zumba Gold", {P}),
    ("Drama group for adults, we put on a play each spring", {A}),
    ("Social evening with games and a raffle", {B}),
    ("Help to challenge an eviction or a disrepair", {W}),
    ("Fruit and veg co-op: a bag for four pounds", {E}),
    ("Gentle aerobics to music", {P}),
    ("Befriender needed for isolated older people", {V, B}),
    ("Cycling for all abilities, bikes and trikes lent", {P}),
    ("Life drawing", {A}),
    ("Meet other new mums over coffee", {B}),
    ("Universal Credit: help with your claim", {W}),
    ("River clean-up: join our litter pick", {V, P}),
    ("Ukulele for fun", {A}),
    ("Healthy eating on a shoestring", {E}),
    ("Table tennis and a brew", {P, B}),
    ("Conservation volunteers: hedges, paths and ponds", {V, P}),
    ("Polish ladies' sewing circle", {A}),
    ("Postural stability class to prevent falls", {P}),
    ("Soup kitchen every Friday", {E}),
    ("Chess and dominoes for anybody", {B}),
    ("Immigration and asylum rights surgery", {W}),
    ("Rambling club, six miles at an easy pace", {P}),
    ("Mosaic making for women", {A}),
    ("Teach somebody to read: become a reading mentor", {V}),
    ("Nordic walking with poles", {P}),
    ("Aqua fit at the leisure pool, shallow end", {P}),
    ("Friendly neighbours: we shop for you and stop for a natter", {B}),
    ("Wheelchair rugby taster", {P}),
    ("Gardening for wellbeing at the old walled garden", {P}),
    ("Make cards and gifts with us, all materials given", {A}),
    ("Somali women's sewing and tea", {A, B}),
    ("Over 50s rounders, more laughing than running", {P}),
    ("Curry night: learn three dishes from scratch", {E}),
    ("Help filling in your disability forms", {W}),
    ("Pub quiz without the pub", {B}),
    ("Circle dance", {P}),
    ("Friday film afternoon with ice cream", {A, B}),
    ("Reading aloud: stories and poems, just listen if you like", {A}),
    ("Canal boat trips crewed by people like you: steer, cook, polish", {V}),
    ("Dads and little ones, Saturday pancakes", {B, E}),
    ("Ring a lonely person once a week from your own home", {V, B}),
    ("Community pantry, five pounds for a week's shopping", {E}),
    ("Tenants' union: damp, repairs, rents", {W}),
    ("Brass band, players of any standard", {A}),
    ("Beekeeping for the curious", set()),
    ("Woodland mornings: coppice, light a fire, drink tea", {P, B}),
    ("Sea swimming, wetsuits lent", {P}),
    ("Veterans' breakfast", {B, E}),
    ("Jewellery from scrap", {A}),
    ("Walk and talk for people who have lost a partner", {P, B}),
    ("Our hospital radio needs presenters", {V}),
    ("School uniform bank", {W}),
    ("Learn to knit hats for premature babies", {A, V}),
    ("Self-defence for girls", {P}),
    ("Debt clinic with a qualified adviser", {W}),
    ("Allotment plots for people leaving hospital", {P, E}),
    ("Signing choir: sing with your hands", {A}),
    ("Board game cafe", {B}),
    ("English conversation with tea and biscuits", {B}),
    ("Digital helpers: bring your phone", set()),
    ("Steel pans for the over 60s", {A}),
    ("Fruit picking for the jam makers", {E}),
    ("Youth boxing, no contact", {P}),
    ("Home energy visit: draughts, bills, smart meters", {W}),
    ("Toddler group with messy play", {B}),
    ("Bhangra fitness with Harpreet", {P}),
    ("Silent book party: bring what you are reading", {A, B}),
    ("Tuesday stroll around the reservoir, flat and slow", {P}),
    ("Sausage making and smoking at the smallholding", {E}),
    ("Macrame plant hangers in one evening", {A}),
    ("Court fines and council tax: bring the letters, we ring with you", {W}),
    ("Museum guides wanted, two mornings a month", {V}),
    ("Snooker and a bacon roll for retired miners", {B, P}),
    ("Chatty bench outside the post office on market day", {B}),
    ("Trampolining for adults with learning disabilities", {P}),
    ("Vegan potluck", {E}),
    ("A friendly voice on the phone, evenings and weekends", {B}),
    ("Patchwork of our town: stitch a square", {A}),
    ("Free wills and power of attorney clinic", {W}),
    ("Look after the station flower beds with us", {P, V}),
    ("Bike maintenance and Sunday rides", {P}),
    ("Farsi-speaking women's lunch and talk", {B, E}),
    ("Rock choir for people who cannot sing", {A}),
    ("Cold water dip at sunrise", {P}),
    ("Advocate to come with you to meetings with the council", {W}),
    ("Spare room of sewing machines, use them free", {A}),
    ("Puddings club", {E}),
    ("Read with a child at the primary school, we train you", {V}),
    ("Barn dance with caller", {P}),
    ("Grandparents raising grandchildren: coffee and a moan", {B}),
    ("Barge restoration, every Thursday, overalls provided", {V}),
    ("Portrait club", {A}),
    ("Bring and share tea for newly arrived families", {B, E}),
    ("Rent arrears and notice to quit", {W}),
    ("Ladies who lift: strength training", {P}),
    ("Amateur radio hams", {B}),
    ("Indian head massage and relaxation", set()),
    ("Five ways with a chicken: thrifty dinners", {E}),
    ("Folk session, bring a fiddle", {A}),
    ("Stewards for the summer fete", {V}),
    ("Ping pong in the church hall", {P}),
    ("Clay and play for under fives and their grown-ups", {A, B}),
    ("Widowed and young", {B}),
    ("Pre-payment meter topped up when you are stuck", {W}),
    ("Seated cricket in the day centre", {P}),
]

# Written after the lists were finished. No list was changed for these: they measure, they do not
# teach. To improve a list, move these to KNOWN and write fresh ones. (Two earlier fresh sets, in
# wording as odd as "Puddings club", gave 0.56 and 0.60 of what was expected, before they were moved.)
FRESH = [
    ("Westfield Strollers. A gentle Friday walk of about a mile, ending at the tea room.", {P, B}),
    ("Stitch in Time. We mend clothes together and teach each other to sew.", {A}),
    ("Number 9 Advice. Free help with benefit forms, appeals and rent problems.", {W}),
    ("The Open Door. Tea, toast and somebody to listen, every weekday morning.", {B, E}),
    ("Hill Street Harmony. Sing old favourites with piano; nobody is asked to sing alone.", {A}),
    ("Grow Together. Raised beds, seeds and tools for anybody who wants to garden.", {P}),
    ("Supper Share. We cook one big pot of food and eat it round one table.", {E}),
    ("Anytown Timebank. Give an hour of your time, get an hour of somebody else's.", {V}),
    ("Strong and Steady. Exercises to keep your balance, sitting or standing.", {P}),
    ("Paint Pots. Acrylics and watercolours on Monday afternoons.", {A}),
    ("Sunday Neighbours. People on their own cook and eat Sunday lunch together.", {E, B}),
    ("The Cat Corner. Come and stroke, feed and groom the cats at our shelter.", {V}),
    ("Money Matters. One-to-one help to make a budget and deal with debts.", {W}),
    ("Bat and Chat. Table tennis and a chat for over 55s.", {P, B}),
    ("Ukulele Strummers. Learn three chords and join in.", {A}),
    ("Phone Pals. We ring people who live alone for a friendly chat.", {B}),
    ("Cook4Less. Six weeks of easy, cheap and healthy recipes.", {E}),
    ("Sari Sisters. Dance to Bollywood music, women only.", {P}),
    ("The Repair Shed. Fix a toaster, sand a chair, drink tea.", {A, B}),
    ("Green Gang. Volunteers who look after Mill Wood: paths, trees and litter.", {V, P}),
    ("Home from Home. Help with housing applications and moving in.", {W}),
    ("Splash. Swimming lessons for adults who are nervous of water.", {P}),
    ("Wordsmiths. Write a page a week and read it out if you like.", {A}),
    ("Young Dads. Meet other fathers with your baby on Saturday mornings.", {B}),
    ("Veg Box. Pay what you can for a bag of local vegetables.", {E}),
    ("Shop Angels. Our charity shop is looking for people to sort and sell.", {V}),
    ("Slow Yoga. Mats and blankets provided.", {P}),
    ("Warm Wednesdays. A warm room, soup and board games all winter.", {B, E}),
    ("Clay Days. Make a pot, glaze it, take it home.", {A}),
    ("Fair Deal. Gas, electric and water bills too high? We can help.", {W}),
]


def found_in(words: str) -> set[Domain]:
    return {suggestion.domain for suggestion in suggest(words)}


def measured(table: list[tuple[str, set[Domain]]]) -> tuple[float, float]:
    """How much of what was expected was suggested, and how much of what was suggested was expected."""
    expected = sum(len(domains) for _, domains in table)
    suggested = sum(len(found_in(words)) for words, _ in table)
    right = sum(len(domains & found_in(words)) for words, domains in table)
    return right / expected, right / suggested


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(KNOWN) + len(FRESH) >= 100
    for domain in Domain:
        assert sum(domain in domains for _, domains in KNOWN + FRESH) >= 10


def test_what_the_lists_were_made_with_comes_out_right() -> None:
    """Seen: 0.99 of what was expected is suggested, 0.97 of what is suggested was expected."""
    recall, precision = measured(KNOWN)
    assert recall >= 0.98
    assert precision >= 0.95


def test_fresh_wording_comes_out_mostly_right() -> None:
    """Seen: 0.86 of what was expected is suggested, 0.97 of what is suggested was expected."""
    recall, precision = measured(FRESH)
    assert recall >= 0.85
    assert precision >= 0.95


def test_nearly_every_fresh_description_gets_one_right_domain() -> None:
    """Seen: 28 of 30. The others are asked to tick one themselves."""
    assert sum(bool(found_in(words) & domains) for words, domains in FRESH) >= 28


@pytest.mark.parametrize(
    ("words", "domains"),
    [
        ("Dog walking", {P, V}),
        ("Men's fishing", {B}),
        ("Salsa", {P}),
        ("SALSA!!!", {P}),
        ("Knit and natter", {A, B}),
        ("CAFÉ", {B}),
        ("Men’s Sheds", {A, B}),
        ("Walk-in clinic", set()),
        ("Run by volunteers", set()),
        ("Dance to live music", {P}),
        ("Something else", set()),
        ("", set()),
    ],
)
def test_a_few_words_are_enough(words: str, domains: set[Domain]) -> None:
    assert found_in(words) == domains


def test_a_suggestion_says_which_words_it_comes_from() -> None:
    reasons = {found.domain: found.because for found in suggest("Tea dance, then dancing lessons")}
    assert "tea dance" in reasons[B]
    assert reasons[P] == ("dance", "dancing")


def test_the_surest_domain_comes_first() -> None:
    assert suggest("Painting, pottery, drawing and a cuppa")[0].domain is A


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("Men's fishing", {Need.MOOD, Need.COMPANY, Need.EATING}),
        ("Dog walking at the shelter", {Need.MOVING, Need.PURPOSE}),
        ("Salsa for beginners", {Need.MOVING, Need.LEARNING}),
        ("Community garden", {Need.MOVING, Need.COMPANY, Need.MOOD, Need.PURPOSE}),
        ("Help with debt", {Need.MONEY}),
        ("Carers' cafe", {Need.CARING, Need.COMPANY}),
        ("", set()),
    ],
)
def test_needs_are_suggested_across_domains(words: str, needs: set[Need]) -> None:
    assert {found.what for found in suggest_needs(words)} == needs


class TestDiseaseLabels:
    @pytest.mark.parametrize(
        ("name", "word", "without"),
        [
            ("Diabetes cooking", "Diabetes", "Cooking"),
            ("Cooking for diabetics", "diabetics", "Cooking"),
            ("Type 2 cookery club", "Type 2", "Cookery club"),
            ("Dementia-friendly swimming", "Dementia", "Swimming"),
            ("Multi-sport for diabetics", "diabetics", "Multi-sport"),
            ("Walking with arthritis", "arthritis", "Walking"),
            ("Singing for people with COPD", "COPD", "Singing"),
            ("Alzheimer's café", "Alzheimer's", "Café"),
            ("Stroke", "Stroke", ""),
        ],
    )
    def test_get_a_gentle_hint_and_a_name_that_does_without(
        self, name: str, word: str, without: str
    ) -> None:
        hint = disease_label(name)
        assert hint is not None
        assert (hint.word, hint.without) == (word, without)
        assert hint.says.startswith(f"You can leave “{word}” out")

    @pytest.mark.parametrize(
        "name",
        [
            "Cookery club",
            "Breast stroke for beginners",
            "Stroke the rabbits on our allotment",
            "Hearts and crafts",
            "Memory café",
            "Memorial garden",
            "",
        ],
    )
    def test_other_names_get_none(self, name: str) -> None:
        assert disease_label(name) is None

    def test_no_need_is_an_illness(self) -> None:
        assert not [need for need in Need if disease_label(need.words)]


@given(st.text())
def test_any_text_can_be_asked_about(words: str) -> None:
    assert all(found.because for found in suggest(words))
    suggest_needs(words)
    disease_label(words)
