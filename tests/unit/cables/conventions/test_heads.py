from __future__ import annotations

import pytest

from tests.unit.cables.conventions.telegrams import headed

TAGS = {
    "spaces": ("TAGS: PGOV PREL MX", ["PGOV", "PREL", "MX"]),
    "commas": ("TAGS: PGOV, PREL, MX", ["PGOV", "PREL", "MX"]),
    "stuck-commas": ("TAGS: PGOV,PREL,MX", ["PGOV", "PREL", "MX"]),
    "semicolons": ("TAGS: PGOV; PREL; MX", ["PGOV", "PREL", "MX"]),
    "slashes": ("TAGS: PGOV/PREL/MX", ["PGOV", "PREL", "MX"]),
    "points": ("TAGS: PGOV. PREL. MX.", ["PGOV", "PREL", "MX"]),
    "wrapped": ("TAGS: PGOV, PREL,\n      SNAR, MX", ["PGOV", "PREL", "SNAR", "MX"]),
    "wrapped-at-comma": ("TAGS: PGOV, PREL\n, SNAR", ["PGOV", "PREL", "SNAR"]),
    "lower": ("Tags: pgov, prel, mx", ["PGOV", "PREL", "MX"]),
    "no-colon": ("TAGS PGOV PREL MX", ["PGOV", "PREL", "MX"]),
    "stuck-key": ("TAGS:PGOV PREL MX", ["PGOV", "PREL", "MX"]),
    "space-before-colon": ("TAGS : PGOV PREL", ["PGOV", "PREL"]),
    "single": ("TAG: PGOV", ["PGOV"]),
    "doubled-key": ("TAGS: TAGS: PGOV PREL", ["PGOV", "PREL"]),
    "run-together": ("TAGS: PGOVPRELMX", ["PGOV", "PREL", "MX"]),
    "two-run-together": ("TAGS: PGOVPREL, SNAR", ["PGOV", "PREL", "SNAR"]),
    "twice-the-same": ("TAGS: PGOV, PREL, PGOV", ["PGOV", "PREL"]),
    "marked": ("TAGS: (U) PGOV, PREL", ["PGOV", "PREL"]),
    "digits": ("TAGS: PGOV, G8, UNSC", ["PGOV", "UNSC"]),
    "on-the-subject's-line": ("TAGS: PGOV, PREL SUBJECT: RAIN", ["PGOV", "PREL"]),
}

