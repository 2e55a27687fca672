"""Words that may mean that somebody is in danger (H3), typed about a person or into the search.

They bring a notice and an urgent flag, and decide nothing else. Better one too many than one missed.
"""

import re
import unicodedata

UNSEEN = {"Cf", "Mn"}
"""Signs that show nothing, and accents beside their letters."""

WHO = "(?:me|him|her|them|us|you|someone|somebody|everyone|anybody|the (?:kids|children|baby))"
SELF = "(?:my|him|her|your|them|our|one'?s ?|hi)sel(?:f|ves)"
WHOSE = "(?:my|his|her|their|your|our|the|this|it)"
NOT = "(?:do ?n[o']?t|does ?n[o']?t|did ?n[o']?t|no longer|not|never)"
TOO_MANY = "(?:all|every|the lot|a lot|lots|too many|too much|a (?:whole )?(?:box|packet|bottle)|handfuls?)(?: of)?"
MEDICINE = "(?:tablets?|pills?|medic\\w+|paracetamol|insulin|painkillers?|sleeping tablets|antidepressants)"
AS_MEANT = r"(?! (?:as|on time|every|each|at the right|correctly|properly|with|regularly|in the (?:morning|evening)))"
"""What follows where somebody takes what they were given as they were told."""
CANNOT = "(?:can ?n?[o']?t|could ?n[o']?t|unable to)"

