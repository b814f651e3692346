"""For schemathesis: whoever asks for letters of others learns nothing of them; and what it need not ask for."""

import atexit
import json
import os
import random
import re
import ssl
import urllib.request
import uuid
from collections import Counter

import schemathesis

OFFICE = os.environ["CAREPLAN_OFFICE"]
RIGHTLY = "CAREPLAN_RIGHTLY" in os.environ
"""Whether only what must be answered is asked for."""
with open(os.environ["CAREPLAN_READY"], encoding="utf-8") as file:
    DEMO = json.load(file)
NUMBERS = [office["number"] for office in DEMO["offices"]]
"""The offices of the demonstration."""


def parties(label):
    """The numbers of the two offices on a label."""
    return label["from"]["number"], label["to"]["number"]


def known():
    """Every letter of the demonstration by its id, with its two offices, as these see it themselves."""
    found = {}
    for office in DEMO["offices"]:
        context = ssl.create_default_context(cafile=DEMO["hub_ca"])
        context.load_cert_chain(office["certificate"], office["key"])
        for box in ("inbox", "outbox"):
            address = f"{DEMO['hub_url']}/v1/{box}?limit=200"
            with urllib.request.urlopen(address, context=context) as answer:
                page = json.load(answer)
            for letter in page["letters"]:
                found[letter["id"]] = parties(json.loads(letter["label"]))
    return found


LETTERS = known()
OWN = sorted(letter for letter, offices in LETTERS.items() if OFFICE in offices)
OTHERS = sorted(LETTERS.keys() - set(OWN))
CHOICE = random.Random(OFFICE)
TALLY = Counter(own=len(OWN), others=len(OTHERS))
"""How many letters are one's own and of others, how often they were asked for, and how often that was answered."""


@schemathesis.hook
def before_call(context, case, kwargs):
    """Mostly, whoever asks for a letter or for an office's letters asks for such as there are."""
    if RIGHTLY:
        return
    for values in (case.path_parameters or {}, case.query or {}):
        for name in ("id", "letter"):
            if is_id(values.get(name)) and CHOICE.random() < 0.75:
                values[name] = CHOICE.choice(CHOICE.choice([OWN or OTHERS, OTHERS]))
        if is_number(values.get("office")) and CHOICE.random() < 0.75:
            values["office"] = CHOICE.choice([OFFICE, CHOICE.choice(NUMBERS)])


def is_id(value):
    """Whether it is an id; what is wrong on purpose stays so."""
    try:
        return str(uuid.UUID(value)) == value
    except (AttributeError, TypeError, ValueError):
        return False


def is_number(value):
    """Whether it is an office's number."""
    return isinstance(value, str) and re.fullmatch("[0-9A-Z]{10}", value) is not None


@schemathesis.check
def others_are_refused(context, response, case):
    """Nobody is answered about a letter of others, or as another office."""
    letter = (case.path_parameters or {}).get("id")
    whose = "own" if letter in OWN else "others" if letter in OTHERS else None
    answered = response.status_code < 300
    if whose:
        TALLY[f"{whose} asked"] += 1
        TALLY[f"{whose} answered"] += answered
    if not answered:
        return
    assert whose != "others", f"{letter} of {LETTERS[letter]} was answered to {OFFICE}"
    office = (case.query or {}).get("office")
    assert office not in NUMBERS or office == OFFICE, f"{OFFICE} was answered as {office}"


@atexit.register
def tell():
    """For the audit: what was never asked for was never refused either."""
    with open(os.environ["CAREPLAN_TALLY"], "w", encoding="utf-8") as file:
        json.dump(TALLY, file)


def inside(value):
    """Every object in an answer, however deep it lies."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from inside(inner)


@schemathesis.check
def own_letters_only(context, response, case):
    """One of the two offices of each letter in an answer is the caller."""
    if "json" not in (response.headers.get("content-type") or [""])[0]:
        return
    for found in inside(json.loads(response.content or b"null")):
        label, letter = found.get("label"), found.get("letter")
        if isinstance(label, str):
            assert OFFICE in parties(json.loads(label)), f"{label} was shown to {OFFICE}"
        if isinstance(letter, str):
            offices = LETTERS.get(letter, (OFFICE,))
            assert OFFICE in offices, f"an entry about {letter} of {offices} was shown to {OFFICE}"


EXCLUSIVE = ({"after", "changed_after"}, {"letter", "own"})
"""Parameters that OpenAPI cannot say exclude each other."""


@schemathesis.hook
def filter_query(context, query):
    """Where all must be answered: an office asks for itself alone, and for nothing that excludes something else."""
    if not query or not RIGHTLY:
        return True
    asked = {name for name, value in query.items() if value is not None}
    own = query.get("office") in (None, OFFICE)
    return own and not any(pair <= asked for pair in EXCLUSIVE)