SUBJECTS = {
    "plain": ("SUBJECT: RAIN IN MEXICO", "RAIN IN MEXICO"),
    "stuck": ("SUBJECT:RAIN IN MEXICO", "RAIN IN MEXICO"),
    "short-key": ("SUBJ: RAIN IN MEXICO", "RAIN IN MEXICO"),
    "space-before-colon": ("SUBJECT : RAIN IN MEXICO", "RAIN IN MEXICO"),
    "lower-key": ("Subject: Rain in Mexico", "Rain in Mexico"),
    "doubled-key": ("SUBJECT: SUBJECT: RAIN", "RAIN"),
    "wrapped": ("SUBJECT: RAIN IN MEXICO AND\nWIND IN PUEBLA", "RAIN IN MEXICO AND WIND IN PUEBLA"),
    "wrapped-thrice": ("SUBJECT: RAIN,\n         WIND,\n         HAIL", "RAIN, WIND, HAIL"),
    "ref-follows": ("SUBJECT: RAIN\nREF: MEXICO 1", "RAIN"),
    "ref-on-its-line": ("SUBJECT: RAIN REF: MEXICO 1", "RAIN"),
    "reftel-follows": ("SUBJECT: RAIN\nREFTEL: MEXICO 1", "RAIN"),
    "ref-letter-follows": ("SUBJECT: RAIN\nREF A) MEXICO 1", "RAIN"),
    "classified-follows": ("SUBJECT: RAIN\nClassified By: Ada Byron for reasons 1.4 (b).", "RAIN"),
    "classified-with-marking-follows": ("SUBJECT: RAIN\n(U) Classified by Ada Byron for reasons 1.4 (b).", "RAIN"),
    "colon-inside": ("SUBJECT: RAIN: A STUDY: PART TWO", "RAIN: A STUDY: PART TWO"),
    "question": ("SUBJECT: WHO MADE IT RAIN?", "WHO MADE IT RAIN?"),
    "quotes": ('SUBJECT: "RAIN" AGAIN', '"RAIN" AGAIN'),
    "point-for-colon": ("SUBJ. RAIN IN MEXICO", "RAIN IN MEXICO"),
    "ref-as-word": ("SUBJECT: REFORM OF THE RAIN", "REFORM OF THE RAIN"),
    "summary-follows": ("SUBJECT: RAIN\nSUMMARY", "RAIN"),
    "before-tags": ("SUBJECT: RAIN\nTAGS: PGOV", "RAIN"),
    "part": ("SUBJECT: RAIN (PART 2 OF 3)", "RAIN (PART 2 OF 3)"),
    "hyphen-at-end": ("SUBJECT: RAIN --\nAND WIND", "RAIN -- AND WIND"),
    "indented-second-line": ("SUBJECT:  RAIN IN MEXICO\n          AND PUEBLA", "RAIN IN MEXICO AND PUEBLA"),
    "blank-line-ends-it": ("SUBJECT: RAIN\n\nPUEBLA FOR BYRON", "RAIN"),
    "paragraph-follows": ("SUBJECT: RAIN\n1. (C) Wind came.", "RAIN"),
    "summary-in-words": ("SUBJECT: SUMMARY OF THE RAIN", "SUMMARY OF THE RAIN"),
    "tags-on-its-line": ("SUBJECT: RAIN TAGS: PGOV", "RAIN"),
    "number": ("SUBJECT: 1.7 MILLION DROPS OF RAIN", "1.7 MILLION DROPS OF RAIN"),
    "spaced-key": ("S U B J E C T: RAIN", "RAIN"),
    "numero": ("SUBJECT: RAIN NO. 3", "RAIN NO. 3"),
    "empty": ("SUBJECT:\nTAGS: PGOV", None),
    "next-line": ("SUBJECT:\nRAIN IN MEXICO", "RAIN IN MEXICO"),
}

