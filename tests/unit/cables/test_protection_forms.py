"""Every form in which cables ask for protection, and whom it means: each quirk of real cables in invented words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tracker.cables.protection import mask
from tracker.cables.protection_calls import calls, may_ask

MARKED = [
    # How the mark is printed.
    "Ada Quill (protec) came. Quill left.",
    "Ada Quill (prtect) came. Quill left.",
    "Ada Quill (strictly protct) came. Quill left.",
    "Ada Quill (porotect) came. Quill left.",
    "Ada Quill (strictly pro-\ntect) came. Quill left.",
    "Ada Quill (str-\nictly protect) came. Quill left.",
    "Ada Quill (strictly\n\nMEXICO 00000412  002 OF 02\n\nprotect) came. Quill left.",
    "Ada Quill (strictly MEXICO 00000412 002 OF 02 protect) came. Quill left.",
    "Ada Quill (S/NF, protect) came. Quill left.",
    "Ada Quill (C - strictly protect) came. Quill left.",
    "Ada Quill (protect - embassy contact) came. Quill left.",
    "Ada Quill (please protect identity throughout) came. Quill left.",
    "Ada Quill (protect fully) came. Quill left.",
    "Ada Quill (pls protect) came. Quill left.",
    "Ada Quill (NOTE: Please strictly protect. END NOTE) came. Quill left.",
    "Ada Quill (whose identity should be protected) came. Quill left.",
    "Ada Quill (source protection requested) came. Quill left.",
    "Ada Quill (strictly protect: see para 4) came. Quill left.",
    "Ada Quill (Strictly protect!!) came. Quill left.",
    "Ada Quill {protect} came. Quill left.",
    "Ada Quill <protect> came. Quill left.",
    "Ada Quill [Strictly Protect] came. Quill left.",
    "Ada Quill (strictly protect] came. Quill left.",
    "Ada Quill (strictly protect told us so. Quill left.",
    "Ada Quill strictly protect) told us so. Quill left.",
    "Ada Quill -- please protect -- came. Quill left.",
    "Ada Quill - protect - came. Quill left.",
    "Ada Quill – strictly protect – came. Quill left.",
    "Ada Quill //STRICTLY PROTECT// came. Quill left.",
    "Ada Quill /protect/ came. Quill left.",
    "Ada Quill, please protect, came. Quill left.",
    "Ada Quill, strictly protect. Quill left.",
    "Ada Quill STRICTLY PROTECT told them all of it that evening. Quill left.",
    "Ada Quill PROTECT told them all of it that evening. Quill left.",
    "Ada Quill strictly protect told us so. Quill left.",
    # What stands between the name and the mark.
    "Ada Quill (PAN) (protect) came. Quill left.",
    "Ada Quill (born in 1950) (strictly protect) came. Quill left.",
    "Ada Quill (PAN), a lawyer (protect), came. Quill left.",
    "Ada Quill, (protect) came. Quill left.",
    "Ada Quill: (protect) came. Quill left.",
    'Ada Quill" (protect) came. Quill left.',
    "Ada Quill, PRI candidate for mayor of Oslo (strictly protect), came. Quill left.",
    "Ada Quill, who is a judge and has a boat (protect), came. Quill left.",
    "Ada Quill of the Harbour Office (protect) came. Quill left.",
    "Ada Quill with the Harbour Office (protect) came. Quill left.",
    "Ada\nQuill\n(protect)\ncame. Quill left.",
    # The mark before the name.
    "Please protect Ada Quill. Quill left.",
    "PLEASE PROTECT ADA QUILL as the source. Quill left.",
    "Protect: Ada Quill came. Quill left.",
    "Source (protect): Ada Quill, a clerk. Quill left.",
    "It rained. (Strictly protect) Ada Quill saw it. Quill left.",
    "Please protect the identity of Ada Quill. Quill left.",
    "Please strictly protect our contact Ada Quill. Quill left.",
    "The identity of Ada Quill must be strictly protected. Quill left.",
    "Ada Quill's name should be protected. Quill left.",
    # Requests that point back.
    "Ada Quill told us it rained. She asked that her name be protected. Quill left.",
    "Ada Quill, who asked us to protect her identity, said it rained. Quill left.",
    "Ada Quill said it rained. Please protect source. Quill left.",
    "Comment: Ada Quill is reliable. Please protect. End comment. Quill left.",
    "Ada Quill told us (strictly protect) that it rained. Quill left.",
    "The mayor, Ada Quill, told us it rained. (Strictly protect.) Quill left.",
    "3. (S/NF, protect) The mayor, Ada Quill, told us it rained. Quill left.",
    "3. (C) (Strictly protect) Ada Quill told us it rained. Quill left.",
    # How the name is printed.
    "Dr. Ada Quill Jr. (protect) came. Quill left.",
    "Mexican Foreign Minister Ada Quill (protect) came. Quill left.",
    "Labour candidate for Burton Ada Quill (strictly protect) came. Quill left.",
    "Tory MP Ada Quill (strictly protect) came. Quill left.",
    "ACCORDING TO SENIOR OFFICIAL ADA QUILL (PROTECT), IT RAINED. QUILL LEFT.",
    "according to ada quill (protect), it rained. quill left.",
    "The consul (Ada Quill) (protect) came. Quill left.",
    "The mayor's cousin (Ada Quill, strictly protect) came. Quill left.",
    "Ada Quill's husband (protect) said so. Quill left.",
    "We heard from Ada Quill (protect) that it rained. Quill left.",
    "The Harbour Trust's Ada Quill (protect) came. Quill left.",
    "Quil-\nlan told all to Ada Quill (protect). Quill left.",
    # Rarer marks.
    "Ada Quill (to be protected) came. Quill left.",
    "Ada Quill (PROT) came. Quill left.",
    "Ada Quill (strictly prot) came. Quill left.",
    "Ada Quill (full protection) came. Quill left.",
    "Ada Quill (strickly protect) came. Quill left.",
    "Ada Quill ((protect)) came. Quill left.",
    "Ada Quill (XXX protect) came. Quill left.",
    "1. (C) Ada Quill, protect, and a clerk met. Quill left.",
    "Ada (protect) Quill came. Quill left.",
    "Our source (protect), Ada Quill, came. Quill left.",
    # A statement, and who is met in it; who asks with a word alone.
    "1. (C) We met Ada Quill.  Please protect.\n\n2. (C) Quill left.",
    "1. (C) The consul had lunch with Bruno Pine and Ada Quill. (Strictly protect.)\n\n2. (C) Quill left.",
    "1. (C) Quill asked that her name be protected.\n\n2. (C) Quill left.",
    "1. (C) Quill asked us to protect her identity.\n\n2. (C) Quill left.",
    "1. (C) Quill requested that she be protected.\n\n2. (C) Quill left.",
    # Small letters, but for the markings.
    "1. (C) we met ada quill (protect) at noon.\n\n2. (C) quill left.",
    # Words run together, and an address.
    "Ada Quill (protect) came. AdaQuill left. Write to quill@example.org.",
]


@pytest.mark.parametrize(
    "text",
    [
        "The police serve, protect, and defend. Ada Quill left.",
        "1. (C) The minister spoke of Ada Quill. (Strictly protect this information.)\n\n2. (C) Quill left.",
        "1. (C) They asked that the harbour be protected. Ada Quill left.",
        "Bruno Pine (Protestant) came. Ada Quill left.",
        "Bruno Pine (full protection of the law) came. Ada Quill left.",
    ],
)
def test_who_is_not_meant_stays(text: str) -> None:
    assert "Quill left" in mask(text).text


@pytest.mark.parametrize("text", MARKED)
def test_the_name_is_masked_where_it_is_marked_and_alone(text: str) -> None:
    assert may_ask(text)
    told = mask(text).text
    assert "quill" not in told.lower().replace("quil-\nlan", "")
    assert "left" in told.lower()


def _slips(word: str) -> Iterator[str]:
    """The word with one letter too few, exchanged, changed or too many."""
    for at in range(len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        yield head + tail[1::-1] + tail[2:]
        yield from (head + letter + tail[1:] for letter in "aqz")
        yield from (head + letter + tail for letter in "aqz")


@pytest.mark.parametrize("word", ["protect", "protected"])
def test_the_quick_look_misses_no_slip_that_is_masked(word: str) -> None:
    told = {slip: mask(f"He met Ada Quill ({slip}) and left.").text for slip in _slips(word)}
    assert [slip for slip, text in told.items() if "Quill" not in text]
    unasked = [slip for slip in told if calls(f"({slip})") and not may_ask(f"He met Ada Quill ({slip}) and left.")]
    assert not unasked


@pytest.mark.parametrize("text", ["Quill (pro-\ntect)", "Quill (PRO- TECT)", "Quill (p r o t e c t)", "Protect Quill."])
def test_the_quick_look_sees_the_word_cut_in_pieces(text: str) -> None:
    assert may_ask(f"1. (C) It rained. {text}")


@pytest.mark.parametrize(
    ("marked", "elsewhere"),
    [
        ("José Pérez Muñoz", "JOSE PEREZ MUNOZ"),
        ("José Pérez Muñoz", "Perez Munoz"),
        ("José Pérez Muñoz", "Mr. Pérez"),
        ("José Pérez Muñoz", "Pérez's"),
        ("Jose Perez Munoz", "Pérez"),
        ("Ada Quill", "QUILL, Ada"),
        ("Ada Quill", "Qu-\nill"),
        ("Ada Quill", "Ada\nMEXICO 00000412  002 OF 02\nQuill"),
        ("Ada Quill", "Ms. A. Quill"),
        ("Ada Quill", "Ada J. Quill"),
        ("Ada Quill", "the Quills"),
        ("Ada Quill", "pro-Quill"),
        ("Ada Quill", "Ada"),
        ("Ada María Quill", "Ada Quill"),
        ("Ahmed al-Rashid", "Al Rashid"),
        ("Ahmed al-Rashid", "Rashid"),
        ("Karl-Theodor von Quill", "von Quill"),
        ("Karl-Theodor von Quill", "Karl Theodor von und zu Quill"),
        ("Sean O'Quill", "O’Quill"),
        ("J. R. Quill", "J.R. Quill"),
        ('Juan "El Chapo" Quill', "Juan Quill"),
        ("Kim Jong Nam", "Kim"),
        ("Chen Li", "Mr. Li"),
        ("John White", "Mr. White"),
        ("Luis Guerrero", "Director Guerrero"),
        ("Vicente Gonzalez Mota", "Gonzalez"),
        ("Vicente Gonzalez Mota", "Vicente Gonzalez"),
    ],
)
def test_the_person_is_masked_however_named_elsewhere(marked: str, elsewhere: str) -> None:
    told = mask(f"We met {marked} (protect) on May 3.\n\nThen we saw that {elsewhere} was wet.").text
    assert told.startswith("We met [protected 1] (protect) on May 3.\n\nThen we saw that ")
    rest = told.partition("Then we saw that ")[2]
    assert "[protected 1]" in rest
    words = [word.strip(",.'’-").lower() for word in elsewhere.replace("-", " ").split()]
    assert not [word for word in words if len(word) > 3 and word not in {"director", "pro"} and word in rest.lower()]


@pytest.mark.parametrize(
    ("marked", "open_words"),
    [
        ("Ada Quill", "Bruno Quill was wet"),
        ("Ada Quill", "Ada Lovelace was cited"),
        ("Ada Quill", "the Quill Street market"),
        ("Ada Quill", "Mary Gorse-Quill was wet"),
        ("Ada Quill", "a quill was found"),
        ("John White", "the White House is white"),
        ("Ada Price", "prices rose"),
        ("Luis Guerrero", "it rained in Guerrero"),
        ("Luis Guerrero", "it rained in the state of Guerrero"),
        ("Ada Victoria", "they went to Ciudad Victoria"),
        ("Jose Luis Winterbourne Paz", "Jose Luis Zapata was wet"),
        ("Vicente Gonzalez Mota", "Felipe Gonzalez was wet"),
        ("Ada María Quill", "the Santa Maria church"),
    ],
)
def test_others_places_and_common_words_stay(marked: str, open_words: str) -> None:
    assert open_words in mask(f"We met {marked} (protect) on May 3.\n\nThen we saw that {open_words}.").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A source close to the governor (protect) saw it.", "A [protected 1] (protect) saw it."),
        (
            "An adviser to President Felipe Tamarack (protect) saw it. Tamarack was away.",
            "An [protected 1] (protect) saw it. Tamarack was away.",
        ),
        ("Two senators and a deputy (protect) saw it.", "Two [protected 1] (protect) saw it."),
        (
            "A banker in Puerto Vallarta (protect) spoke. Puerto Vallarta is nice.",
            "A [protected 1] (protect) spoke. Puerto Vallarta is nice.",
        ),
        (
            "The Director of Grupo Vela (protect) spoke. Grupo Vela is rich.",
            "The [protected 1] (protect) spoke. Grupo Vela is rich.",
        ),
        (
            "President Winter's adviser (protect) said so. Winter left.",
            "[protected 1] (protect) said so. Winter left.",
        ),
        (
            "It came from a variety of sources (strictly protect), including a baker in Oslo; and a judge. Rain.",
            "It came from a [protected 1] (strictly protect), including [protected 2]. Rain.",
        ),
        (
            "We polled experts at Chatham House, RUSI, and the Royal Boat Society (please protect). It rained.",
            "We polled [protected 1] (please protect). It rained.",
        ),
        ("A SENIOR OFFICIAL OF THE MINISTRY (PROTECT) SAID SO.", "A [protected 1] (PROTECT) SAID SO."),
        (
            "Ada Quill, Bo Reed and Cy Lund (protect) came.",
            "[protected 1], [protected 2] and [protected 3] (protect) came.",
        ),
        (
            "Ada Quill, director of the port, and Bo Reed, a judge (both protect), came. Quill left.",
            "[protected 1] and [protected 2] (both protect), came. [protected 1] left.",
        ),
        ("Messrs. Quill and Tamarack (protect) came.", "[protected 1] and [protected 2] (protect) came."),
        ("It rained. The army will attack, he said (protect). Sun.", "It rained. [protected 1] (protect). Sun."),
        (
            "In New York, Ada Quill (protect) spoke. New York is big.",
            "In New York, [protected 1] (protect) spoke. New York is big.",
        ),
        (
            "Participants:\n-- Ada Quill, mayor (protect)\n-- Bo Reed, judge\n\nQuill spoke, Reed did not.",
            "Participants:\n-- [protected 1] (protect)\n-- Bo Reed, judge\n\n[protected 1] spoke, Reed did not.",
        ),
        (
            "But Quill (protect) came. Journalist Iva Quill was ill.",
            "But [protected 1] (protect) came. Journalist [protected 1] was ill.",
        ),
        ("Xxxxxx xxxxx (strictly protect) and Ada Quill came.", "Xxxxxx xxxxx (strictly protect) and Ada Quill came."),
    ],
)
def test_whom_a_mark_means(text: str, expected: str) -> None:
    assert mask(text).text == expected


def test_headings_subject_and_tags_are_masked() -> None:
    masked = mask(
        "SUBJECT: MAYOR QUILL SEES RAIN\nTAGS: PGOV (QUILL, ADA)\n\n1. (C) Mayor Ada Quill (protect) came.\n\n"
        "Quill Sees Rain Again\n-----\n\n2. (U) Rain.\n\nRAIN    QUILL    3\nSUN     OTHERS   4\n"
    )
    assert masked.text == (
        "SUBJECT: MAYOR [protected 1] SEES RAIN\nTAGS: PGOV ([protected 1])\n\n1. (C) [protected 1] (protect) came.\n\n"
        "[protected 1] Sees Rain Again\n-----\n\n2. (U) Rain.\n\nRAIN    [protected 1]    3\nSUN     OTHERS   4\n"
    )


CABLE = (
    "{request}\n\n2. (C) Ada Quill told us it rained. We met with Bo Reed on May 3.\n\n"
    "3. (C) President Otto Winter lives in Oslo.{local} Cy Lund said nothing.\n"
)


@pytest.mark.parametrize(
    ("request_", "local", "masked"),
    [
        ("1. (C) Please protect all sources in this cable.", "", {"Quill", "Reed", "Lund"}),
        ("1. (C) (Please protect all contacts named in this message.)", "", {"Quill", "Reed", "Lund"}),
        ("1. (C) All names in this cable should be strictly protected.", "", {"Quill", "Reed", "Lund", "Winter"}),
        ("1. (C) Rain.", " Please protect the sources in this paragraph.", {"Lund"}),
        ("1. (C) Rain.", "", set()),
        ("1. (C) The law should protect all sources of water in this paragraph of land.", "", set()),
    ],
)
def test_a_request_means_all_who_speak_or_are_named_in_the_cable_or_paragraph(
    request_: str, local: str, masked: set[str]
) -> None:
    told = mask(CABLE.format(request=request_, local=local)).text
    assert {name for name in ("Quill", "Reed", "Lund", "Winter") if name not in told} == masked


@pytest.mark.parametrize(
    "text",
    [
        "It is our duty to protect Ada Quill from the wind.",
        "Ada Quill must protect human rights, develop, protect, and strengthen them.",
        "THE MINISTRY OF SOCIAL PROTECTION TOLD ADA QUILL TO PROTECT THE BORDER.",
        "Protecting Your Vehicle\n\nThe head and taillights protect Ada Quill.",
        "Neighbours asked Ada Quill for missiles to protect them against attack.",
        "The court was asked to protect the identity of minors, Ada Quill said.",
        "Ada Quill asked us to protect his family against attack.",
        "Ada Quill (Presidential Protective Division) came.",
        "Ada Quill (data protection) came; so did the (witness protection) team.",
        "Ada Quill (to protect the harbour) came.",
        "Ada Quill came to serve and (to) protect.",
        'Ada Quill spoke of the "responsibility to protect," and left.',
        "Ada Quill (the project) came. Ada Quill (in protest) left.",
        "The need to better protect allied territories was told Ada Quill.",
        "To the Advisers: Protect Democracy and Ada Quill's Friendship",
        "[Source removed] (protect) met Ada Quill.",
        "xxxxxxxxxxxx (strictly protect) met Ada Quill.",
    ],
)
def test_to_protect_as_a_verb_masks_nothing(text: str) -> None:
    assert mask(text).text == text


def test_a_reason_tells_nothing_but_the_call() -> None:
    (first, second) = mask("The mayor's cousin (Ada Quill, living in Oslo, strictly protect) came.").names
    assert {first.reason, second.reason} == {"strictly protect"}


def test_a_person_known_by_a_surname_is_recorded_by_the_full_name() -> None:
    (name,) = mask("The journalist Ada Quill was ill. But Quill (please protect) came.").names
    assert (name.words, name.rule) == ("Ada Quill", "name")


def test_a_place_moves_with_the_masks_and_back() -> None:
    text = "It rained on Ada Quill (protect). Quill left Oslo."
    masked = mask(text)
    at = text.index("Oslo")
    assert masked.text[masked.moved(at) :].startswith("Oslo")
    for span, _ in masked.replaced:
        assert text[span.start : span.end] in {"Ada Quill", "Quill"}
