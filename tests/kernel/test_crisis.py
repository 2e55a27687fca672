"""Words of danger: of forty and more ways to say it none is missed (H3), and everyday words are let be."""

import pytest

from kernel import crisis

SAID = """
She says she is suicidal
He attempted suicide in March
Suicide was mentioned
I want to kill myself
He has talked about killing himself
She said she would kill herself
They want to kill themselves
I want to end it all
He wants to end his life
Thinking about ending my life
She tried to take her own life
He took his own life in his thoughts many times
I want to die
She wants to die
He wishes he was dead
I wish I were dead
She'd be better off dead
They would be better off without me
I would rather be dead
There is no point in living
No reason to live any more
She has nothing to live for
Life is not worth living
It isn't worth living
I don't want to be here any more
He doesn't want to live
She does not want to wake up
I dont want to go on
I can't go on
He says he cannot carry on
She can’t take it any more
He is tired of living
I have had enough of life
She has thoughts of dying
He keeps thinking about death
Self-harm since last year
She is self harming
He cuts himself
She hurts herself
I might harm myself
Took an overdose on Friday
He overdosed twice
She is stockpiling tablets
He has been saving up his pills
She took all her tablets
He said he would jump off a bridge
Wants to step in front of a train
She wrote a goodbye letter
He has said goodbye to his family
I hope I never wake up
Found with a noose
She hears voices telling her to hurt people
He has threatened to kill his wife
Her husband hits her
He strangled her last week
She is afraid for her life
Not safe at home
She is in danger
He gave up on life
Wants to disappear for good
SUICIDE
Talks of taking all her tablets
She talks about taking all of her pills
He said he would take every tablet in the house
Has taken too much insulin
She took a whole box of paracetamol
He takes his tablets all at once
Took handfuls of painkillers
He drank bleach
She is thinking of ending things
He sees no way out
She says it would be better if she were not here
He would rather not be alive
""".strip().splitlines()

HARMLESS = """
Since her husband died she sees nobody
He would like to walk a dog
She killed time in the library
The bus stops at the end of the road
Diabetes, diet and dying hair
He is dying to meet people
Had a heart attack and has panic attacks
In danger of falling
Life is good and she cooks for friends
He cannot carry shopping
She hurts when she walks
Goes to the beat group
It is a dead end street
She is dying to get out of the house
She reads for killing time
He takes all his tablets as he was told
She takes all her medicine on time
Has trouble taking tablets
Takes every medicine with food
He would kill for a decent cup of tea
She would rather not be on the bus
He is not here on Tuesdays
It is better if she is not around smoke
""".strip().splitlines()


@pytest.mark.parametrize("words", SAID)
def test_words_of_danger_are_found(words):
    assert crisis.is_in(words)


def test_there_are_more_than_forty_of_them():
    assert len(set(SAID)) >= 40


@pytest.mark.parametrize("words", HARMLESS)
def test_everyday_words_are_let_be(words):
    assert not crisis.is_in(words)


def test_any_of_several_texts_is_enough():
    assert crisis.is_in("", "A dog", "She wants to die")
    assert not crisis.is_in("", "A dog")
    assert not crisis.is_in()


def test_curly_apostrophes_capitals_and_line_ends_hide_nothing():
    assert crisis.is_in("She wants\nto end\nit all")
    assert crisis.is_in("I DON’T\n WANT to   LIVE")


@pytest.mark.parametrize(
    "words",
    ["hopeless", "feeling hopeless", "suicide", "want to die", "I can't cope", "crisis",
     "domestic abuse", "self harm", "samaritans", "despair"],
)  # fmt: skip
def test_a_word_or_two_in_the_search_are_heeded(words):
    assert crisis.is_searched(words)


@pytest.mark.parametrize(
    "words",
    ["\uff4b\uff49\uff4c\uff4c \uff4d\uff59\uff53\uff45\uff4c\uff46", "k\u200bill myself",
     "ki\u00adll myself", "kill mys\u00e9lf", "I want to end it", "being hit at home"],
)  # fmt: skip
def test_however_it_is_typed(words):
    assert crisis.is_searched(words)


@pytest.mark.parametrize(
    "words",
    ["", "dog walking", "bereavement", "tai chi", "life drawing", "diet", "coping with grief"],
)
def test_everyday_searches_are_let_be(words):
    assert not crisis.is_searched(words)
