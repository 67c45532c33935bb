"""Random messages of any type, with a liking for the values at the edges."""

from __future__ import annotations

import math
import random
import struct

from google.protobuf.descriptor import FieldDescriptor

import proto_shapes

DEEPEST = 4
STRINGS = ["", "a", "x" * 200, 'a "quote" \\ / \b\f\n\r\t', "\0\x01\x1f\x7f", "äöü €", "😀\u2028\ufeff\U0010ffff"]
NUMBERS = [0.0, -0.0, 1.0, -1.0, 0.1, 1.5, 1e-7, 123456.0, 999999.0, 1e6, 1e7, 2.0**53, 1e15, 1e16, 1e21, 1e22, 1e-310]
LIMITS = {
    FieldDescriptor.CPPTYPE_INT32: (-(2**31), 2**31 - 1), FieldDescriptor.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT32: (0, 2**32 - 1), FieldDescriptor.CPPTYPE_UINT64: (0, 2**64 - 1),
}  # fmt: skip
NO_NUMBERS = [math.inf, -math.inf, math.nan]
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799
LONGEST = 315_576_000_000


class Maker:
    """Makes messages, the same ones from the same `random.Random`."""

    def __init__(self, choice: random.Random):
        self.choice = choice

    def message(self, name: str):
        message = proto_shapes.message_class(name)()
        self.fill(message, 0)
        return message

    def fill(self, message, depth: int) -> None:
        descriptor = message.DESCRIPTOR
        if special := getattr(self, "fill_" + descriptor.full_name.replace(".", "_"), None):
            return special(message, depth)
        fields = [*descriptor.fields, *proto_shapes.pool().FindAllExtensions(descriptor)]
        if descriptor.GetOptions().message_set_wire_format:
            # Of several Python writes the one with the highest number first.
            fields = self.choice.sample(fields, 1)
        some = self.choice.sample(fields, min(len(fields), self.choice.choice([0, 1, 2, 4, 8, 20]) if depth < 2 else 2))
        for field in fields:
            if field in some or field.is_required:
                self.set(message, field, depth)

    def set(self, message, field, depth: int) -> None:
        if field.message_type and depth >= DEEPEST and not field.is_required:
            return
        holder = message.Extensions if field.is_extension else message
        if field.message_type and field.message_type.GetOptions().map_entry:
            self.set_map(getattr(message, field.name), field.message_type, depth)
        elif field.is_repeated:
            values = holder[field] if field.is_extension else getattr(message, field.name)
            for _ in range(self.choice.choice([1, 1, 2, 5])):
                self.fill(values.add(), depth + 1) if field.message_type else values.append(self.scalar(field))
        elif field.message_type:
            inner = holder[field] if field.is_extension else getattr(message, field.name)
            inner.SetInParent()
            self.fill(inner, depth + 1)
        elif field.is_extension:
            holder[field] = self.scalar(field)
        else:
            setattr(message, field.name, self.scalar(field))

    def set_map(self, entries, entry, depth: int) -> None:
        key, value = entry.fields_by_name["key"], entry.fields_by_name["value"]
        for _ in range(self.choice.choice([1, 2, 5])):
            if value.message_type:
                self.fill(entries[self.scalar(key)], depth + 1)
            else:
                entries[self.scalar(key)] = self.scalar(value)

    def scalar(self, field):
        if field.enum_type:
            return self.enum(field.enum_type)
        if limits := LIMITS.get(field.cpp_type):
            return self.integer(*limits)
        if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
            return self.choice.random() < 0.5
        if field.cpp_type in (FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT):
            return self.number("d" if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE else "f")
        if field.type == FieldDescriptor.TYPE_BYTES:
            return self.choice.randbytes(self.choice.randrange(9))
        return self.text()

    def enum(self, enum) -> int:
        if enum.is_closed or enum.full_name == "google.protobuf.NullValue" or self.choice.random() < 0.8:
            return self.choice.choice(enum.values).number
        return self.integer(-(2**31), 2**31 - 1)

    def integer(self, low: int, high: int) -> int:
        return self.choice.choice([0, 1, low, high, self.choice.randint(low, high), self.choice.randint(0, 300)])

    def number(self, kind: str) -> float:
        (any_bits,) = struct.unpack(kind, self.choice.randbytes(struct.calcsize(kind)))
        number = self.choice.choice([*NUMBERS, *NO_NUMBERS, *[any_bits] * 10])
        # JSON has one NaN of many.
        return math.nan if math.isnan(number) else number

    def text(self) -> str:
        letters = [self.choice.choice([chr(self.choice.randrange(0x20, 0x7F)), "é", "中"]) for _ in range(6)]
        return self.choice.choice([*STRINGS, "".join(letters)])

    def fill_google_protobuf_Any(self, message, depth: int) -> None:
        if depth > DEEPEST or self.choice.random() < 0.1:
            return
        name = self.choice.choice(proto_shapes.ROOTS)
        inner = proto_shapes.message_class(name)()
        self.fill(inner, depth + 1)
        message.type_url = self.choice.choice(["type.googleapis.com/", "example.com/a/b/"]) + name
        message.value = proto_shapes.binary(inner)

    def fill_google_protobuf_Timestamp(self, message, depth: int) -> None:
        message.seconds = self.integer(FIRST_SECOND, LAST_SECOND)
        message.nanos = self.nanos()

    def fill_google_protobuf_Duration(self, message, depth: int) -> None:
        sign = self.choice.choice([1, -1])
        message.seconds, message.nanos = sign * self.integer(0, LONGEST - 1), sign * self.nanos()

    def nanos(self) -> int:
        return self.choice.choice([0, 1, 999_999_999, 500_000_000, 1_000, 123_000, self.choice.randrange(10**9)])

    def fill_google_protobuf_FieldMask(self, message, depth: int) -> None:
        for _ in range(self.choice.randrange(4)):
            message.paths.append(self.choice.choice(["a", "display_name", "a.b.c_d", "a_b_c.e", "f1.g2"]))

    def fill_google_protobuf_Value(self, message, depth: int) -> None:
        kinds = ["null_value", "number_value", "string_value", "bool_value"]
        kind = self.choice.choice(kinds if depth >= DEEPEST else [*kinds, "struct_value", "list_value"])
        if kind == "number_value":
            number = self.number("d")
            message.number_value = number if math.isfinite(number) else 0.5
        else:
            self.set(message, message.DESCRIPTOR.fields_by_name[kind], depth)

    def fill_google_protobuf_ListValue(self, message, depth: int) -> None:
        for _ in range(self.choice.randrange(4)):
            self.fill(message.values.add(), depth + 1)

    def fill_google_protobuf_Struct(self, message, depth: int) -> None:
        for _ in range(self.choice.randrange(4)):
            self.fill(message.fields[self.text()], depth + 1)