CLASSIFIERS = {
    "for-reasons": ("Classified By: Ambassador Ada Byron for reasons 1.4 (b) and (d).", "Ambassador Ada Byron", "bd"),
    "reason-sentence": ("CLASSIFIED BY: DCM ADA BYRON. REASON: 1.4 (B), (D)", "DCM ADA BYRON", "bd"),
    "semicolon": ("Classified by Ambassador A. Byron; reasons 1.4 (b,d)", "Ambassador A. Byron", "bd"),
    "comma": ("Classified By: POL/C BYRON, REASON 1.4 B AND D", "POL/C BYRON", "bd"),
    "per": ("CLASSIFIED BY ADA BYRON PER 1.4 (B/D)", "ADA BYRON", "bd"),
    "marked": ("(U) Classified by Ada Byron, reasons 1.4 (b) and (d).", "Ada Byron", "bd"),
    "order-named": ("Classified By: Ada Byron. E.O. 12958 1.4 (b,d)", "Ada Byron", "bd"),
    "next-line": ("Classified By: Ada Byron\nReason: 1.4 (b)", "Ada Byron", "b"),
    "stuck-letters": ("Classified By: Ada Byron. Reasons 1.4(B)(D)", "Ada Byron", "bd"),
    "ampersand": ("Classified By: Ada Byron. Reasons: 1.4 (b) & (d)", "Ada Byron", "bd"),
    "stuck-ampersand": ("Classified By: Ada Byron, reason 1.4 b&d", "Ada Byron", "bd"),
    "plus": ("Classified By: Ada Byron for reasons 1.4 (b+d).", "Ada Byron", "bd"),
    "three": ("Classified By: Ada Byron for reasons 1.4 (b), (c), and (d).", "Ada Byron", "bcd"),
    "all": ("Classified By: Ada Byron for reasons 1.4 a, b, c, d and e", "Ada Byron", "abcde"),
    "wrapped": ("Classified By: Ada Byron for reason\ns 1.4 (b) and (\nd).", "Ada Byron", "bd"),
    "stuck-colon": ("Classified by:Ada Byron.Reasons:1.4 (b,d).", "Ada Byron", "bd"),
    "doubled-key": ("CLASSIFIED BY: CLASSIFIED BY ADA BYRON FOR REASONS 1.4 (B) AND (D)", "ADA BYRON", "bd"),
    "repeated-section": ("Classified By: Ada Byron for reasons 1.4 (b) and 1.4 (d).", "Ada Byron", "bd"),
    "title-after": (
        "Classified By: Ada Byron, Political Counselor. Reasons: 1.4 (b), (d).",
        "Ada Byron, Political Counselor",
        "bd",
    ),
    "under-section": ("Classified By: Ambassador Ada Byron under Section 1.4b/d", "Ambassador Ada Byron", "bd"),
    "point-after-section": ("Classified By: Ada Byron, for reasons 1.4. (b), (d).", "Ada Byron", "bd"),
    "section-broken": ("Classified By: Ada Byron for reasons 1\n.4 (b) and (d).", "Ada Byron", "bd"),
    "word-broken-by-wrap": (
        "Classified By: Political Counselor Ada Byron for reas\nons 1.4 (b) and (d).",
        "Political Counselor Ada Byron",
        "bd",
    ),
    "word-broken-by-space": ("Classified By: Ada Byron, for rea sons 1.4 (b) an d (d).", "Ada Byron", "bd"),
    "colon-only": ("CLASSIFIED BY: DAS ADA BYRON: 1.4 (B) AND (D).", "DAS ADA BYRON", "bd"),
    "stands-on-next-line": (
        "CLASSIFIED BY: Ada Byron, Consul General, Puebla, Mexico.\nREASON: 1.4 (b), (d)",
        "Ada Byron, Consul General, Puebla, Mexico",
        "bd",
    ),
    "apostrophe-in-title": (
        "Classified By: Charge' d'Affaires Ada Byron, reasons 1.4 (b,d)",
        "Charge' d'Affaires Ada Byron",
        "bd",
    ),
    "space-in-bracket": ("Classified By: Ada Byron, Reasons: 1.4 ( B/D)", "Ada Byron", "bd"),
    "no-classifier's-reason": ("Classified By: Ambassador Ada Byron", "Ambassador Ada Byron", ""),
    "misspelt-key": ("Classfied By: Ada Byron, reasons 1.4 (b) and (d).", "Ada Byron", "bd"),
    "order-before-section": ("Classified by Ada Byron; reasons: E.O.\n12958 1.4 (a,b,c,d).", "Ada Byron", "abcd"),
    "office-before": ("CLASSIFIED BY EAP DAS ADA BYRON,\nREASONS 1.4 (B) AND (D).", "EAP DAS ADA BYRON", "bd"),
    "junior": ("Classified By: DCM Ada Byron, Jr., for reasons 1.4 (B,D)", "DCM Ada Byron, Jr.", "bd"),
    "section-word": ("Classified By: Ada Byron for reasons section 1.4 (b) and (d).", "Ada Byron", "bd"),
}