PHRASES = (
    r"suicid\w*",
    r"par(?:a)?suicid\w*",
    rf"kill\w* {SELF}",
    r"(?:going|want\w*|threat\w*|plan\w*|tr(?:y|ied|ying)|wish\w*) to kill",
    rf"kill {WHO}",
    r"(?:end(?:s|ed|ing)?|finish\w*) it(?: all)?(?: now)?",
    rf"end(?:s|ed|ing)? {WHOSE} (?:own )?li(?:fe|ves)",
    rf"(?:take|takes|took|taken|taking) {WHOSE} (?:own )?li(?:fe|ves)",
    r"(?:want\w*|wish\w*|hop\w*|pray\w*|going|ready) (?:to|for|he|she|they|i)? ?(?:could )?die",
    r"wants? to be dead",
    r"(?:was|were|be) dead already",
    r"wish\w* (?:i|he|she|they) (?:was|were|is|had been|had never been) ?(?:dead|born|gone)",
    r"better off (?:dead|without)",
    r"rather be dead",
    r"(?:no|little) (?:point|reason|use|sense) (?:in |to |for )?(?:living|live|life|going on|being here)",
    r"nothing (?:left )?to live for",
    r"life (?:is|was|feels)? ?(?:not|n't|no longer) worth",
    r"not worth living|isn'?t worth (?:living|it any ?more)",
    rf"{NOT} (?:want\w* to|wish\w* to|care to) (?:live|be here|wake up|go on|carry on|exist|be alive)",
    rf"{CANNOT} (?:go on|carry on|live like this|live any|take (?:it|this|any) ?(?:more|any ?more)?|"
    r"keep (?:my|him|her|them)sel(?:f|ves) safe|face another day)",
    r"(?:tired|sick|weary) of (?:living|life|being alive)",
    r"(?:had|have|has) enough of (?:living|life)",
    r"g(?:ive|iven|iving|ave) up on (?:life|living|everything)",
    r"(?:thought|think|thinking|talk\w*|idea\w*) (?:s )?(?:of|about) (?:death|dying|ending)",
    r"thoughts (?:of|about) (?:death|dying|ending|harm\w*)",
    r"self[ -]?(?:harm\w*|injur\w*|mutilat\w*)",
    rf"(?:harm|hurt|cut|injur|burn|starv|hang|drown|shoot|stab|poison|gass?)\w* {SELF}",
    r"hanged|noose|ligature",
    rf"(?:slit|slash|cut)\w* {WHOSE} (?:wrist|throat|arm|leg|vein)s?",
    r"overdos\w*|\bo\.?d\.?'?d\b",
    r"(?:stockpil|stor|sav|hoard|collect)\w* (?:up )?(?:all )?(?:of )?(?:my |his |her |their |the )?"
    rf"{MEDICINE}",
    r"(?:drink|drank|drunk|swallow)\w* (?:some |the )?(?:bleach|antifreeze|weed ?killer)",
    r"(?:end(?:ing)?|finish(?:ing)?) (?:things|everything)(?: now)?",
    r"(?:see|sees|saw|seeing|there is|there's) no (?:other )?way out",
    r"(?:rather|better|best|easier) (?:if )?(?:i |he |she |they )?(?:was|were)?"
    r" ?(?:not|no longer|n't) (?:be )?(?:here|alive)",
    rf"(?:took|taken|takes?|taking|swallow\w*) {TOO_MANY} (?:of )?(?:{WHOSE} )?{MEDICINE}{AS_MEANT}",
    rf"(?:took|taken|takes?|taking|swallow\w*) (?:{WHOSE} )?{MEDICINE} all at once",
    r"jump\w* (?:off|from|in front of|under) (?:a |an |the )?"
    r"(?:bridge|roof|building|cliff|train|bus|car|lorry|balcony|window|traffic)",
    r"(?:walk|step|throw|lie)\w* (?:\w+ )?(?:in front of|under|onto|on) (?:a |an |the )?"
    r"(?:train|traffic|bus|car|lorry|tracks|railway)",
    r"(?:goodbye|farewell|suicide|final) (?:note|letter|message)s?",
    r"(?:said|say\w*) (?:\w+ )?(?:goodbye|farewell) to (?:every\w+|all|(?:his|her|my|their) (?:family|children|friends))",
    r"(?:never|not|n't) (?:to )?wak\w* up",
    r"disappear (?:for good|forever|for ever)",
    r"(?:voices|voice) (?:\w+ ){0,3}(?:tell|say|order|command)\w*",
    r"threat\w*|attacked|strangl\w*|raped|raping",
    rf"(?:chok|beat|punch|stab|rape|assault)\w* (?:up|{WHO})",
    rf"(?:hits?|hitting|kicks?|kicking|hurts?|hurting) {WHO}",
    r"(?:afraid|scared|frightened|fear\w*) (?:for|of losing) (?:my|his|her|their) li(?:fe|ves)",
    r"(?:scared|afraid|frightened) to go home",
    r"(?:not|n't|isn'?t|unsafe|never) ?(?:feel )?safe (?:at|in) (?:home|the house|own)",
    r"in (?:immediate |grave |real )?danger(?! of)",
    r"crisis team|in crisis|mental health crisis",
    r"sexual\w* (?:abus|assault|attack)\w*",
)
"""What is looked for, in small letters and with plain apostrophes."""

SEARCHED = (
    r"hopeless\w*|worthless\w*|despair\w*|desperate|no hope|crisis|breakdown",
    r"samaritans|helplines?",
    rf"{CANNOT} cope|not coping",
    r"domestic (?:abuse|violence)|abuse[ds]?|abusive",
    r"kill me|die|dying now|end it|being (?:hit|beaten|hurt)|(?:hits|beats|hurts) me|hit at home",
)
"""What is heeded besides where somebody looks for help for themselves, in a word or two."""


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{one})" for one in phrases) + r")(?!\w)")


_FOUND = _any_of(*PHRASES)
_FOUND_IN_SEARCH = _any_of(*PHRASES, *SEARCHED)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "\u2011": "-"})


def is_in(*texts: str) -> bool:
    """Whether any of the texts speaks of danger."""
    return any(_FOUND.search(_plain(text)) for text in texts)


def is_searched(words: str) -> bool:
    """Whether words typed into the public search may be somebody's who is in danger."""
    return bool(_FOUND_IN_SEARCH.search(_plain(words)))


def _plain(text: str) -> str:
    """In small letters, without accents and without signs that nobody sees, however it was typed."""
    spelt = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    seen = "".join(sign for sign in spelt if unicodedata.category(sign) not in UNSEEN)
    return " ".join(seen.casefold().split())
