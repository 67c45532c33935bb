"""Other bytes for a message, of the kinds that protobuf allows: any order, repeats, unknown fields, long varints."""

from __future__ import annotations

import random

from google.protobuf.descriptor import FieldDescriptor as Field

import proto_shapes

VARINT, FIXED64, LENGTH, START, END, FIXED32 = range(6)
FIXED_TYPES = {
    Field.TYPE_DOUBLE: FIXED64, Field.TYPE_FIXED64: FIXED64, Field.TYPE_SFIXED64: FIXED64,
    Field.TYPE_FLOAT: FIXED32, Field.TYPE_FIXED32: FIXED32, Field.TYPE_SFIXED32: FIXED32,
}  # fmt: skip
OF_64_BITS = {Field.TYPE_INT64, Field.TYPE_UINT64, Field.TYPE_SINT64}
NOT_PACKABLE = {Field.TYPE_STRING, Field.TYPE_BYTES, Field.TYPE_MESSAGE, Field.TYPE_GROUP}
UNKNOWN_NUMBER = 400_000_000


def varint(number: int, padding: int = 0) -> bytes:
    """A varint, with more bytes than it needs when padding is given."""
    encoded = bytearray()
    while number >= 0x80 or padding > 0 and len(encoded) < 9:
        padding -= number < 0x80
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])


def read_varint(data: bytes, index: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[index]
        number |= (byte & 0x7F) << shift
        index, shift = index + 1, shift + 7
        if byte < 0x80:
            return number, index


def records(data: bytes) -> list[tuple[int, int, bytes]]:
    """Number, wire type and content of each field of well-formed bytes."""
    found, index = [], 0
    while index < len(data):
        tag, index = read_varint(data, index)
        start = index
        index = _end(data, index, tag)
        content = data[start:index]
        if tag & 7 == LENGTH:
            content = content[read_varint(content, 0)[1] :]
        elif tag & 7 == START:
            content = content[: -len(varint(tag))]
        found.append((tag >> 3, tag & 7, content))
    return found


def _end(data: bytes, index: int, tag: int) -> int:
    """Where the value behind a tag ends."""
    kind = tag & 7
    if kind == VARINT:
        return read_varint(data, index)[1]
    if kind == LENGTH:
        length, index = read_varint(data, index)
        return index + length
    if kind == START:
        while True:
            inner, index = read_varint(data, index)
            if inner & 7 == END:
                return index
            index = _end(data, index, inner)
    return index + {FIXED64: 8, FIXED32: 4}[kind]


class Scrambler:
    def __init__(self, choice: random.Random):
        self.choice = choice

    def scramble(self, data: bytes, descriptor) -> bytes:
        if descriptor.GetOptions().message_set_wire_format:
            return data
        found = []
        for number, kind, content in records(data):
            field = descriptor.fields_by_number.get(number)
            if field is None:
                field = proto_shapes.pool().FindExtensionByNumber(descriptor, number) if number >= 100 else None
            found += self.variants(field, number, kind, content)
        # Python drops the entry of a map with an unknown field, which nothing asks for.
        if self.choice.random() < 0.5 and not descriptor.GetOptions().map_entry:
            kind, content = self.choice.choice([(VARINT, b"\x05"), (LENGTH, b"ab"), (START, b"\x08\x01")])
            found.append((UNKNOWN_NUMBER, kind, content))
        if found and self.choice.random() < 0.5:
            found.append(self.choice.choice(found))
        if self.choice.random() < 0.7:
            self.choice.shuffle(found)
        return b"".join(self.encoded(*record) for record in found)

    def variants(self, field, number: int, kind: int, content: bytes) -> list[tuple[int, int, bytes]]:
        """The same field in one record or more."""
        if field is None or self.choice.random() < 0.3:
            return [(number, kind, content)]
        if field.message_type:
            inner = self.scramble(content, field.message_type)
            return [(number, kind, part) for part in ([inner] if field.is_repeated else self.halves(inner))]
        if field.is_repeated and field.type not in NOT_PACKABLE:
            elements = self.elements(field, content) if kind == LENGTH else [content]
            if self.choice.random() < 0.5:
                return [(number, FIXED_TYPES.get(field.type, VARINT), element) for element in elements]
            middle = self.choice.randint(0, len(elements))
            return [(number, LENGTH, b"".join(part)) for part in (elements[:middle], elements[middle:])]
        if kind == VARINT and field.type not in OF_64_BITS and self.choice.random() < 0.3:
            # These bits mean nothing but for true.
            return [(number, kind, varint(read_varint(content, 0)[0] | self.choice.choice([1 << 32, 1 << 63])))]
        return [(number, kind, content)]

    def halves(self, data: bytes) -> list[bytes]:
        """The records of a message in one piece or in two, which a reader merges."""
        if self.choice.random() < 0.7:
            return [data]
        parts: tuple[list[bytes], list[bytes]] = ([], [])
        for record in records(data):
            self.choice.choice(parts).append(self.encoded(*record))
        return [b"".join(part) for part in parts]

    def elements(self, field, content: bytes) -> list[bytes]:
        size = {FIXED64: 8, FIXED32: 4}.get(FIXED_TYPES.get(field.type))
        if size:
            return [content[at : at + size] for at in range(0, len(content), size)]
        found, index = [], 0
        while index < len(content):
            end = read_varint(content, index)[1]
            found.append(content[index:end])
            index = end
        return found

    def encoded(self, number: int, kind: int, content: bytes) -> bytes:
        tag = varint(number << 3 | kind, self.choice.choice([0, 0, 0, 1]) if number < 1000 else 0)
        if kind == LENGTH:
            return tag + varint(len(content), self.choice.choice([0, 0, 0, 2])) + content
        return tag + content + (varint(number << 3 | END) if kind == START else b"")
