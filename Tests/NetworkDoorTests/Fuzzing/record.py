"""Records what real clients send, for the fuzzer.

    python3 record.py PORT

A door must listen on 127.0.0.1:PORT and serve the methods of EveryKind. Each client talks to it through a proxy that
keeps the bytes of the client, one file a connection, in Recordings/. Needs grpcio, curl (with HTTP/2), nghttp, h2load.
"""

import asyncio
import pathlib
import subprocess
import sys
import threading

import grpc

RECORDINGS = pathlib.Path(__file__).parent / "Recordings"
LARGEST = 12_000


class Proxy:
    """Forwards one connection after the other, and keeps what came from the client."""

    def __init__(self, upstream):
        self.upstream = upstream
        self.sent = []
        self.loop = asyncio.new_event_loop()
        self.port = None
        started = threading.Event()
        threading.Thread(target=self.run, args=(started,), daemon=True).start()
        started.wait()

    def run(self, started):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self.loop.run_forever()

    async def serve(self, reader, writer):
        kept = bytearray()
        self.sent.append(kept)
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        await asyncio.gather(
            self.copy(reader, up_writer, kept), self.copy(up_reader, writer, None), return_exceptions=True)

    async def copy(self, reader, writer, kept):
        while data := await reader.read(65_536):
            if kept is not None:
                kept += data
            writer.write(data)
            await writer.drain()
        writer.close()


def frame(message):
    return b"\0" + len(message).to_bytes(4, "big") + message


def grpcio(port):
    raw = {"request_serializer": bytes, "response_deserializer": bytes}
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        metadata = (("x-trace", "1"), ("x-raw-bin", b"\1\2\3"))
        channel.unary_unary("/test.Kinds/Now", **raw)(b"hello", metadata=metadata, timeout=5)
        channel.unary_unary("/test.Kinds/Later", **raw)(b"x" * 2_000, compression=grpc.Compression.Gzip)
        list(channel.stream_stream("/test.Kinds/Echo", **raw)(iter([b"a", b"b" * 300, b""])))
        try:
            channel.unary_unary("/test.Kinds/Unknown", **raw)(b"")
        except grpc.RpcError:
            pass
        call = channel.stream_stream("/test.Kinds/Echo", **raw)(iter([b"a"]))
        next(call)
        call.cancel()


def curl(*options):
    def run(port):
        options_here = [option.replace("PORT", str(port)) for option in options]
        subprocess.run(["curl", "-s", "-o", "/dev/null", *options_here], check=False, timeout=20)

    return run


def tool(*command):
    def run(port):
        command_here = [part.replace("PORT", str(port)) for part in command]
        subprocess.run(command_here, check=False, timeout=20, stdout=subprocess.DEVNULL)

    return run


def clients(scratch):
    message, text = scratch / "message", scratch / "text"
    message.write_bytes(frame(b"hello"))
    text.write_bytes(b"AAAAAAVoZWxsbw==")
    grpc_fields = ["-H", "te: trailers", "-H", "content-type: application/grpc"]
    web = ["-H", "content-type: application/grpc-web+proto", "--data-binary", f"@{message}"]
    now = "http://127.0.0.1:PORT/now"
    return {
        "grpcio": grpcio,
        "curl-http1": curl(now + "?a=1", now, "-d", "hello"),
        "curl-chunked": curl("-H", "transfer-encoding: chunked", "-d", "hello", now),
        "curl-continue": curl("-H", "expect: 100-continue", "-d", "hello", now),
        "curl-head": curl("-I", now),
        "curl-upgrade": curl("--http2", now),
        "curl-http2": curl("--http2-prior-knowledge", now, "http://127.0.0.1:PORT/parts"),
        "curl-grpc": curl("--http2-prior-knowledge", *grpc_fields, "--data-binary", f"@{message}",
                          "http://127.0.0.1:PORT/test.Kinds/Now"),
        "curl-web": curl(*web, "http://127.0.0.1:PORT/test.Kinds/Now"),
        "curl-web-stream": curl(*web, "http://127.0.0.1:PORT/test.Kinds/Echo"),
        "curl-web-text": curl("-H", "content-type: application/grpc-web-text", "--data-binary", f"@{text}",
                              "http://127.0.0.1:PORT/test.Kinds/Now"),
        "nghttp": tool("nghttp", "-v", "-n", "-m", "3", "-w", "16", "-W", "18", now),
        "nghttp-upload": tool("nghttp", "-n", "-p", "80", "-b", "8", "-d", str(message), now),
        "h2load": tool("h2load", "-n", "12", "-c", "1", "-m", "6", *grpc_fields, "-d", str(message),
                       "http://127.0.0.1:PORT/test.Kinds/Now"),
        "h2load-http1": tool("h2load", "--h1", "-n", "12", "-c", "1", "-m", "6", now),
    }


def main():
    import tempfile

    RECORDINGS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, run in clients(pathlib.Path(scratch)).items():
            proxy = Proxy(int(sys.argv[1]))
            run(proxy.port)
            for number, sent in enumerate(proxy.sent):
                (RECORDINGS / f"{name}-{number}.bin").write_bytes(bytes(sent[:LARGEST]))


main()
