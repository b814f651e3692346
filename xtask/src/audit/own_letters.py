"""For schemathesis: no answer holds a letter that the calling office is no party of; and what it need not ask for."""

import json
import os

import schemathesis

OFFICE = os.environ["CAREPLAN_OFFICE"]


def letters(value):
    """Every label in an answer, however deep it lies."""
    if isinstance(value, dict):
        label = value.get("label")
        if isinstance(label, str):
            yield json.loads(label)
        for inner in value.values():
            yield from letters(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from letters(inner)


@schemathesis.check
def own_letters_only(context, response, case):
    """One of the two offices on each label is the caller."""
    if "json" not in (response.headers.get("content-type") or [""])[0]:
        return
    for label in letters(json.loads(response.content or b"null")):
        parties = (label["from"]["number"], label["to"]["number"])
        assert OFFICE in parties, f"a letter between {parties} was shown to {OFFICE}"


EXCLUSIVE = ({"after", "changed_after"}, {"letter", "own"})
"""Parameters that OpenAPI cannot say exclude each other."""


@schemathesis.hook
def filter_query(context, query):
    """Where all must be answered: an office asks for itself alone, and for nothing that excludes something else."""
    if not query or "CAREPLAN_RIGHTLY" not in os.environ:
        return True
    asked = {name for name, value in query.items() if value is not None}
    own = query.get("office") in (None, OFFICE)
    return own and not any(pair <= asked for pair in EXCLUSIVE)
