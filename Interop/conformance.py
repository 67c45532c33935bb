"""Asks `proto-json-conformance`, our transcoder behind protobuf's published conformance protocol."""

from __future__ import annotations

import os
import pathlib
import select
import struct
import subprocess

import proto_shapes

ANSWER_LIMIT = 30.0
BINARY, JSON = 1, 2


def find_conformance() -> pathlib.Path | None:
    """The binary to test: PROTO_JSON_CONFORMANCE, else the newest that `swift build` has made."""
    if named := os.environ.get("PROTO_JSON_CONFORMANCE"):
        return pathlib.Path(named).resolve()
    build = pathlib.Path(__file__).resolve().parent.parent / ".build"
    built = [path for kind in ("release", "debug") if (path := build / kind / "proto-json-conformance").is_file()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


class Refused(Exception):
    """The program says that the input is wrong."""


class Conformance:
    """A running `proto-json-conformance`, which knows the messages of `shapes/`."""

    def __init__(self, binary, directory):
        path = pathlib.Path(directory) / "shapes.binpb"
        path.write_bytes(proto_shapes.descriptor_set())
        self.process = subprocess.Popen(
            [str(binary), str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self.request = proto_shapes.message_class("conformance.ConformanceRequest")
        self.response = proto_shapes.message_class("conformance.ConformanceResponse")

    def to_json(self, name: str, data: bytes) -> bytes:
        return self.ask(name, JSON, protobuf_payload=data)

    def to_binary(self, name: str, text: str | bytes) -> bytes:
        # A proto3 string would not take bytes that are not UTF-8, which are worth a try.
        raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        return self.ask(name, BINARY, b"\x12" + _varint(len(raw)) + raw)

    def ask(self, name: str, output: int, extra: bytes = b"", **fields) -> bytes:
        """The payload of the answer, which is in the format asked for."""
        request = self.request(message_type=name, requested_output_format=output, **fields)
        answer = self.exchange(request.SerializeToString() + extra)
        kind = answer.WhichOneof("result")
        if kind in ("parse_error", "serialize_error"):
            raise Refused(getattr(answer, kind))
        assert kind == ("json_payload" if output == JSON else "protobuf_payload"), answer
        result = getattr(answer, kind)
        return result.encode() if isinstance(result, str) else result

    def exchange(self, request: bytes):
        """A request as it goes over the pipe, and its answer."""
        try:
            self.process.stdin.write(struct.pack("<I", len(request)) + request)
            (length,) = struct.unpack("<I", self._read(4))
            return self.response.FromString(self._read(length))
        except BrokenPipeError:
            raise AssertionError(f"proto-json-conformance has crashed on {request.hex()}") from None
        except EOFError as error:
            raise AssertionError(f"proto-json-conformance {error} on {request.hex()}") from None

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            ready, _, _ = select.select([self.process.stdout], [], [], ANSWER_LIMIT)
            more = os.read(self.process.stdout.fileno(), count - len(data)) if ready else b""
            if not more:
                raise EOFError("has crashed" if ready else f"has not answered within {ANSWER_LIMIT:.0f} s")
            data += more
        return data

    def stop(self) -> None:
        self.process.stdin.close()
        try:
            status = self.process.wait(ANSWER_LIMIT)
        finally:
            self.process.kill()
            self.process.stdout.close()
        assert status == 0, f"proto-json-conformance ended with {status}, not 0"


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])
