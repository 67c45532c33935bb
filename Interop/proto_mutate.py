"""Breaks valid JSON text and valid bytes in small ways; some of them stay valid."""

from __future__ import annotations

import random
import re

# Put in place of a value.
VALUES = [
    "null", "true", '"true"', "[]", "{}", "[null]", '{"a":null}', '{"value":1}', '""', '"x"', "'a'", '"1s"', '"a.bC"',
    '"RED"', '"red"', '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\u0000"', '"\\x"', '"_w=="', '"/w"',
    '"-"',
    "0", "-0", "5", "01", "+1", "-1", "1.", ".5", "1.5", "1e5", "1e39", "1e400", "NaN", "Infinity", '"NaN"', '"5"',
    '" 5"',
    '"5 "', '"0x1"', '"1.0"', '"1e2"', "4294967296", "18446744073709551616", '"2020-01-01T00:00:00Z"', "1 1", "/**/1",
]  # fmt: skip
SIGNS = b'{}[],:"\\0159aAeE+-_. /\n\x00\x1f\x7f\xc3\xff'
TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[a-z]+|[{}\[\],:]')


def mutated_json(text: bytes, choice: random.Random) -> bytes:
    for _ in range(choice.choice([1, 1, 2])):
        text = _replaced(text, choice) if choice.random() < 0.6 else mutated(text, choice, SIGNS)
    return text


def _replaced(text: bytes, choice: random.Random) -> bytes:
    """With another token in the place of one, mostly of a value."""
    tokens = list(TOKEN.finditer(text))
    values = [token for token in tokens if token.group() not in b"{}[],:" and text[token.end() :][:1] != b":"]
    if not tokens:
        return text
    token = choice.choice(values or tokens)
    other = choice.choice(VALUES).encode()
    if choice.random() < 0.2:
        token, other = choice.choice(tokens), choice.choice(tokens).group()
    return text[: token.start()] + other + text[token.end() :]


def mutated(data: bytes, choice: random.Random, signs: bytes = bytes(range(256))) -> bytes:
    """With a byte changed, added or taken away, or cut short."""
    place = choice.randrange(len(data) + 1)
    sign = bytes([choice.choice(signs)])
    return choice.choice(
        [data[:place] + sign + data[place + 1 :], data[:place] + sign + data[place:], data[:place] + data[place + 1 :]]
        + [data[:place]] * (choice.random() < 0.3)
    )