ORDERS = {
    "date": ("E.O. 12958: DECL: 02/28/2017", "12958", "2017-02-28"),
    "stuck": ("E.O. 12958:DECL:02/28/2017", "12958", "2017-02-28"),
    "no-colon": ("EO 12958 DECL: 02/28/2017", "12958", "2017-02-28"),
    "no-points": ("EO 12958: DECL: 2/28/17", "12958", "2017-02-28"),
    "year-first": ("E.O. 12958: DECL: 2017/02/28", "12958", "2017-02-28"),
    "hyphens": ("E.O. 12958: DECL: 02-28-2017", "12958", "2017-02-28"),
    "month-in-words": ("E.O. 12958: DECL: FEBRUARY 28, 2017", "12958", "2017-02-28"),
    "day-before-month": ("E.O. 12958: DECL: 28 FEB 2017", "12958", "2017-02-28"),
    "spaced": ("E. O. 12958: DECL: 02/28/2017", "12958", "2017-02-28"),
    "later-order": ("E.O. 13526: DECL: 2020/02/14", "13526", "2020-02-14"),
    "not-applicable": ("E.O. 12958: N/A", "12958", None),
    "exempt": ("E.O. 12958: DECL: 25X1-HUMAN", "12958", None),
    "x1": ("E.O. 12958: DECL: X1", "12958", None),
    "oadr": ("E.O. 12356: DECL: OADR", "12356", None),
    "gds": ("E.O. 11652: GDS", "11652", None),
    "gds-with-date": ("E.O. 12065: GDS 8/12/85 (BYRON, ADA) OR-P", "12065", "1985-08-12"),
    "date-alone": ("E.O. 12958: 02/28/2017", "12958", "2017-02-28"),
    "downgrade": ("E.O. 12958: DNG: CO 02/28/2017", "12958", "2017-02-28"),
    "stuck-order": ("E.O.12356: DECL:OADR", "12356", None),
    "year-first-alone": ("EO 12958 DECL: 2020/02/26", "12958", "2020-02-26"),
    "tags-on-its-line": ("E.O. 12958: DECL: 02/28/2017 TAGS: PREL", "12958", "2017-02-28"),
    "upon-event": ("E.O. 12958: DECL: UPON CLOSURE OF THE EMBASSY", "12958", None),
    "impossible": ("E.O. 12958: DECL: 02/31/2017", "12958", None),
    "reasons-first": ("E.O. 12958: 1.4 (B) AND (D) DECL: 02/28/2017", "12958", "2017-02-28"),
    "stroke": ("E/O 12958: DECL: 02/28/2017", "12958", "2017-02-28"),
    "number-alone": ("12958: DECL: 02/28/2017", "12958", "2017-02-28"),
    "letter-o": ("E.O. 1235O: DECL: 02/28/2017", "12350", "2017-02-28"),
    "lower": ("E.o. 12958: decl: 02/28/2017", "12958", "2017-02-28"),
}


@pytest.mark.parametrize("case", TAGS)
def test_tags(case: str) -> None:
    head, expected = TAGS[case]
    assert list(headed(f"E.O. 12958: N/A\n{head}\nSUBJECT: RAIN").tags) == expected


@pytest.mark.parametrize("case", SUBJECTS)
def test_subjects(case: str) -> None:
    head, expected = SUBJECTS[case]
    assert headed(f"E.O. 12958: DECL: 02/14/2017\nTAGS: PGOV\n{head}").subject == expected


@pytest.mark.parametrize("case", CLASSIFIERS)
def test_who_classified_it_and_why(case: str) -> None:
    line, name, letters = CLASSIFIERS[case]
    found = headed(f"E.O. 12958: DECL: 02/14/2017\nTAGS: PGOV\nSUBJECT: RAIN\n\n{line}")
    assert found.classified_by == name
    assert list(found.classification_reasons) == [f"1.4({letter})" for letter in letters]


@pytest.mark.parametrize("case", ORDERS)
def test_the_order_and_the_day_of_declassification(case: str) -> None:
    line, order, day = ORDERS[case]
    found = headed(f"{line}\nTAGS: PGOV\nSUBJECT: RAIN")
    assert found.executive_order == order
    assert (found.declassify_on.isoformat() if found.declassify_on else None) == day
