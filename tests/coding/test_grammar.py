"""What may stand in a file, held against the standard's own schemas over files that were damaged at random."""

import random
from copy import deepcopy
from functools import cache
from zipfile import ZipFile

import pytest
from lxml import etree

from synthema.coding.refi.grammar import GRAMMARS, schema
from tests.shared_data import shared_data

STANDARD = {"Project": "Project-mrt2019.ctat.xsd", "CodeBook": "Codebook-mrt2019.ctat.xsd"}
FILES = (
    "spec__AnnexA1_codebook.qdc",
    "spec__AnnexA2_ATLASti_simple_NOSOURCES.qdpx",
    "qualcoder4__generated_codebook.qdc",
    "qualcoder4__generated_demo.qdpx",
    "taguette152__generated_codebook.qdc",
)
VALUES = (
    "",
    "1",
    "-7",
    "1.5",
    "true",
    "no",
    "#12f",
    "#12345",
    "2019-02-31",
    "2019-03-18T10:00:00",
    "OneWay",
    "Star",
    "Text",
)


@cache
def standard(root: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared_data(f"qdpx/{STANDARD[root]}")))


def content(name: str) -> etree._Element:
    path = shared_data(f"qdpx/{name}")
    if not name.endswith(".qdpx"):
        return etree.parse(path).getroot()
    with ZipFile(path) as packed:
        return etree.fromstring(packed.read(next(one for one in packed.namelist() if one.lower().endswith(".qde"))))


def damaged(root: etree._Element, chance: random.Random) -> etree._Element:
    """The same with one element or attribute left out, doubled, moved, renamed or changed."""
    copy = deepcopy(root)
    one = chance.choice([found for found in copy.iter() if isinstance(found.tag, str)])
    above, what = one.getparent(), chance.randrange(7)
    if what == 0 and above is not None:
        above.remove(one)
    elif what == 1 and above is not None:
        above.append(deepcopy(one))
    elif what == 2 and above is not None:
        above.insert(0, one)
    elif what == 3 and one.attrib:
        del one.attrib[chance.choice(sorted(map(str, one.attrib)))]
    elif what == 4 and one.attrib:
        one.set(chance.choice(sorted(map(str, one.attrib))), chance.choice(VALUES))
    elif what == 5:
        one.set(
            chance.choice(("name", "color", "page", "shape", "direction", "path", "origin", "id")),
            chance.choice(VALUES),
        )
    else:
        kinds = sorted({str(found.tag) for found in copy.iter() if isinstance(found.tag, str)})
        one.append(etree.Element(chance.choice(kinds)))
    return copy


@pytest.mark.parametrize("name", FILES)
def test_it_takes_and_refuses_what_the_standard_does(name: str) -> None:
    root = content(name)
    kind = etree.QName(root).localname
    theirs, ours = standard(kind), etree.XMLSchema(schema(kind))
    assert ours.validate(root) == theirs.validate(root)
    chance = random.Random(name)
    verdicts = set()
    for _ in range(400):
        one = damaged(root, chance)
        verdicts.add(theirs.validate(one))
        assert ours.validate(one) == theirs.validate(one), etree.tostring(one)
    assert False in verdicts


def held(schema: etree._Element, kind: str, seen: frozenset[str] = frozenset()) -> object:
    """What an element of this kind may hold, to the last attribute, without the names of the kinds."""
    space = "{http://www.w3.org/2001/XMLSchema}"
    if kind.startswith("xsd:") or kind in seen:
        return kind if kind.startswith("xsd:") else "again"
    (own,) = (one for one in schema if one.get("name") == kind)
    if own.tag == f"{space}simpleType":
        values = [str(one.get("value")) for one in own.iter(f"{space}enumeration")]
        return sorted(values) or "a pattern"
    below = [
        (one.get("name"), one.get("maxOccurs", "1"), held(schema, str(one.get("type")), seen | {kind}))
        for one in own.iter(f"{space}element")
    ]
    attributes = {
        one.get("name"): (one.get("use", "optional"), held(schema, str(one.get("type"))))
        for one in own.iter(f"{space}attribute")
    }
    return below, attributes


@pytest.mark.parametrize("root", GRAMMARS)
def test_nothing_of_the_standard_is_missing(root: str) -> None:
    theirs = etree.parse(shared_data(f"qdpx/{STANDARD[root]}")).getroot()
    theirs = etree.fromstring(etree.tostring(theirs), etree.XMLParser(remove_comments=True))
    assert held(schema(root), f"{root}Type") == held(theirs, f"{root}Type")
