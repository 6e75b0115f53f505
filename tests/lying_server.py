"""An HTTP server on 127.0.0.1 for tests: each path misbehaves in its own way."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PATIENCE = 8.0
"""Seconds after which even a server that stalls lets its thread go."""


def make_pdf(text: str = "salaries") -> bytes:
    """Bytes that look like a PDF from both ends."""
    return b"%PDF-1.7\n" + text.encode() * 500 + b"\n%%EOF\n"


class LyingServer(ThreadingHTTPServer):
    """What it has to send, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = make_pdf()
        self.answers: Counter[tuple[str, int]] = Counter()
        """How often a path was answered with a status."""
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(count for (asked, _), count in self.answers.items() if asked == path)


class _Handler(BaseHTTPRequestHandler):
    server: LyingServer

    def log_message(self, *_: object) -> None:
        """Say nothing on standard error."""

    def do_GET(self) -> None:
        path = self.path.strip("/")
        act = getattr(self, "act_" + path.replace("-", "_").split(".")[0], None)
        with contextlib.suppress(OSError):  # the client had enough
            act() if act else self.reply(404, b"")

    def reply(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        """Answer; ``length`` is told instead of the true one."""
        self.begin(status, Content_Length=str(len(body) if length is None else length), **headers)
        self.wfile.write(body)

    def begin(self, status: int, **headers: str) -> None:
        self.server.answers[self.path.strip("/"), status] += 1
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def act_whole(self) -> None:
        etag = f'"{hashlib.sha256(self.server.content).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.begin(304, ETag=etag)
        else:
            self.reply(200, self.server.content, ETag=etag)

    def act_without_length(self) -> None:
        self.begin(200)
        self.wfile.write(self.server.content)

    def act_tells_too_much(self) -> None:
        self.reply(200, self.server.content, length=len(self.server.content) + 1000)

    def act_tells_too_little(self) -> None:
        self.reply(200, self.server.content, length=1000)

    def act_breaks_off(self) -> None:
        self.begin(200)
        self.wfile.write(self.server.content[:1000])

    def act_breaks_off_once(self) -> None:
        first = not self.server.asked("breaks-off-once")
        self.reply(200, self.server.content[:1000] if first else self.server.content, len(self.server.content))

    def act_busy_once(self) -> None:
        if self.server.asked("busy-once"):
            self.reply(200, self.server.content)
        else:
            self.reply(503, b"", Retry_After="0")

    def act_busy_for_an_hour(self) -> None:
        self.reply(503, b"", Retry_After="3600")

    def act_busy_for_nonsense(self) -> None:
        self.reply(503, b"", Retry_After="soon")

    def act_forbidden(self) -> None:
        self.reply(403, b"no")

    def act_gone(self) -> None:
        self.reply(410, b"")

    def act_silent(self) -> None:
        self.server.answers["silent", 0] += 1
        time.sleep(PATIENCE)

    def act_stalls(self) -> None:
        self.reply(200, self.server.content[:100], len(self.server.content))
        time.sleep(PATIENCE)

    def act_trickles(self) -> None:
        self.begin(200, Content_Length=str(len(self.server.content)))
        self.drip(self.server.content)

    def act_trickles_headers(self) -> None:
        self.server.answers["trickles-headers", 0] += 1
        self.drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 1000)

    def drip(self, body: bytes) -> None:
        """A byte at a time, each well within any read timeout."""
        until = time.monotonic() + PATIENCE
        for byte in body:
            self.wfile.write(bytes([byte]))
            time.sleep(0.05)
            if time.monotonic() > until:
                return

    def act_redirects(self) -> None:
        self.begin(302, Location="/whole")

    def act_redirects_forever(self) -> None:
        self.begin(301, Location="/redirects-forever")

    def act_redirects_to_a_file(self) -> None:
        self.begin(302, Location="file:///etc/hostname")

    def act_web_page(self) -> None:
        self.reply(200, b"\n<!DOCTYPE html><html>Sign in to go on</html>", Content_Type="application/pdf")

    def act_not_found_with_200(self) -> None:
        self.reply(200, b"Not found")

    def act_nothing(self) -> None:
        self.reply(200, b"")

    def act_tells_a_terabyte(self) -> None:
        self.reply(200, self.server.content, length=1 << 40)

    def act_endless(self) -> None:
        self.begin(200)
        while True:
            self.wfile.write(b"%PDF-" + b"x" * 100_000)

    def act_bomb(self) -> None:
        self.reply(200, gzip.compress(gzip.compress(b"%PDF-" + bytes(16 << 20))), Content_Encoding="gzip, gzip")
